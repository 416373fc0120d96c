<#
.SYNOPSIS
Tests of the role's verbs over the simulated host: what is read, installing and removing in the background, restarts.

.PARAMETER Module
The folder of the module.
#>
param(
    [string] $Module = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'main', 'resources', 'io', 'jenkins', 'plugins',
        'hypervnested', 'powershell')
)
. (Join-Path -Path $PSScriptRoot -ChildPath 'harness.ps1') -Module $Module

$epoch = 'a' * 32
$HvnState['Text'] = $text
$HvnState['Hash'] = 'cafe'

function Read-Role([string[]] $Path = @()) {
    $answer = Send-To $Path 'observe' @{ ids = @('role') }
    if ($answer.ContainsKey('error')) { throw "$($answer['error']['id']) $($answer['error']['message'])" }
    $mine = $answer['value']['role']
    if ($mine.ContainsKey('error')) { throw "$($mine['error']['id']) $($mine['error']['message'])" }
    $mine['value']['role']
}
# feature, then t(ools) r(estart pending) w(orking) s(ervice) h(ypervisor), then why it was not launched, then f(ailure)
function Read-Words([string[]] $Path = @()) { Get-HvnRoleFingerprint (Read-Role $Path) }
function Send-Role([string] $Do, [string[]] $Path = @()) {
    $answer = Send-To $Path 'change' @{ changes = @(@{ subject = 'role'; epoch = $epoch; do = $Do }) }
    if ($answer.ContainsKey('error')) { return Get-Error $answer }
    $mine = $answer['value']['role']
    if ($mine.ContainsKey('error')) { return Get-Error $mine }
    'ok'
}
function Set-Role($Role) { Set-State { param($State) $State['role'] = $Role } }

# reading ---------------------------------------------------------------------------------------------------
Test-That 'a state without a role has it' { (Read-Words) -ceq 'INSTALLED/t--sh/NONE/-' }
Test-That 'the answer has every field of a role' {
    $fields = 'edition', 'failure', 'feature', 'hypervisor', 'launchProblem', 'restartPending', 'server', 'service', 'tools', 'working'
    (@((Read-Role).Keys | Sort-Object) -join ',') -ceq ($fields -join ',') -and (Read-Role)['server']
}
foreach ($case in @('Available', $false, 'ABSENT/-----/NONE/-'), @('Removed', $false, 'UNAVAILABLE/-----/NONE/-'),
    @('InstallPending', $true, 'INSTALLING/tr---/NONE/-'), @('UninstallPending', $true, 'REMOVING/tr-sh/NONE/-')) {
    Test-That "the state $($case[0]) is read" {
        Set-Role @{ feature = $case[0]; tools = $case[1] }
        (Read-Words) -ceq $case[2]
    }
}
Test-That 'a hypervisor that is not to be launched is told' {
    Set-Role @{ feature = 'Installed'; tools = $true; launch = 'off' }
    (Read-Words) -ceq 'INSTALLED/t--s-/LAUNCH_TYPE_OFF/-'
}
Test-That 'a processor without extensions is told' {
    Set-Role @{ feature = 'Installed'; tools = $true }
    Set-State { param($State) $State['host']['extensions'] = $false }
    $words = Read-Words
    Set-State { param($State) $State['host']['extensions'] = $true }
    $words -ceq 'INSTALLED/t--s-/NO_EXTENSIONS/-'
}
Test-That 'a launch that failed and says nothing is another problem' {
    Set-State { param($State) $State['host']['extensions'] = $false }
    Set-State { param($State) $State['failAt'] = @(@{ cmdlet = 'Get-WinEvent'; call = 0; id = 'NoMatchingEventsFound,x'; category = 'ObjectNotFound' }) }
    $words = Read-Words
    Set-State { param($State) $State['failAt'] = @(); $State['host']['extensions'] = $true }
    $words -ceq 'INSTALLED/t--s-/OTHER/-'
}
Test-That 'a hypervisor without counters is known by what it said when it was launched' {
    Set-Role @{ feature = 'Installed'; tools = $true; counters = $false }
    $runs = Read-Words
    Set-Role @{ feature = 'Installed'; tools = $true; counters = $false; launch = 'off' }
    $off = Read-Words
    Set-Role @{ feature = 'Installed'; tools = $true }
    $runs -ceq 'INSTALLED/t--sh/NONE/-' -and $off -ceq 'INSTALLED/t--s-/LAUNCH_TYPE_OFF/-'
}
Test-That 'a service that is down is told' {
    Set-State { param($State) $State['host']['service'] = 'stopped' }
    $words = Read-Words
    Set-State { param($State) $State['host']['service'] = 'running' }
    $words -ceq 'INSTALLED/t---h/NONE/-'
}
Test-That 'a client has its features by other names' {
    Set-State { param($State) $State['host']['productType'] = 1; $State['host']['edition'] = 'Professional' }
    $role = Read-Role
    $role['feature'] -ceq 'INSTALLED' -and $role['tools'] -and -not $role['server'] -and $role['edition'] -ceq 'Professional'
}
Test-That 'a client without the feature cannot have it' {
    Set-Role @{ feature = 'Unknown'; tools = $false }
    $words = Read-Words
    Set-State { param($State) $State['host']['productType'] = 3 }
    $words -ceq 'UNAVAILABLE/-----/NONE/-'
}

# without the role there is no module -----------------------------------------------------------------------
Set-Role @{ feature = 'Available'; tools = $false; installMillis = 15000 }
function Send-Fresh([string] $Code) {
    $shell = (Get-Process -Id $PID).Path
    & $shell -NoProfile -NonInteractive -Command $Code
}
Test-That 'a machine without the tools has no Hyper-V module' {
    $said = Send-Fresh 'try { Import-Module -Name Hyper-V -ErrorAction Stop } catch [IO.FileNotFoundException] { "none" }'
    "$said" -ceq 'none'
}

# installing ------------------------------------------------------------------------------------------------
Test-That 'nothing is installed without a lease' { (Send-Role 'installRole') -ceq 'HVN.Fenced InvalidOperation' }
[void](Enter-Floor 'role' $epoch)
Test-That 'a change of a network is none of a role' {
    $change = @{ subject = 'role'; epoch = $epoch; do = 'createNat'; name = 'x'; prefix = '10.0.0.0/8' }
    (Get-Error (Send-Request 'change' @{ changes = @($change) })) -ceq 'HVN.BadRequest InvalidData'
}
Test-That 'installing begins at once, goes on by itself and is not begun twice' {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $said = Send-Role 'installRole'
    $took = $clock.ElapsedMilliseconds
    $during = Read-Words
    $again = Send-Role 'installRole'
    $done = Wait-Until { -not (Read-Role)['working'] }
    $calls = @([IO.File]::ReadAllLines("$env:HVN_FAKE_STATE.log") | Where-Object { $_.StartsWith('Install-WindowsFeature ') })
    $said -ceq 'ok' -and $again -ceq 'ok' -and $took -lt 15000 -and $during -ceq 'ABSENT/--w--/NONE/-' -and $done -and $calls.Count -eq 1
}
Test-That 'it waits for a restart then' { (Read-Words) -ceq 'INSTALLING/tr---/NONE/-' }
Test-That 'a role that changes ends the wait for it' {
    Set-Role @{ feature = 'Available'; tools = $false; installMillis = 700 }
    $seen = Read-Words
    [void](Send-Role 'installRole')
    $changed = (Send-Request 'await' @{ seen = @{ role = $seen }; millis = 5000 })['value']['changed']
    (Wait-Until { -not (Read-Role)['working'] }) -and @($changed)[0] -ceq 'role'
}
Test-That 'installing what is there does nothing' {
    Set-Role @{ feature = 'Installed'; tools = $true }
    [void](Send-Role 'installRole')
    (Wait-Until { -not (Read-Role)['working'] }) -and (Read-Words) -ceq 'INSTALLED/t--sh/NONE/-'
}
foreach ($kind in 'hypervisor', 'slat', 'processor') {
    Test-That "a prerequisite that is not met ($kind) is the failure" {
        Set-Role @{ feature = 'Available'; tools = $false; prerequisites = $kind }
        [void](Send-Role 'installRole')
        [void](Wait-Until { -not (Read-Role)['working'] })
        $failure = (Read-Role)['failure']
        $failure['id'] -clike 'Alteration_PrerequisiteCheck_Failed,*AddWindowsFeatureCommand' -and
            $failure['category'] -ceq 'InvalidOperation' -and (Read-Words) -ceq 'ABSENT/-----/NONE/f'
    }
}
Test-That 'the next attempt forgets the failure' {
    Set-Role @{ feature = 'Available'; tools = $false }
    [void](Send-Role 'installRole')
    (Wait-Until { -not (Read-Role)['working'] }) -and (Read-Words) -ceq 'INSTALLING/tr---/NONE/-'
}
Test-That 'removing begins at once too' {
    Set-Role @{ feature = 'Installed'; tools = $true }
    $said = Send-Role 'removeRole'
    $said -ceq 'ok' -and (Wait-Until { -not (Read-Role)['working'] }) -and (Read-Words) -ceq 'REMOVING/tr-sh/NONE/-'
}
Test-That 'a client is installed and removed by its own commands' {
    Set-State { param($State) $State['host']['productType'] = 1 }
    Set-Role @{ feature = 'Available'; tools = $false }
    [void](Send-Role 'installRole')
    $installed = (Wait-Until { -not (Read-Role)['working'] }) -and (Read-Words) -ceq 'INSTALLING/tr---/NONE/-'
    Set-Role @{ feature = 'Installed'; tools = $true }
    [void](Send-Role 'removeRole')
    $removed = (Wait-Until { -not (Read-Role)['working'] }) -and (Read-Words) -ceq 'REMOVING/tr-sh/NONE/-'
    Set-State { param($State) $State['host']['productType'] = 3 }
    $installed -and $removed
}
Test-That 'an account without rights fails' {
    Set-Role @{ feature = 'Available'; tools = $false }
    Set-State { param($State) $State['host']['account'] = 'hyper-v-administrator' }
    [void](Send-Role 'installRole')
    [void](Wait-Until { -not (Read-Role)['working'] })
    $failure = (Read-Role)['failure']
    Set-State { param($State) $State['host']['account'] = 'administrator' }
    $failure['category'] -ceq 'PermissionDenied'
}
Set-State { param($State) $State.Remove('role') }
Close-HvnEverything

# inside a VM, with its restarts ----------------------------------------------------------------------------
$guestPath = [IO.Path]::Combine($folder, 'inside', $one, 'host.json')
New-Guest $guestPath 'L1' @() '1'
function Set-Guest([scriptblock] $Change) {
    $outer = $env:HVN_FAKE_STATE
    $env:HVN_FAKE_STATE = $guestPath
    try { Set-State $Change } finally { $env:HVN_FAKE_STATE = $outer }
}
Set-Guest { param($State) $State['role'] = @{ feature = 'Available'; tools = $false; restartsNeeded = 2; selfRestartMillis = 600000 } }
Set-State {
    param($State)
    $vm = $State['vms'][0]
    $vm['inside'] = "inside/$one/host.json"
    $vm['guestUser'] = 'Administrator'
    $vm['guestPassword'] = $secret
    $vm['boots'] = 1
    $vm['nesting'] = $true
    foreach ($name in 'bootMillis', 'heartbeatMillis', 'shutdownMillis') { $vm[$name] = 0 }
}
function Restart-Guest {
    Hyper-V\Stop-VM -VM (Hyper-V\Get-VM -Id $one) -TurnOff -Force -Confirm:$false
    Hyper-V\Start-VM -VM (Hyper-V\Get-VM -Id $one) -Confirm:$false
}
function Get-Boots { (Send-To @($one) 'describe')['value']['clock']['boot'] }
Test-That 'a VM without the role has no Hyper-V and no error' {
    [void](Enter-Guest)
    $facts = (Send-To @($one) 'describe')['value']
    $network = (Send-To @($one) 'observe' @{ ids = @('network') })['value']['network']['value']['network']
    -not $facts['hyperVModule'] -and -not $facts['hyperV'] -and -not $network['hyperV'] -and (Read-Words @($one)) -ceq 'ABSENT/-----/NONE/-'
}
Test-That 'the role is installed inside a VM under a lease that is inside' {
    $write = @{ subject = 'role'; expected = 'absent'; epoch = $epoch; text = '{}'; floor = 'TAKE' }
    [void](Send-To @($one) 'write' @{ leases = @($write) })
    $said = Send-Role 'installRole' @($one)
    $said -ceq 'ok' -and (Wait-Until { -not (Read-Role @($one))['working'] }) -and
        (Read-Words @($one)) -ceq 'INSTALLING/tr---/NONE/-' -and [IO.File]::Exists([IO.Path]::Combine($folder, 'inside', $one, 'leases', 'role.json'))
}
Test-That 'after its restart Windows restarts once more by itself, which ends the session' {
    Restart-Guest
    $value = (Enter-Guest)['value']
    $first = Read-Words @($one)
    $boots = Get-Boots
    # now Windows restarts; nobody acts meanwhile
    Set-Guest { param($State) $State['host']['restartAt'] = 1 }
    Set-State { param($State) $State['vms'][0]['restartAt'] = 1 }
    $lost = Wait-Until {
        $answer = Send-To @($one) 'observe' @{ ids = @('role') }
        (Get-Error $answer) -ceq 'HVN.InsideLost ConnectionError'
    }
    [void](Enter-Guest)
    $first -ceq 'INSTALLING/tr---/NONE/-' -and $boots -ceq "$one-2" -and $lost -and (Get-Boots) -ceq "$one-3"
}
Test-That 'the role is complete then: service, hypervisor and module are there' {
    (Read-Words @($one)) -ceq 'INSTALLED/t--sh/NONE/-' -and (Send-To @($one) 'describe')['value']['hyperVModule']
}
Test-That 'it is removed with one restart' {
    $lease = (Send-To @($one) 'leases')['value']['role']
    $write = @{ subject = 'role'; expected = $lease['stamp']; epoch = $epoch; text = '{}'; floor = 'TAKE' }
    [void](Send-To @($one) 'write' @{ leases = @($write) })
    [void](Send-Role 'removeRole' @($one))
    [void](Wait-Until { -not (Read-Role @($one))['working'] })
    Restart-Guest
    [void](Enter-Guest)
    (Read-Words @($one)) -ceq 'ABSENT/-----/NONE/-' -and (Get-Boots) -ceq "$one-4"
}
Test-That 'a VM whose extensions are hidden fails to install it' {
    Set-State { param($State) $State['vms'][0]['nesting'] = $false }
    Restart-Guest
    [void](Enter-Guest)
    $lease = (Send-To @($one) 'leases')['value']['role']
    $write = @{ subject = 'role'; expected = $lease['stamp']; epoch = $epoch; text = '{}'; floor = 'TAKE' }
    [void](Send-To @($one) 'write' @{ leases = @($write) })
    [void](Send-Role 'installRole' @($one))
    [void](Wait-Until { -not (Read-Role @($one))['working'] })
    (Read-Role @($one))['failure']['id'] -clike 'Alteration_PrerequisiteCheck_Failed*'
}
Close-HvnEverything
Complete-Tests
