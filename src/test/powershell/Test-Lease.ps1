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
Test-That 'a machine without such a lease says so' { (Invoke-Restore @{ Subject = $two; All = $true }) -ceq 'HVN.NoLease' }
Test-That 'who is no administrator changes nothing' {
    $env:HYPERV_NESTED_ADMINISTRATOR = 'false'
    $outcome = Invoke-Restore @{ Subject = $one; All = $true }
    $env:HYPERV_NESTED_ADMINISTRATOR = ''
    $outcome -ceq 'HVN.NoAdministrator'
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

Complete-Tests
