# What the tests of the administrator's commands share: leases as Java writes them, over a host as it was at first.
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
