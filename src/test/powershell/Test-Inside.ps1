<#
.SYNOPSIS
Tests of machines inside machines: sessions into VMs that are real processes, two levels deep, and how they end.

.PARAMETER Module
The folder of the module.
#>
param(
    [string] $Module = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'main', 'resources', 'io', 'jenkins', 'plugins',
        'hypervnested', 'powershell')
)
. (Join-Path -Path $PSScriptRoot -ChildPath 'harness.ps1') -Module $Module

$inner = '33333333-3333-4333-8333-333333333333'
$innerSecret = 'P4ssw0rd-of-L2'
$epoch = 'a' * 32

$guestPath = [IO.Path]::Combine($folder, 'inside', $one, 'host.json')
$innerPath = [IO.Path]::Combine($folder, 'inside', $one, 'inside', $inner, 'host.json')
$innerVm = @{
    id = $inner; name = 'nested'; state = 'Running'; since = 1700000000000; next = $null; adapters = @()
    inside = "inside/$inner/host.json"; guestUser = 'Administrator'; guestPassword = $innerSecret; boots = 1
}
New-Guest $innerPath 'L2' @() '2'
New-Guest $guestPath 'L1' @($innerVm) '1'
Set-State {
    param($State)
    $vm = $State['vms'][0]
    $vm['inside'] = "inside/$one/host.json"
    $vm['guestUser'] = 'Administrator'
    $vm['guestPassword'] = $secret
    $vm['boots'] = 1
    $vm['nesting'] = $true
    $vm['bootMillis'] = 0
    $vm['heartbeatMillis'] = 0
    $vm['shutdownMillis'] = 0
}
$HvnState['Text'] = $text
$HvnState['Hash'] = 'cafe'

function Suspend-Process([long] $Id) { & /bin/kill -STOP $Id }

# entering --------------------------------------------------------------------------------------------------
Test-That 'a machine that was not entered has no session' {
    $answer = Send-To @($one) 'hello'
    (Get-Error $answer) -ceq 'HVN.NoSession ConnectionError' -and $answer['error']['target'] -ceq $one -and $answer['id'] -eq 9
}
Test-That 'a VM that is gone is not entered' {
    (Get-Error (Enter-Guest '99999999-9999-4999-8999-999999999999')) -ceq 'HVN.VmGone ObjectNotFound'
}
Test-That 'a VM that is off is not entered' { (Get-Error (Enter-Guest $two)) -ceq 'HVN.NotRunning InvalidOperation' }
Test-That 'a wrong password is told by the type of its error' {
    $answer = Enter-Guest $one 'wrong'
    (Get-Error $answer) -clike 'PSSessionStateBroken* OpenError' -and
        $answer['error']['type'] -ceq 'System.Management.Automation.Remoting.PSDirectException'
}
Test-That 'a guest that still boots is told by the type of its error' {
    Set-State { param($State) $State['vms'][0]['heartbeatMillis'] = 999999999999999 }
    $answer = Enter-Guest
    Set-State { param($State) $State['vms'][0]['heartbeatMillis'] = 0 }
    (Get-Error $answer) -clike 'PSSessionStateBroken* OpenError' -and
        $answer['error']['type'] -ceq 'System.Management.Automation.Remoting.PSRemotingDataStructureException'
}
Test-That 'entering without the secret is refused' {
    (Get-Error (Send-To @() 'enter' @{ vm = $one; user = 'x' })) -ceq 'HVN.BadRequest InvalidData'
}
Test-That 'a path is made of VMs alone' { (Get-Error (Send-To @('network') 'hello')) -ceq 'HVN.BadRequest InvalidData' }
Test-That 'entering answers what the inside says of itself' {
    $value = (Enter-Guest)['value']
    $script:first = $value['processId']
    $value['module'] -ceq 'cafe' -and $value['processId'] -ne $PID -and @($value['verbs']) -ccontains 'leave'
}
Test-That 'no secret is left here' { $HvnState['Secrets'].Count -eq 0 }
Test-That 'the inside is another machine with another boot and another folder of leases' {
    $facts = (Send-To @($one) 'describe')['value']
    $facts['name'] -ceq 'L1' -and $facts['clock']['boot'] -ceq "$one-1" -and (Get-HvnBoot) -cne "$one-1"
}
Test-That 'entering again ends the session before' {
    $value = (Enter-Guest)['value']
    $gone = Wait-Until { -not (Test-Alive $script:first) }
    $script:first = $value['processId']
    $gone -and (Get-Error (Send-To @($one) 'hello')) -ceq 'none'
}
Test-That 'an error inside keeps its id and category' {
    $answer = Send-To @($one) 'find' @{}
    (Get-Error $answer) -ceq 'HVN.BadRequest InvalidData' -and $answer['id'] -eq 9
}
Test-That 'a machine inside a machine inside is entered through both' {
    $answer = Enter-Guest $inner $innerSecret @($one)
    $script:second = $answer['value']['processId']
    (Send-To @($one, $inner) 'describe')['value']['name'] -ceq 'L2' -and $script:second -ne $script:first
}
Test-That 'the far end has its own boot' {
    (Send-To @($one, $inner) 'describe')['value']['clock']['boot'] -ceq "$inner-1"
}
Test-That 'a lease and a change go to the machine at the end of the path' {
    $write = @{ subject = 'network'; expected = 'absent'; epoch = $epoch; text = '{}'; floor = 'TAKE' }
    $written = (Send-To @($one, $inner) 'write' @{ leases = @($write) })['value']['network']['value']['outcome']
    $change = @{ subject = 'network'; epoch = $epoch; do = 'addAddress'; interface = "${lan}2"; ip = '192.168.100.10'; prefixLength = 24 }
    $changed = (Send-To @($one, $inner) 'change' @{ changes = @($change) })['value']['network']
    $network = (Send-To @($one, $inner) 'observe' @{ ids = @('network') })['value']['network']['value']['network']
    $written -ceq 'WRITTEN' -and $changed.ContainsKey('value') -and $network['interfaces'][0]['addresses'][0]['ip'] -ceq '192.168.100.10' -and
        [IO.File]::Exists([IO.Path]::Combine($folder, 'inside', $one, 'inside', $inner, 'leases', 'network.json')) -and
        (Send-To @($one) 'leases')['value'].Count -eq 0
}
function Send-Script([string] $Script) {
    $shell = [powershell]::Create()
    $shell.Runspace = $HvnState['Insides'][$one]['session'].Runspace
    $shell.AddScript($Script).Invoke()
}
Test-That 'the environment of a guest has nothing of the outer machine but where modules are' {
    $names = Send-Script '[Environment]::GetEnvironmentVariables().Keys'
    "$names" -cmatch 'HVN_FAKE_STATE' -and "$names" -cnotmatch 'HOME|ADMINISTRATOR|TERM|USER'
}
# secrets ---------------------------------------------------------------------------------------------------
Test-That 'no password is in an argument, an environment, a log or a history' {
    $places = @(foreach ($process in $PID, $script:first, $script:second) {
        [IO.File]::ReadAllText("/proc/$process/cmdline")
        [IO.File]::ReadAllText("/proc/$process/environ")
    })
    $places += @([IO.Directory]::GetFiles($folder, '*.log', 'AllDirectories') | ForEach-Object { [IO.File]::ReadAllText($_) })
    $places += @(Get-History | ForEach-Object { $_.CommandLine })
    $places += @(Send-Script 'Get-History | ForEach-Object { $_.CommandLine }; (Get-Variable -ValueOnly | Out-String)')
    $found = @($places | Where-Object { "$_".Contains('P4ssw0rd') })
    $places.Count -gt 6 -and $found.Count -eq 0
}

# bounds ----------------------------------------------------------------------------------------------------
Test-That 'a guest that does not answer is given up by the hop before it, first' {
    # the first error of a process is slow
    [void](Send-To @($one, $two) 'hello')
    $less = Get-HvnNextBound 5000
    # that one second is too little on a busy machine to tell the two from each other
    function Get-HvnNextBound { 4000 }
    Suspend-Process $script:second
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $answer = Send-To @($one, $inner) 'hello' -Bound 60000
    $took = $clock.ElapsedMilliseconds
    $less -eq 4000 -and (Get-Error $answer) -ceq 'HVN.InsideTimedOut OperationTimeout' -and
        $answer['error']['target'] -ceq $inner -and $took -lt 50000
}
Test-That 'its session is gone then, and the one on the way is not' {
    (Get-Error (Send-To @($one, $inner) 'hello')) -ceq 'HVN.NoSession ConnectionError' -and
        (Get-Error (Send-To @($one) 'hello')) -ceq 'none'
}
Test-That 'leaving a VM that was not entered is nothing' { (Send-To @($one) 'leave' @{ vm = $inner }).ContainsKey('value') }
Test-That 'it is entered again' {
    $script:second = (Enter-Guest $inner $innerSecret @($one))['value']['processId']
    (Get-Error (Send-To @($one, $inner) 'hello')) -ceq 'none'
}
Test-That 'closing does not wait for a guest that is dead' {
    Suspend-Process $script:second
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $answer = Send-To @($one) 'close'
    $answer.ContainsKey('value') -and $clock.ElapsedMilliseconds -lt 30000
}
Test-That 'a session that hangs while it is opened is given up' {
    Set-State { param($State) $State['vms'][0]['directHangs'] = 8000 }
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $answer = Enter-Guest -Bound 3000
    Set-State { param($State) $State['vms'][0]['directHangs'] = 0 }
    (Get-Error $answer) -ceq 'HVN.InsideTimedOut OperationTimeout' -and $clock.ElapsedMilliseconds -lt 8000
}

# ends ------------------------------------------------------------------------------------------------------
Test-That 'leaving ends the process inside' {
    $id = (Enter-Guest)['value']['processId']
    [void](Send-To @() 'leave' @{ vm = $one })
    (Wait-Until { -not (Test-Alive $id) }) -and (Get-Error (Send-To @($one) 'hello')) -ceq 'HVN.NoSession ConnectionError'
}
Test-That 'a VM that is turned off ends its sessions and those inside them' {
    $first = (Enter-Guest)['value']['processId']
    $second = (Enter-Guest $inner $innerSecret @($one))['value']['processId']
    Hyper-V\Stop-VM -VM (Hyper-V\Get-VM -Id $one) -TurnOff -Force -Confirm:$false
    $gone = Wait-Until { -not (Test-Alive $first) -and -not (Test-Alive $second) }
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $answer = Send-To @($one) 'hello'
    $gone -and (Get-Error $answer) -ceq 'HVN.InsideLost ConnectionError' -and $answer['error']['target'] -ceq $one -and
        $clock.ElapsedMilliseconds -lt 30000
}
Test-That 'its session is dropped then' { (Get-Error (Send-To @($one) 'hello')) -ceq 'HVN.NoSession ConnectionError' }
Test-That 'a VM that dies in the middle of a verb ends the wait' {
    Hyper-V\Start-VM -VM (Hyper-V\Get-VM -Id $one) -Confirm:$false
    $id = (Enter-Guest)['value']['processId']
    $killer = [powershell]::Create([Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
    [void]$killer.AddScript('param($Id) Start-Sleep -Milliseconds 1500; [Diagnostics.Process]::GetProcessById($Id).Kill()').AddArgument([int]$id)
    $seen = @{ network = (Send-To @($one) 'observe' @{ ids = @('network') })['value']['network']['value']['network']['fingerprint'] }
    $running = $killer.BeginInvoke()
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $answer = Send-To @($one) 'await' @{ seen = $seen; millis = 60000 }
    [void]$killer.EndInvoke($running)
    (Get-Error $answer) -ceq 'HVN.InsideLost ConnectionError' -and $clock.ElapsedMilliseconds -lt 50000
}
Test-That 'a guest that was started again has another boot' {
    [void](Enter-Guest)
    (Send-To @($one) 'describe')['value']['clock']['boot'] -ceq "$one-2"
}
Test-That 'what ran inside runs again after the start' {
    (Send-To @($one) 'observe' @{ ids = @($inner) })['value'][$inner]['value']['vm']['platformState'] -ceq 'Running'
}

Test-That 'floors here show signs of life while a machine inside is waited for' {
    [void](Enter-Floor $two $epoch)
    $folder = Get-HvnLeaseFolder
    $before = (Read-HvnBeat $folder $two)['millis']
    $seen = @{ network = (Send-To @($one) 'observe' @{ ids = @('network') })['value']['network']['value']['network']['fingerprint'] }
    [void](Send-To @($one) 'await' @{ seen = $seen; millis = 3500 })
    (Read-HvnBeat $folder $two)['millis'] - $before -ge 2000
}

# a guest may do what it likes ------------------------------------------------------------------------------
Test-That 'an inside that does not answer as it should is an error, and nothing else of it is believed' {
    [void](Send-Script 'function Invoke-HypervNested { "no answer"; Write-Warning "x"; "QUJDREVGR0g="; "QUJDREVGR0g=" }')
    (Get-Error (Send-To @($one) 'hello')) -ceq 'HVN.BadRequest InvalidData'
}
Test-That 'an inside that talks without end is left' {
    [void](Send-Script 'function Invoke-HypervNested { while ($true) { "x" } }')
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $said = Get-Error (Send-To @($one) 'hello' -Bound 120000)
    $said -ceq 'HVN.InsideLost ConnectionError' -and $clock.ElapsedMilliseconds -lt 110000 -and
        (Get-Error (Send-To @($one) 'hello')) -ceq 'HVN.NoSession ConnectionError'
}
Test-That 'a guest that is entered afterwards has its functions anew' {
    [void](Enter-Guest)
    (Send-To @($one) 'describe')['value']['name'] -ceq 'L1'
}

# an endpoint without language ------------------------------------------------------------------------------
Test-That 'an installed endpoint enters a VM, with the secret as a credential' {
    Close-HvnEverything
    $initial = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
    $root = [IO.Path]::GetFullPath([IO.Path]::Combine($Module, 'jea', 'HypervNested.psm1'))
    [void]$initial.ImportPSModule([string[]]@($root))
    $endpoint = [Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($initial)
    $endpoint.Open()
    $endpoint.SessionStateProxy.LanguageMode = 'NoLanguage'
    $HvnState['Session'] = [pscustomobject]@{ Runspace = $endpoint }
    $value = (Enter-Guest)['value']
    $hash = (Send-Request 'hello' @{})['value']['module']
    $inside = (Send-To @($one) 'describe')['value']
    [void](Send-To @($one) 'close')
    [void](Send-To @() 'leave' @{ vm = $one })
    $HvnState['Session'] = $null
    $endpoint.Dispose()
    $value['module'] -ceq $hash -and $inside['name'] -ceq 'L1' -and $HvnState['Secrets'].Count -eq 0
}
Close-HvnEverything
Complete-Tests
