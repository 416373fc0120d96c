# The lease of a VM that is not there any more: it was deleted, or moved to another host, or imported anew with another
# id. Nothing of it can be put back; one of the same name with another id is another one.

# Whether a VM that is not listed is not there: who asks may see all of them, and the service answers without it, twice,
# a minute apart.
function Assert-HvnGone($Task) {
    $patience = Get-HvnTestSetting 'HYPERV_NESTED_PATIENCE'
    $millis = if ($patience) { [int]$patience } else { 60000 }
    $said = 'the VM is not there; looks again in a minute'
    Write-Verbose -Message $said
    Write-Progress -Activity $Task['shown'] -Status $said
    [Threading.Thread]::Sleep($millis)
    if (-not (Test-HvnAdministrator) -or -not (Get-HvnHyperV)['service'] -or (Get-HvnVms @($Task['subject'])).Count) {
        throw (New-HvnStuck 'HVN.VmNotSeen' 'whether it is there cannot be said; look again' -Task $Task)
    }
}

# What was read of its lease, without the VM.
function Get-HvnGoneLease($Task) {
    $file = (Get-HvnLeases)[$Task['subject']]
    if (-not $file) { $file = Get-HvnNoLease }
    Assert-HvnReadable $file $Task['subject']
    $clock = Get-HvnClock
    $lease = if ($null -eq $file['text']) { Get-HvnNewLease } else { ConvertFrom-HvnLeaseText $file['text'] }
    Clear-HvnLeft $lease $clock
    @{ lease = $file; clock = $clock; parsed = $lease }
}

function Restore-HvnGone($Task) {
    Assert-HvnGone $Task
    for ($try = 0; $try -lt 10; $try++) {
        $seen = Get-HvnGoneLease $Task
        $lease = $seen['parsed']
        Assert-HvnFree $Task $lease -Seen $seen
        $set = @(foreach ($aspect in $lease['aspects']) {
            if ($aspect['set']) { "$(Get-HvnLabel $aspect) $($aspect['set']), which was $($aspect['first'])" }
        })
        foreach ($entry in $Task['entries']) { Set-HvnLeft $lease $entry -Clock $seen['clock'] }
        if (-not @(Get-HvnHolders $lease).Count) {
            foreach ($name in 'aspects', 'ready', 'tickets') { $lease[$name].Clear() }
            foreach ($name in 'actor', 'asked') { $lease.Remove($name) }
        }
        if (-not (Set-HvnSeenLease $Task $seen -Floor 'KEEP')) { continue }
        $moved = if ($set.Count) { "; where it was moved to another host, it still has $($set -join '; ')" }
        [void]$Task['notes'].Add("the VM is gone, and with it all that was to be put back$moved")
        $Task['heldBy'] = @(foreach ($entry in Get-HvnHolders $lease) { Get-HvnShown $lease $entry })
        $Task['outcome'] = if ($Task['heldBy'].Count) { 'PassedOn' } else { 'Gone' }
        return
    }
    throw (New-HvnStuck 'HVN.LeaseBusy' 'somebody else goes on writing its lease' -Task $Task)
}
