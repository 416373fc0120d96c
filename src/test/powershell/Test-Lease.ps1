<#
.SYNOPSIS
Tests of what an administrator has without Jenkins: showing leases, and giving them up, over the simulated host.

.DESCRIPTION
Leases here are written as Java writes them. That Java and these commands understand each other is tested from Java.

.PARAMETER Module
The folder of the module.
#>
param(
    [string] $Module = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'main', 'resources', 'io', 'jenkins', 'plugins',
        'hypervnested', 'powershell')
)
. (Join-Path -Path $PSScriptRoot -ChildPath 'harness.ps1') -Module $Module
Import-Module -Name ([IO.Path]::GetFullPath([IO.Path]::Combine($Module, 'admin', 'HypervNestedLease.psd1')))
$admin = Get-Module -Name HypervNestedLease
$env:HYPERV_NESTED_PATIENCE = '1'
$leases = $env:HYPERV_NESTED_LEASES
$lab = [IO.File]::ReadAllText($env:HVN_FAKE_STATE)
$boot = Get-HvnBoot
$epoch = 'a' * 32

function New-Aspect([string] $Name, [string] $Object, [string] $First, $Set, $Wants = @{}) {
    $list = @(foreach ($entry in @($Wants.Keys | Sort-Object)) { [ordered]@{ entry = $entry; value = $Wants[$entry] } })
    $aspect = [ordered]@{ aspect = $Name; object = $Object; first = $First }
    if ($null -ne $Set) { $aspect['set'] = $Set }
    $aspect['wants'] = $list
    $aspect
}
function New-Member([string] $Entry) {
    [ordered]@{
        run = "run-$Entry"; controller = 'c1'; incarnation = 'i1'; shownAs = "job #$Entry"; since = '2026-11-25T00:00:00Z'
    }
}
function New-Lease($Aspects, [string[]] $Entries = @(), [string[]] $Ready = @()) {
    $members = [ordered]@{}
    foreach ($entry in $Entries) { $members[$entry] = New-Member $entry }
    [ordered]@{
        aspects = @($Aspects); members = $members; ready = @($Ready)
        stop = [ordered]@{ boundMillis = 600000; force = $false; restorePower = $true }; left = @(); tickets = @()
    }
}
# The host as it was at first, with that lease of that subject.
function Reset-Lab([string] $Subject, $Lease, [scriptblock] $State = { }, [string] $Text, [string] $Epoch = '-') {
    [IO.File]::WriteAllText($env:HVN_FAKE_STATE, $lab)
    Set-State $State
    if ([IO.Directory]::Exists($leases)) { [IO.Directory]::Delete($leases, $true) }
    [IO.File]::Delete("$env:HVN_FAKE_STATE.log")
    [void][IO.Directory]::CreateDirectory($leases)
    if (-not $Text) { $Text = ConvertTo-HvnJson $Lease }
    Write-HvnLease $leases $Subject -Epoch $Epoch -Text $Text
}
function Read-Vm([string] $Id = $one) {
    foreach ($vm in (ConvertFrom-Json -InputObject ([IO.File]::ReadAllText($env:HVN_FAKE_STATE)) -AsHashtable)['vms']) {
        if ($vm['id'] -ceq $Id) { return $vm }
    }
}
# What the lease says, as the admin's commands read it.
function Read-Lease([string] $Subject = $one) {
    $file = Read-HvnLease $leases $Subject
    if ($null -ne $file['text']) { & $admin { param($Text) ConvertFrom-HvnLeaseText $Text } $file['text'] }
}
function Get-Changes {
    if (-not [IO.File]::Exists("$env:HVN_FAKE_STATE.log")) { return }
    foreach ($line in [IO.File]::ReadAllLines("$env:HVN_FAKE_STATE.log")) {
        $name = ($line -split ' ')[0]
        if ($name -cnotmatch '^(Get|New-PSSession)' -and $name -cne 'Import') { $name }
    }
}
# Gives up without asking: the outcome, or the error's id.
function Invoke-Restore([hashtable] $With) {
    $script:report = $null
    $script:problem = $null
    try { $script:report = Restore-HypervNestedLease @With -Confirm:$false -ErrorAction Stop 3>$null }
    catch {
        $script:problem = $_
        return ($_.FullyQualifiedErrorId -split ',')[0]
    }
    $script:report.Outcome
}
# The enabled VM node-1 that ran first, held by those.
function New-Enabled([string[]] $Entries = 'a', [string[]] $Ready = $Entries) {
    $nesting = @{}
    foreach ($entry in $Entries) { $nesting[$entry] = 'on' }
    New-Lease @((New-Aspect 'nesting' '' 'off' 'on' $nesting), (New-Aspect 'power' '' 'on' $null $nesting)) $Entries $Ready
}
$enabled = { param($State) $State['vms'][0]['nesting'] = $true; $State['vms'][0]['shutdownMillis'] = 200 }

# a holder that never comes back ----------------------------------------------------------------------------
Test-That 'a lease is put back by the command alone, and who left is remembered' {
    Reset-Lab $one (New-Enabled) -State $enabled
    $outcome = Invoke-Restore @{ Subject = $one; All = $true }
    $lease = Read-Lease
    $vm = Read-Vm
    $outcome -ceq 'Restored' -and -not $vm['nesting'] -and @('Running', 'Starting') -contains $vm['state'] -and
        -not $lease['aspects'].Count -and -not $lease['members'].Count -and $lease['left'][0]['entry'] -ceq 'a' -and
        -not $lease['actor'] -and (Get-Changes) -join ',' -ceq 'Invoke-CimMethod,Set-VMProcessor,Start-VM'
}

Test-That 'a VM that ran is left running where nobody asked for its power back' {
    $lease = New-Enabled
    $lease['stop']['restorePower'] = $false
    Reset-Lab $one $lease -State $enabled
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Restored' -and (Read-Vm)['state'] -ceq 'Off'
}
Test-That 'a VM that was off and was started for somebody goes off again, without being turned off' {
    $lease = New-Lease @((New-Aspect 'nesting' '' 'off' 'on' @{ a = 'on' }), (New-Aspect 'power' '' 'off' 'on' @{ a = 'on' })) 'a' 'a'
    Reset-Lab $one $lease -State $enabled
    (Invoke-Restore @{ Subject = $one; Entry = 'a' }) -ceq 'Restored' -and (Read-Vm)['state'] -ceq 'Off' -and
        (Get-Changes) -join ',' -ceq 'Invoke-CimMethod,Set-VMProcessor'
}
Test-That 'what shows its first value is not touched' {
    Reset-Lab $one (New-Enabled)
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Restored' -and -not (Get-Changes) -and -not (Read-Lease)['aspects'].Count
}
Test-That 'what somebody else changed is left alone and told' {
    $adapter = (Read-Vm)['adapters'][0]['id']
    Reset-Lab $one (New-Lease @((New-Aspect 'spoofing' $adapter 'on' $null @{ a = 'on' })) 'a' 'a')
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Restored' -and -not (Get-Changes) -and
        "$($report.Notes)" -match 'somebody else'
}
Test-That 'spoofing of the adapter of that id is put back' {
    $adapter = (Read-Vm $two)['adapters'][1]['id']
    Reset-Lab $two (New-Lease @((New-Aspect 'spoofing' $adapter 'off' 'on' @{ a = 'on' })) 'a' 'a') -State {
        param($State)
        $State['vms'][1]['adapters'][1]['spoofing'] = $true
    }
    (Invoke-Restore @{ Subject = $two; All = $true }) -ceq 'Restored' -and -not (Read-Vm $two)['adapters'][1]['spoofing']
}
Test-That 'an adapter that is gone stands in nobody''s way' {
    Reset-Lab $one (New-Lease @((New-Aspect 'spoofing' 'Microsoft:gone' 'off' 'on' @{ a = 'on' })) 'a' 'a')
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Restored' -and "$($report.Notes)" -match 'is gone'
}
Test-That 'a lease that nobody holds any more is put back as well' {
    Reset-Lab $one (New-Enabled @()) -State $enabled
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Restored' -and -not (Read-Vm)['nesting']
}
Test-That 'with -WhatIf nothing is done' {
    Reset-Lab $one (New-Enabled) -State $enabled
    $before = (Read-HvnLease $leases $one)['stamp']
    $said = Restore-HypervNestedLease -Subject $one -All -WhatIf 6>$null
    -not $said -and -not (Get-Changes) -and (Read-HvnLease $leases $one)['stamp'] -ceq $before
}

# others ----------------------------------------------------------------------------------------------------
Test-That 'what another still holds is passed on, and nobody is interrupted' {
    Reset-Lab $one (New-Enabled 'a', 'b') -State $enabled
    $outcome = Invoke-Restore @{ Subject = $one; Entry = 'a' }
    $lease = Read-Lease
    $outcome -ceq 'PassedOn' -and "$($report.HeldBy)" -match 'job #b' -and -not (Get-Changes) -and (Read-Vm)['nesting'] -and
        $lease['members'].Contains('b') -and -not $lease['members'].Contains('a') -and $lease['ready'].Contains('b') -and
        $lease['aspects'][0]['wants'].Count -eq 1
}
Test-That 'what would interrupt another is left to the last of them' {
    $lease = New-Lease @((New-Aspect 'nesting' '' 'off' 'on' @{ a = 'on' }), (New-Aspect 'power' '' 'on' $null @{ b = 'on' })) ('a', 'b') ('a', 'b')
    Reset-Lab $one $lease -State $enabled
    $outcome = Invoke-Restore @{ Subject = $one; Entry = 'a' }
    $names = @(foreach ($aspect in (Read-Lease)['aspects']) { $aspect['aspect'] }) -join ','
    $outcome -ceq 'PassedOn' -and -not (Get-Changes) -and $names -ceq 'nesting,power'
}
Test-That 'an actor that is alive is respected, and nothing is written' {
    $lease = New-Enabled
    $lease['actor'] = [ordered]@{ entry = 'a'; epoch = $epoch; boot = $boot; process = 1; started = 1 }
    Reset-Lab $one $lease -State $enabled -Epoch $epoch
    $alive = Open-HvnExclusive (Get-HvnPath $leases $one -Kind 'actor')
    $before = (Read-HvnLease $leases $one)['stamp']
    $outcome = Invoke-Restore @{ Subject = $one; All = $true }
    $alive.Dispose()
    $outcome -ceq 'HVN.ActorAlive' -and -not (Get-Changes) -and (Read-HvnLease $leases $one)['stamp'] -ceq $before
}
Test-That 'a dead actor is taken over with another epoch' {
    $lease = New-Enabled
    $lease['actor'] = [ordered]@{ entry = 'a'; epoch = $epoch; boot = $boot; process = 1; started = 1 }
    Reset-Lab $one $lease -State $enabled -Epoch $epoch
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Restored' -and -not (Read-Vm)['nesting'] -and
        (Read-HvnLease $leases $one)['epoch'] -ceq '-'
}
Test-That 'an actor of another boot is dead, whatever has its file open' {
    $lease = New-Enabled
    $lease['actor'] = [ordered]@{ entry = 'a'; epoch = $epoch; boot = 'another'; process = 1; started = 1 }
    Reset-Lab $one $lease -State $enabled -Epoch $epoch
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Restored'
}
Test-That 'a shutdown that the gone one asked for is awaited, not asked for again' {
    $lease = New-Enabled
    $now = Get-HvnClock
    $lease['asked'] = [ordered]@{ entry = 'a'; boot = $boot; at = $now['millis']; until = $now['millis'] + 60000 }
    Reset-Lab $one $lease -State {
        param($State)
        $State['vms'][0]['nesting'] = $true
        $State['vms'][0]['next'] = @{ state = 'Off'; at = [DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds() + 1500 }
    }
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Restored' -and (Get-Changes) -join ',' -ceq 'Set-VMProcessor,Start-VM'
}
Test-That 'nobody who holds nothing is given up' {
    Reset-Lab $one (New-Enabled) -State $enabled
    (Invoke-Restore @{ Subject = $one; Entry = 'x' }) -ceq 'HVN.NoHolder' -and -not (Get-Changes) -and (Read-Lease)['members'].Count -eq 1
}
Test-That 'not all is not all' {
    (Invoke-Restore @{ Subject = $one; All = $false }) -ceq 'HVN.NoHolder' -and (Read-Lease)['members'].Count -eq 1
}
Test-That 'a machine without such a lease says so' { (Invoke-Restore @{ Subject = $two; All = $true }) -ceq 'HVN.NoLease' }
Test-That 'who is no administrator changes nothing' {
    $env:HYPERV_NESTED_ADMINISTRATOR = 'false'
    $outcome = Invoke-Restore @{ Subject = $one; All = $true }
    $env:HYPERV_NESTED_ADMINISTRATOR = ''
    $outcome -ceq 'HVN.NoAdministrator'
}

Test-That 'a silent actor that cannot be ended is waited for, not asked again and again' {
    $lease = New-Enabled
    $lease['actor'] = [ordered]@{ entry = 'a'; epoch = $epoch; boot = $boot; process = 1; started = 1 }
    Reset-Lab $one $lease -State $enabled -Epoch $epoch
    # its file is open in something that has no such start
    $beat = "$epoch $boot $((Get-HvnMillis) - 100000) $PID 5"
    [IO.File]::WriteAllText((Get-HvnPath $leases $one -Kind 'beat'), $beat)
    $global:silent = @{ file = (Open-HvnExclusive (Get-HvnPath $leases $one -Kind 'actor')); waits = 0; asked = 0 }
    & $admin {
        $global:silent['wait'] = ${function:Wait-HvnMoment}
        $global:silent['stop'] = ${function:Stop-HvnActor}
        function script:Wait-HvnMoment { if (++$silent['waits'] -eq 2) { $silent['file'].Dispose() } }
        function script:Stop-HvnActor($Arguments) {
            if (++$silent['asked'] -gt 20) { throw 'asked again and again' }
            & $silent['stop'] $Arguments
        }
    }
    $outcome = Invoke-Restore @{ Subject = $one; All = $true }
    & $admin { foreach ($name in 'Wait-HvnMoment', 'Stop-HvnActor') { Remove-Item -Path "Function:$name" } }
    & $admin {
        Set-Item -Path Function:script:Wait-HvnMoment -Value $silent['wait']
        Set-Item -Path Function:script:Stop-HvnActor -Value $silent['stop']
    }
    $silent['file'].Dispose()
    $outcome -ceq 'Restored' -and $silent['waits'] -ge 2 -and $silent['asked'] -le 3
}

# what an administrator types -------------------------------------------------------------------------------
Test-That 'an id may be typed in capitals, as Windows shows it elsewhere' {
    $lettered = 'abcdef11-1111-4111-8111-111111111111'
    Reset-Lab $lettered (New-Enabled) -State { param($State) $State['vms'][0]['id'] = $lettered; & $enabled $State }
    @(Get-HypervNestedLease -Subject $lettered.ToUpperInvariant()).Count -eq 1 -and
        (Invoke-Restore @{ Subject = $lettered.ToUpperInvariant(); All = $true }) -ceq 'Restored'
}
Test-That 'a lease that is asked for and is not there is an error' {
    Reset-Lab $one (New-Enabled)
    $said = @(Get-HypervNestedLease -Subject $two -ErrorAction Continue 2>&1)
    $said.Count -eq 1 -and $said[0].FullyQualifiedErrorId -clike 'HVN.NoLease,*' -and "$($said[0])" -match $two
}
Test-That 'what is no id is an error that says where ids are shown' {
    $said = @(Get-HypervNestedLease -Subject 'node-1' -ErrorAction Continue 2>&1)
    $outcome = Invoke-Restore @{ Subject = 'node-1'; All = $true }
    $said.Count -eq 1 -and "$said" -match 'node-1' -and "$said" -match 'Get-HypervNestedLease' -and
        $outcome -ceq 'HVN.NoSubject' -and "$problem" -match 'Get-HypervNestedLease'
}
Test-That 'a machine without leases shows none, and that is no error' {
    [IO.Directory]::Delete($leases, $true)
    -not @(Get-HypervNestedLease -ErrorAction Continue 2>&1).Count
}
Test-That 'every lease may be piped on to be given up' {
    Reset-Lab $one (New-Enabled) -State $enabled
    $outcomes = Get-HypervNestedLease | Restore-HypervNestedLease -All -Confirm:$false
    @($outcomes).Count -eq 1 -and $outcomes.Outcome -ceq 'Restored' -and -not (Read-Vm)['nesting']
}
Test-That 'a VM of Hyper-V may be piped to both commands' {
    Reset-Lab $one (New-Enabled) -State $enabled
    $shown = Hyper-V\Get-VM -Id $one | Get-HypervNestedLease
    $report = Hyper-V\Get-VM -Id $one | Restore-HypervNestedLease -All -Confirm:$false
    $shown.Subject -ceq $one -and $report.Outcome -ceq 'Restored'
}
Test-That 'holders of one controller may be chosen and piped on to be given up' {
    $lease = New-Enabled 'a', 'b', 'c'
    $lease['members']['b']['controller'] = 'another'
    Reset-Lab $one $lease -State $enabled
    $chosen = (Get-HypervNestedLease).Holders | Where-Object { $_.Controller -ceq 'c1' }
    $outcomes = @($chosen | Restore-HypervNestedLease -Confirm:$false)
    @($outcomes).Count -eq 2 -and $outcomes[1].Outcome -ceq 'PassedOn' -and @((Read-Lease)['members'].Keys) -join ',' -ceq 'b' -and
        (Read-Vm)['nesting']
}
Test-That 'one lease that cannot be given up does not keep the next from it' {
    Reset-Lab $one (New-Enabled) -State $enabled
    Write-HvnLease $leases $two -Epoch '-' -Text (ConvertTo-HvnJson (New-Enabled @()))
    [IO.File]::WriteAllText((Get-HvnPath $leases $one -Kind 'json'), 'cut')
    $said = @(Get-HypervNestedLease | Restore-HypervNestedLease -All -Confirm:$false -ErrorAction Continue 2>&1)
    $said.Count -eq 2 -and $said[0].FullyQualifiedErrorId -clike 'HVN.LeaseDamaged,*' -and $said[1].Subject -ceq $two
}
Test-That 'a lease on the console says who holds it and what of it was changed' {
    Reset-Lab $one (New-Enabled) -State $enabled
    $shown = Get-HypervNestedLease | Out-String -Width 200
    $shown -match 'job #a' -and $shown -match 'nesting: on now, off first' -and $shown -notmatch '@\{'
}
Test-That 'each command has help for each of its parameters, and examples that run' {
    Reset-Lab $one (New-Enabled) -State $enabled
    $problems = @(foreach ($name in 'Get-HypervNestedLease', 'Restore-HypervNestedLease') {
        $help = Get-Help -Name $name -Full
        $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
        $without = @($help.parameters.parameter | Where-Object { -not "$($_.PSObject.Properties['description'])" })
        foreach ($parameter in $without) { if ($common -cnotcontains $parameter.name) { "$name -$($parameter.name)" } }
        if (@($help.examples.example).Count -lt 2) { "$name has no examples" }
        foreach ($example in $help.examples.example) {
            $typed = $example.code.Replace('11111111-1111-4111-8111-111111111111', $one)
            if (-not "$($example.remarks[0].Text)".Trim()) { "what is it for: $typed" }
            $errors = $null
            [void][Management.Automation.Language.Parser]::ParseInput($typed, [ref]$null, [ref]$errors)
            if ($errors) { "$typed : $($errors[0])" }
        }
    })
    if ($problems) { $problems -join '; ' } else { $true }
}
Test-That 'while a guest is waited for, a progress bar says so' {
    Reset-Lab $one (New-Enabled) -State { param($State) & $enabled $State; $State['vms'][0]['shutdownMillis'] = 1500 }
    $shell = [powershell]::Create([Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
    [void]$shell.AddScript('param($Path, $Subject) Import-Module -Name $Path
        Restore-HypervNestedLease -Subject $Subject -All -Confirm:$false').AddArgument($admin.Path).AddArgument($one)
    $outcome = $shell.Invoke()
    $records = @($shell.Streams.Progress | Where-Object { $_.Activity -match 'node-1' })
    $shell.Dispose()
    $outcome[0].Outcome -ceq 'Restored' -and @($records | Where-Object { $_.StatusDescription -match 'guest' }).Count -and
        $records[-1].RecordType -eq 'Completed'
}

# the power of a VM -----------------------------------------------------------------------------------------
Test-That 'a guest that does not shut down is not turned off, and the rest can be done later' {
    Reset-Lab $one (New-Enabled) -State { param($State) & $enabled $State; $State['vms'][0]['shutdown'] = 'hangs' }
    $outcome = Invoke-Restore @{ Subject = $one; All = $true; ShutdownSeconds = 1 }
    $said = $problem
    $stuck = (Read-Vm)['state'] -ceq 'Running' -and (Read-Vm)['nesting'] -and (Read-Lease)['aspects'].Count -eq 2
    $later = Invoke-Restore @{ Subject = $one; Entry = 'a'; ShutdownSeconds = 1; TurnOff = $true }
    $outcome -ceq 'HVN.DoesNotShutDown' -and $stuck -and "$said" -match '-TurnOff' -and $later -ceq 'Restored' -and
        -not (Read-Vm)['nesting'] -and @(Get-Changes) -ccontains 'Stop-VM'
}
Test-That 'a guest that refuses to shut down is not turned off without that being asked for' {
    Reset-Lab $one (New-Enabled) -State { param($State) & $enabled $State; $State['vms'][0]['shutdown'] = 'locked' }
    $outcome = Invoke-Restore @{ Subject = $one; All = $true }
    $asked = (Read-Lease)['asked']
    $outcome -ceq 'HVN.NoShutdown' -and -not $asked -and @(Get-Changes) -cnotcontains 'Stop-VM' -and
        (Invoke-Restore @{ Subject = $one; All = $true; TurnOff = $true }) -ceq 'Restored' -and -not (Read-Vm)['nesting']
}
Test-That 'a guest that offers no shutdown is not turned off either' {
    Reset-Lab $one (New-Enabled) -State { param($State) & $enabled $State; $State['vms'][0]['shutdown'] = 'none' }
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'HVN.NoShutdown' -and -not (Get-Changes)
}
Test-That 'a guest that shuts down already is waited for, not turned off' {
    Reset-Lab $one (New-Enabled) -State {
        param($State)
        & $enabled $State
        # by somebody inside: a request meanwhile is answered that one is under way
        $State['vms'][0]['shutdown'] = 32782
        $State['vms'][0]['next'] = @{ state = 'Off'; at = [DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds() + 1500 }
    }
    (Invoke-Restore @{ Subject = $one; All = $true; TurnOff = $true }) -ceq 'Restored' -and
        (Get-Changes) -join ',' -ceq 'Invoke-CimMethod,Set-VMProcessor,Start-VM'
}
foreach ($halted in 'Saved', 'Paused') {
    Test-That "a VM that is $halted is resumed, and then shut down" {
        Reset-Lab $one (New-Enabled) -State { param($State) & $enabled $State; $State['vms'][0]['state'] = $halted }
        $first = if ($halted -ceq 'Saved') { 'Start-VM' } else { 'Resume-VM' }
        (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Restored' -and -not (Read-Vm)['nesting'] -and
            (Get-Changes) -join ',' -ceq "$first,Invoke-CimMethod,Set-VMProcessor,Start-VM"
    }
}
Test-That 'a change that is refused for good is an error that says what was done' {
    Reset-Lab $one (New-Enabled) -State {
        param($State)
        & $enabled $State
        $State['failAt'] = @(@{ cmdlet = 'Set-VMProcessor'; call = 0; id = 'OperationFailed,x'; category = 'NotSpecified' })
    }
    $outcome = Invoke-Restore @{ Subject = $one; All = $true }
    Set-State { param($State) $State['failAt'] = @() }
    $outcome -ceq 'OperationFailed' -and "$problem" -match 'asks the guest to shut down' -and
        (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Restored' -and (Read-Vm)['state'] -cne 'Off'
}
Test-That 'a VM that is not there any more takes its lease along' {
    Reset-Lab $one (New-Enabled) -State { param($State) $State['vms'] = @($State['vms'] | Select-Object -Skip 1) }
    $outcome = Invoke-Restore @{ Subject = $one; All = $true }
    $lease = Read-Lease
    $outcome -ceq 'Gone' -and "$($report.Notes)" -match 'nesting on, which was off' -and -not $lease['aspects'].Count -and
        $lease['left'].Count -eq 1 -and -not (Get-Changes)
}
Test-That 'a service that does not answer says nothing of a VM' {
    Reset-Lab $one (New-Enabled) -State { param($State) $State['host']['service'] = 'stopped' }
    $outcome = Invoke-Restore @{ Subject = $one; All = $true }
    Set-State { param($State) $State['host']['service'] = 'running' }
    @('Gone', 'Restored') -cnotcontains $outcome -and (Read-Lease)['members'].Count -eq 1
}
Test-That 'who only worked inside a VM is told about' {
    Reset-Lab $one (New-Lease @((New-Aspect 'power' '' 'on' $null @{ a = 'on' })) 'a' 'a')
    $warnings = Restore-HypervNestedLease -Subject $one -All -WhatIf 3>&1 6>$null
    "$warnings" -match 'inside the guest'
}

# every change that fails, before it was made or after: run again, it is as it was
foreach ($cmdlet in 'Invoke-CimMethod', 'Set-VMProcessor', 'Start-VM', 'Get-VM', 'Get-VMProcessor') {
    foreach ($when in 'before', 'after') {
        Test-That "a failure $when $cmdlet leaves nothing that running it again does not put back" {
            Reset-Lab $one (New-Enabled) -State {
                param($State)
                & $enabled $State
                $State['failAt'] = @(@{ cmdlet = $cmdlet; call = 2 - [int]($cmdlet -cnotlike 'Get-*'); when = $when; id = 'OperationFailed,x'
                    category = 'NotSpecified' })
            }
            $first = Invoke-Restore @{ Subject = $one; All = $true }
            Set-State { param($State) $State['failAt'] = @() }
            $told = $first -ceq 'Restored' -or [bool]"$problem"
            $again = if ($first -ceq 'Restored') { $first } else { Invoke-Restore @{ Subject = $one; All = $true } }
            $ended = Wait-Until { @(Hyper-V\Get-VM -Id $one)[0].State -eq 'Running' }
            $told -and $again -ceq 'Restored' -and $ended -and -not (Read-Vm)['nesting'] -and -not (Read-Lease)['aspects'].Count
        }
    }
}

# what is written ------------------------------------------------------------------------------------------------
$strange = '{"later":{"n":1.50,"big":123456789012345678901234567890,"a\"b":[null,true,"plain"],"A":1,"a":2},' +
    (ConvertTo-HvnJson (New-Enabled 'a', 'b')).Substring(1).Replace('"aspect":"=nesting"', '"aspect":"=nesting","newer":[0.10]').Replace(
        '"run":"=run-b"', '"run":"=run-b","why":"=\u7bc0"')
Test-That 'fields of a later version are written back as they were, wherever they stand' {
    Reset-Lab $one -Text $strange -State $enabled
    $outcome = Invoke-Restore @{ Subject = $one; Entry = 'a' }
    $text = (Read-HvnLease $leases $one)['text']
    $kept = '"later":{"n":1.50,"big":123456789012345678901234567890,"a\"b":[null,true,"plain"],"A":1,"a":2}', '"newer":[0.10]',
        '"why":"=\u7bc0"'
    $outcome -ceq 'PassedOn' -and -not @($kept | Where-Object { -not $text.Contains($_) }).Count
}
Test-That 'a lease with fields of a later version is not dropped' {
    Reset-Lab $one -Text $strange -State $enabled
    $outcome = Invoke-Restore @{ Subject = $one; All = $true }
    $outcome -ceq 'Restored' -and (Read-HvnLease $leases $one)['text'].Contains('"n":1.50')
}
Test-That 'an aspect of a later version is kept and told, and never reconciled' {
    Reset-Lab $one (New-Lease @((New-Aspect 'tpm' '' 'off' 'on' @{ a = 'on' })) 'a' 'a')
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Kept' -and "$($report.Notes)" -match 'tpm' -and
        (Read-Lease)['aspects'].Count -eq 1 -and -not (Get-Changes)
}
foreach ($broken in '{"aspects":[]}', '[]', 'x', '{}{}', ('{"a":' * 40 + '1' + '}' * 40), '{"left":1,"left":2}') {
    Test-That "a whole file that says $($broken.Substring(0, [Math]::Min(20, $broken.Length))) is damaged and not touched" {
        Reset-Lab $one -Text $broken -State $enabled
        $before = (Read-HvnLease $leases $one)['stamp']
        $shown = @(Get-HypervNestedLease)[0]
        (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'HVN.LeaseDamaged' -and $shown.Standing -ceq 'DAMAGED' -and
            $shown.Problem -and (Read-HvnLease $leases $one)['stamp'] -ceq $before -and -not (Get-Changes)
    }
}
Test-That 'a lease of a newer version is shown with what to do, and not touched' {
    Reset-Lab $one (New-Enabled) -State $enabled
    foreach ($kind in 'json', 'bak') {
        [IO.File]::WriteAllText((Get-HvnPath $leases $one -Kind $kind), "HVN-LEASE 2 -`n{}`nSHA-256 0`n")
    }
    $shown = @(Get-HypervNestedLease -Subject $one)[0]
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'HVN.LeaseNewer' -and $shown.Standing -ceq 'NEWER' -and
        $shown.Problem -match 'version' -and -not (Get-Changes)
}
Test-That 'what a lease says does nothing to the console' {
    $lease = New-Enabled
    $lease['members']['a']['shownAs'] = "job$([char]27)[2J`r`n#1"
    Reset-Lab $one $lease
    @(Get-HypervNestedLease)[0].Holders[0].ShownAs -ceq 'job [2J  #1'
}
Test-That 'every lease is shown, with what is there now and who waits' {
    $lease = New-Enabled 'a', 'b'
    $ticket = [ordered]@{ entry = 'w'; run = 'run-w'; shownAs = 'job #w'; wants = @(); boot = $boot; refreshed = 1 }
    $lease['tickets'] = @($ticket)
    Reset-Lab $one $lease -State $enabled
    Write-HvnLease $leases $two -Epoch '-' -Text (ConvertTo-HvnJson (New-Enabled @()))
    $shown = @(Get-HypervNestedLease)
    $shown.Count -eq 2 -and $shown[0].Name -ceq 'node-1' -and $shown[0].Holders.Count -eq 2 -and
        $shown[0].Aspects[0].Now -ceq 'on' -and $shown[0].Waiting[0] -ceq 'job #w' -and $shown[1].Standing -ceq 'OWED' -and
        $shown[0].Holders[0].Wants[0] -ceq 'nesting on'
}

# the network ----------------------------------------------------------------------------------------------------
$switch = 'dddddddd-0000-4000-8000-000000000001'
$port = 'eeeeeeee-0000-4000-8000-000000000001'
$card = 'aaaaaaaa-0000-4000-8000-000000000001'
$made = {
    param($State)
    $State['network'] = @{
        switches = @(@{ id = $switch; name = 'VmNAT'; type = 'Internal'; notes = "hyperv-nested-virtualization $('b' * 32)" })
        nats = @(@{ name = 'LocalNAT'; prefix = '192.168.100.0/24' }, @{ name = 'Theirs'; prefix = '10.9.0.0/24' }); routes = @()
        interfaces = @(
            @{ guid = $port; index = 9; name = 'vEthernet (VmNAT)'; mac = '00155D000001'; switchId = $switch; dhcp = $false; dns = @()
                dnsStatic = $false; addresses = @(@{ ip = '192.168.100.1'; prefixLength = 24 }) },
            @{ guid = $card; index = 3; name = 'Ethernet'; mac = '00155D000002'; dhcp = $false; dhcpAddress = '10.0.0.7/24'
                dhcpDns = @(); dns = @('10.0.0.53'); dnsStatic = $true; addresses = @(@{ ip = '192.168.100.2'; prefixLength = 24 }) })
    }
}
function New-Network([string] $Set = "internal:$switch") {
    $wants = @{ a = 'x' }
    New-Lease @((New-Aspect 'switch' 'VmNAT' 'absent' $Set $wants), (New-Aspect 'nat' 'LocalNAT' 'absent' '192.168.100.0/24' $wants),
        (New-Aspect 'address' '192.168.100.1@switch:VmNAT' 'absent' "24 on $port" $wants),
        (New-Aspect 'address' "192.168.100.2@$card" 'absent' "24 on $card" $wants),
        (New-Aspect 'dns' $card 'automatic' '10.0.0.53' $wants), (New-Aspect 'dhcp' $card 'on' 'off' $wants)) 'a' 'a'
}
function Read-Net { (ConvertFrom-Json -InputObject ([IO.File]::ReadAllText($env:HVN_FAKE_STATE)) -AsHashtable)['network'] }
Test-That 'a network is put back thing by thing, and what others have stays' {
    Reset-Lab 'network' (New-Network) -State $made
    $outcome = Invoke-Restore @{ Subject = 'network'; All = $true }
    $net = Read-Net
    $outcome -ceq 'Restored' -and -not @($net['switches']).Count -and @($net['nats']).Count -eq 1 -and
        $net['nats'][0]['name'] -ceq 'Theirs' -and @($net['interfaces']).Count -eq 1 -and $net['interfaces'][0]['dhcp'] -and
        -not @($net['interfaces'][0]['addresses']).Count -and -not $net['interfaces'][0]['dnsStatic'] -and
        -not (Read-Lease 'network')['aspects'].Count
}
Test-That 'a switch that carries our mark is ours, though nobody had read its id' {
    Reset-Lab 'network' (New-Network "made:$('b' * 32)") -State $made
    (Invoke-Restore @{ Subject = 'network'; All = $true }) -ceq 'Restored' -and -not @((Read-Net)['switches']).Count
}
Test-That 'a switch of that name that somebody else made meanwhile stays and is told' {
    Reset-Lab 'network' (New-Network 'internal:dddddddd-0000-4000-8000-00000000000f') -State $made
    (Invoke-Restore @{ Subject = 'network'; All = $true }) -ceq 'Restored' -and @((Read-Net)['switches']).Count -eq 1 -and
        "$($report.Notes)" -match 'somebody else'
}
Test-That 'a switch that another VM uses meanwhile stays and is told' {
    Reset-Lab 'network' (New-Network) -State {
        param($State)
        & $made $State
        $State['vms'][1]['adapters'][0]['switchId'] = $switch
        $State['vms'][1]['adapters'][0]['switchName'] = 'VmNAT'
    }
    $outcome = Invoke-Restore @{ Subject = 'network'; All = $true }
    $outcome -ceq 'Restored' -and @((Read-Net)['switches']).Count -eq 1 -and "$($report.Notes)" -match "VM 'node-2' was connected"
}
Test-That 'what another holds of a network stays' {
    $lease = New-Network
    [void]($lease['members']['b'] = New-Member 'b')
    foreach ($aspect in $lease['aspects'][0..2]) { $aspect['wants'] += [ordered]@{ entry = 'b'; value = 'x' } }
    Reset-Lab 'network' $lease -State $made
    $outcome = Invoke-Restore @{ Subject = 'network'; Entry = 'a' }
    $net = Read-Net
    $outcome -ceq 'PassedOn' -and @($net['switches']).Count -eq 1 -and @($net['nats']).Count -eq 2 -and
        -not @($net['interfaces'][1]['addresses']).Count
}

# the role -------------------------------------------------------------------------------------------------------
$role = New-Lease @((New-Aspect 'role' '' 'absent' 'installed' @{ a = 'installed' })) 'a' 'a'
Test-That 'of a role it only says what to do' {
    Reset-Lab 'role' $role
    (Invoke-Restore @{ Subject = 'role'; All = $true }) -ceq 'ToDo' -and "$($report.Notes)" -match 'Uninstall-WindowsFeature' -and
        (Read-Lease 'role')['aspects'].Count -eq 1 -and -not (Get-Changes)
}
Test-That 'a role that is to stay ends its lease' {
    Reset-Lab 'role' $role
    (Invoke-Restore @{ Subject = 'role'; All = $true; KeepRole = $true }) -ceq 'Restored' -and -not (Read-Lease 'role')['aspects'].Count
}
Test-That 'a role that was taken away since ends its lease' {
    Reset-Lab 'role' $role -State { param($State) $State['role'] = @{ feature = 'Available'; tools = $false } }
    (Invoke-Restore @{ Subject = 'role'; All = $true }) -ceq 'Restored' -and -not (Read-Lease 'role')['aspects'].Count
}

Complete-Tests
