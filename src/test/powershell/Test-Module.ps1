<#
.SYNOPSIS
Tests of the shipped module that need its functions themselves, another runspace or the installed form of it.

.DESCRIPTION
Runs over the simulated host. Prints a line for each test that fails, and `N passed, M failed` last; exit code 1 when
any failed. The verbs over the wire are tested from Java.

.PARAMETER Module
The folder of the module.
#>
param(
    [string] $Module = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'main', 'resources', 'io', 'jenkins', 'plugins',
        'hypervnested', 'powershell')
)
. (Join-Path -Path $PSScriptRoot -ChildPath 'harness.ps1') -Module $Module
$others = @(foreach ($other in 'Test-Network.ps1', 'Test-NetworkChanges.ps1', 'Test-Inside.ps1', 'Test-Role.ps1',
        'Test-LeaseFile.ps1') {
    Start-Tests (Join-Path -Path $PSScriptRoot -ChildPath $other)
})

# wire ------------------------------------------------------------------------------------------------------
Test-That 'a list of one stays a list' { (ConvertTo-HvnJson @{ a = @('x') }) -ceq '{"a":["=x"]}' }
Test-That 'an empty list is a list' { (ConvertTo-HvnJson @{ a = @() }) -ceq '{"a":[]}' }
Test-That 'nothing is null' { (ConvertTo-HvnJson @{ a = $null }) -ceq '{"a":null}' }
Test-That 'booleans and numbers are themselves' { (ConvertTo-HvnJson @($true, 0, [long]-1)) -ceq '[true,0,-1]' }
Test-That 'text beyond ASCII is escaped' { (ConvertTo-HvnJson "$([char]0x7bc0)`n") -ceq '"=\u7bc0\u000a"' }
Test-That 'quotes and backslashes are escaped' { (ConvertTo-HvnJson 'a"\') -ceq '"=a\"\\"' }
Test-That 'half a character is replaced' { (ConvertTo-HvnJson "$([char]0xd83d)") -ceq '"=\ufffd"' }
Test-That 'a whole pair is kept' { (ConvertTo-HvnJson "$([char]0xd83d)$([char]0xde00)") -ceq '"=\ud83d\ude00"' }
foreach ($name in '2024-01-01T00:00:00', '/Date(0)/', '\/Date(0)\/', '', '=', 'true', '12') {
    Test-That "the text $name comes back" {
        (ConvertFrom-HvnMessage (ConvertTo-HvnMessage @{ a = $name }))['a'] -ceq $name
    }
}
Test-That 'names that differ in case are two' {
    $table = ConvertFrom-HvnMessage (ConvertTo-HvnMessage @{ a = @{ x = 1 } })
    $table.ContainsKey('a') -and -not $table.ContainsKey('A')
}
Test-That 'an answer that is too large is an error' {
    $answer = ConvertFrom-Answer (ConvertTo-HvnMessage ([ordered]@{ id = 3; value = 'x' * 1000001 }))
    $answer['error']['id'] -ceq 'HVN.BadRequest' -and $answer['id'] -eq 3
}
Test-That 'an error of another machine keeps its id and text, also where its category is of another version' {
    $answer = ConvertTo-HvnMessage @{ id = 1; error = @{ id = 'X.Y'; category = 'OfALaterVersion'; message = 'why' } }
    try { Get-HvnValue $answer $one; $false }
    catch { "$($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category) $_" -ceq 'X.Y NotSpecified why' }
}
foreach ($subject in '..', '../x', 'NETWORK', "network`n", $one.Replace('1', 'G'), '', "$one/x") {
    Test-That "the subject <$subject> is refused" {
        try { Assert-HvnSubject $subject; $false } catch { $_.FullyQualifiedErrorId -ceq 'HVN.BadRequest' }
    }
}

# what the guest says ---------------------------------------------------------------------------------------
Test-That 'a guest cannot define an entity' {
    $xml = '<!DOCTYPE x [<!ENTITY a "b">]><INSTANCE><PROPERTY NAME="Name"><VALUE>&a;</VALUE></PROPERTY></INSTANCE>'
    (ConvertFrom-HvnKvpItem $xml).Count -eq 0
}
Test-That 'a guest may talk nonsense' { (ConvertFrom-HvnKvpItem '<<<').Count -eq 0 }

# what fails of one is that one's alone ---------------------------------------------------------------------
function Set-Failures($Failures) { Set-State { param($State) $State['failAt'] = @($Failures) } }
function Read-State([string] $Id) { (Send-Request 'observe' @{ ids = @($Id) })['value'][$Id]['value'] }
Test-That 'a VM that cannot be read counts as changed, and the others are awaited all the same' {
    $seen = @{}
    foreach ($id in $one, $two) { $seen[$id] = Get-HvnFingerprint (Read-State $id)['vm'] }
    $before = Get-HvnFingerprints @($one, $two)
    $failure = @{ cmdlet = 'Get-VMProcessor'; id = 'X'; category = 'NotSpecified' }
    # the reading of all of them, and then that of each by itself until the last
    Set-Failures @(($failure + @{ call = 1 }), ($failure + @{ call = 2 }))
    [IO.File]::Delete("$env:HVN_FAKE_STATE.log")
    $answer = Send-Request 'await' @{ seen = $seen; millis = 300 }
    Set-Failures @()
    $before.Count -eq 2 -and $answer.ContainsKey('value') -and @($answer['value']['changed']).Count -eq 1
}
Test-That 'what Hyper-V fails to tell for a moment is looked at again for as long as a look waits for a lock' {
    function Wait-HvnTurn { Set-State { param($State) $State['vms'][0]['unreadable'] = @() } }
    Set-State { param($State) $State['vms'][0]['unreadable'] = @('State') }
    $value = (Send-Request 'observe' @{ ids = @($one, $two) })['value']
    $value[$one].ContainsKey('value') -and $value[$two].ContainsKey('value')
}
$env:HYPERV_NESTED_LOOK = '1'
foreach ($property in 'State', 'ExposeVirtualizationExtensions', 'MacAddressSpoofing', 'SwitchId', 'Heartbeat', 'OperationalStatus') {
    Test-That "where Hyper-V fails to tell $property, that is an error of that VM and no value" {
        Set-State { param($State) $State['vms'][0]['unreadable'] = @($property) }
        $value = (Send-Request 'observe' @{ ids = @($one, $two) })['value']
        Set-State { param($State) $State['vms'][0]['unreadable'] = @() }
        (Get-Error $value[$one]) -ceq 'HVN.NotRead ReadError' -and $value[$one]['error']['target'] -ceq $property -and
            $value[$one]['error']['message'] -match 'not now' -and $value[$two].ContainsKey('value')
    }
}
Test-That 'a switch whose users Hyper-V fails to tell is not taken for unused' {
    Set-State { param($State) $State['network'] = @{
            switches = @(@{ id = $lan + '9'; name = 'x'; type = 'Internal'; notes = '' }); nats = @(); routes = @(); interfaces = @() }
        $State['vms'][0]['unreadable'] = @('SwitchId') }
    $answer = (Send-Request 'observe' @{ ids = @('network') })['value']['network']
    Set-State { param($State) $State['vms'][0]['unreadable'] = @(); [void]$State.Remove('network') }
    (Get-Error $answer) -ceq 'HVN.NotRead ReadError'
}
$env:HYPERV_NESTED_LOOK = ''
Test-That 'a network that cannot be read counts as changed, and the VMs are awaited all the same' {
    $seen = @{ network = 'x'; $one = Get-HvnFingerprint (Read-State $one)['vm'] }
    Set-Failures @(@{ cmdlet = 'Get-NetRoute'; call = 0; id = 'X'; category = 'NotSpecified' })
    $answer = Send-Request 'await' @{ seen = $seen; millis = 300 }
    Set-Failures @()
    @($answer['value']['changed']) -join ',' -ceq 'network'
}
Test-That 'a service that does not answer is still an error of awaiting' {
    Set-State { param($State) $State['host']['service'] = 'stopped' }
    $answer = Send-Request 'await' @{ seen = @{ $one = 'x' }; millis = 300 }
    Set-State { param($State) $State['host']['service'] = 'running' }
    $answer.ContainsKey('error')
}
Test-That 'a sign of life that goes away while it is looked at is none' {
    function Test-HvnThere { $true }
    $null -eq (Read-HvnBeat $folder $two)
}
Test-That 'a silent process that is gone when it is to be ended is no error' {
    # one that is associated with nothing says what one that ended says
    $null -eq (Stop-HvnSameProcess (New-Object -TypeName Diagnostics.Process) 0)
}
Test-That 'no change asks anybody, whatever the session prefers' {
    [void](Enter-Floor $one ('c' * 32))
    $global:ConfirmPreference = 'Low'
    $adapter = (Read-State $one)['vm']['adapters'][0]['id']
    $said = foreach ($change in @{ do = 'spoof'; adapter = $adapter; on = $true }, @{ do = 'shutdown' }, @{ do = 'turnOff' },
        @{ do = 'expose'; on = $true }, @{ do = 'start' }) {
        $change += @{ subject = $one; epoch = 'c' * 32 }
        Get-Error (Send-Request 'change' @{ changes = @($change) })['value'][$one]
        if ($change['do'] -ceq 'shutdown') { [void](Wait-Until { (Hyper-V\Get-VM -Id $one).State -eq 'Off' }) }
    }
    $global:ConfirmPreference = 'High'
    [void](Send-Request 'close' @{})
    [IO.Directory]::Delete($env:HYPERV_NESTED_LEASES, $true)
    @($said) -join ',' -ceq 'none,none,none,none,none'
}
Test-That 'an empty line takes no request with it' {
    $lines = "H $('a' * 32)`r", "`r", '', "R $(ConvertTo-HvnMessage @{ id = 4; verb = 'hello'; args = @{} })", ''
    $before = [Console]::In
    $out = [Console]::Out
    $said = New-Object -TypeName IO.StringWriter
    [Console]::SetIn((New-Object -TypeName IO.StringReader -ArgumentList ($lines -join "`n")))
    [Console]::SetOut($said)
    try { Start-HypervNestedLoop -Text $text -Hash 'cafe' }
    finally {
        [Console]::SetIn($before)
        [Console]::SetOut($out)
    }
    $answer = "$said".Trim() -split ' '
    $answer.Count -eq 2 -and (ConvertFrom-Answer $answer[1])['id'] -eq 4
}

# a host behind a session -----------------------------------------------------------------------------------
function Find-One {
    $answer = Send-Request 'find' $find
    if ($answer.ContainsKey('error')) { return "$($answer['error']['id']) $($answer['error']['message'])" }
    $answer['value']['vms'][0][0]['id'] -ceq $one
}
$find = @{ vms = @(@{ kind = 'NAME'; text = 'node-1' }) }
if ('System.Management.Automation.Runspaces.PSSession' -as [type] | Get-Member -Static -Name Create) {
    $process = New-Object -TypeName Management.Automation.Runspaces.PowerShellProcessInstance
    $remote = [Management.Automation.Runspaces.RunspaceFactory]::CreateOutOfProcessRunspace($null, $process)
    $env:HVN_FAKE_NOISE = '1'
    $remote.Open()
    $env:HVN_FAKE_NOISE = ''
    $HvnState['Session'] = [Management.Automation.Runspaces.PSSession]::Create($remote, 'Process', $null)
    $HvnState['Text'] = $text
    $HvnState['Hash'] = 'cafe'
    Send-HvnModule $HvnState['Session']
    Test-That 'the module runs on the other side' {
        $hello = (Send-Request 'hello' @{})['value']
        $hello['module'] -ceq 'cafe' -and $hello['processId'] -ne $PID
    }
    Test-That 'a verb is answered by the other side, whatever is printed there' { Find-One }
    Test-That 'an error of the other side keeps its id' { (Send-Request 'find' @{})['error']['id'] -ceq 'HVN.BadRequest' }
    Test-That 'a session that broke is an error' {
        $remote.Close()
        $answer = Send-Request 'find' $find
        $answer['id'] -eq 5 -and $answer.ContainsKey('error')
    }
    Test-That 'close is answered when the session broke' { (Send-Request 'close' @{}).ContainsKey('value') }
    $remote.Dispose()
    if (-not $process.Process.HasExited) { $process.Process.Kill() }
    $process.Dispose()
}

# the endpoint ----------------------------------------------------------------------------------------------
$jea = Join-Path -Path $Module -ChildPath 'jea'
$manifest = Import-PowerShellDataFile -Path (Join-Path -Path $jea -ChildPath 'HypervNested.psd1')
$role = Import-PowerShellDataFile -Path ([IO.Path]::Combine($jea, 'RoleCapabilities', 'HypervNested.psrc'))
$initial = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
[void]$initial.ImportPSModule([string[]]@([IO.Path]::GetFullPath((Join-Path -Path $jea -ChildPath $manifest['RootModule']))))
$endpoint = [Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($initial)
$endpoint.Open()
$endpoint.SessionStateProxy.LanguageMode = 'NoLanguage'
$HvnState['Session'] = [pscustomobject]@{ Runspace = $endpoint }
Test-That 'the role shows one function, which the module exports' {
    @($role['VisibleFunctions']) -join ',' -ceq 'HypervNested\Invoke-HypervNested' -and
        @($manifest['FunctionsToExport']) -ccontains 'Invoke-HypervNested'
}
Test-That 'the endpoint tells the hash of what is installed' {
    $texts = foreach ($name in [IO.File]::ReadAllLines((Join-Path -Path $Module -ChildPath 'module.txt'))) {
        if ($name) { [IO.File]::ReadAllText((Join-Path -Path $Module -ChildPath $name)).Replace("`r`n", "`n") + "`n" }
    }
    $hash = Get-HvnSha256 ([Text.Encoding]::UTF8.GetBytes(-join $texts))
    (Send-Request 'hello' @{})['value']['module'] -ceq $hash
}
Test-That 'the endpoint finds VMs without any language' { Find-One }
Test-That 'the endpoint changes VMs side by side' {
    $epoch = 'e' * 32
    $writes = foreach ($id in $one, $two) {
        @{ subject = $id; expected = 'absent'; epoch = $epoch; text = '{}'; floor = 'TAKE' }
    }
    [void](Send-Request 'write' @{ leases = @($writes) })
    $changes = @{ subject = $one; epoch = $epoch; do = 'turnOff' }, @{ subject = $two; epoch = $epoch; do = 'start' }
    $value = (Send-Request 'change' @{ changes = $changes })['value']
    @(@($value.Values) | Where-Object { $_.ContainsKey('value') }).Count -eq 2
}
Test-That 'a session opens no session' { (ConvertFrom-Answer (Invoke-HvnRelay $HvnState['Session'] (ConvertTo-HvnMessage @{
                id = 1; verb = 'open'; args = @{} })))['error']['id'] -ceq 'HVN.UnknownVerb' }
Test-That 'the endpoint lets go of everything when it is closed' {
    [void](Invoke-HvnRelay $HvnState['Session'] (ConvertTo-HvnMessage @{ id = 2; verb = 'close'; args = @{} }))
    -not (Send-Request 'leases' @{})['value'][$one]['actorAlive']
}
$HvnState['Session'] = $null
$endpoint.Dispose()

foreach ($tests in $others) { Receive-Tests $tests }
Complete-Tests
