# Having a VM off: the guest is asked, the asking is noted in the lease before, and while it is open nobody concludes
# anything. A VM is turned off only with -TurnOff, and only after the guest had its time.

function New-HvnStuck([string] $Id, [string] $Message, $Task) {
    $done = 'Nothing was changed.'
    if ($Task['done'].Count) { $done = 'Done before: ' + ($Task['done'] -join '; ') + '.' }
    $kept = 'The lease goes on remembering what is still to be put back.'
    New-HvnError $Id "$($Task['shown']): $Message. $done $kept" -Category OperationStopped -Target $Task['subject']
}

function Get-HvnTurnOffHint($Task) {
    "shut it down from inside, or run Restore-HypervNestedLease -Subject $($Task['subject']) -All -TurnOff"
}

function Get-HvnStopBound($Task, $Lease) {
    if ($Task['shutdownSeconds']) { return [long]$Task['shutdownSeconds'] * 1000 }
    if ($Task['turnOff']) { return [long]300000 }
    if ($Lease['stop']['boundMillis'] -is [long]) { return $Lease['stop']['boundMillis'] }
    [long]600000
}

# What to do where the VM has to be off and nobody's asking is open.
function Get-HvnStopStep($Task, $Lease, $Seen) {
    $off = New-HvnTell 'turnOff' 'turns the VM off'
    if ($Task['refused']) {
        if ($null -ne $Lease['asked']) { return @{ kind = 'unask' } }
        if ($Task['turnOff']) { return $off }
        throw (New-HvnStuck 'HVN.NoShutdown' "its guest refuses to shut down: $(Get-HvnTurnOffHint $Task)" -Task $Task)
    }
    if ($Task['noted']) {
        if ($Task['turnOff']) { return $off }
        $said = "its guest did not shut down in time: $(Get-HvnTurnOffHint $Task)"
        throw (New-HvnStuck 'HVN.DoesNotShutDown' $said -Task $Task)
    }
    if ($Seen['vm']['shutdownOffered']) { return @{ kind = 'ask'; millis = Get-HvnStopBound $Task $Lease } }
    if ($Seen['vm']['uptimeSeconds'] -lt 180) { return New-HvnWait 'the guest does not offer to be shut down yet' }
    if ($Task['turnOff']) { return $off }
    throw (New-HvnStuck 'HVN.NoShutdown' "its guest offers no shutdown: $(Get-HvnTurnOffHint $Task)" -Task $Task)
}

# While somebody's asking is open: ask, where it is ours to do, else wait.
function Get-HvnAskedStep($Task, $Lease, $Seen) {
    if ($Task['refused']) { return Get-HvnStopStep $Task $Lease -Seen $Seen }
    if ($Task['noted'] -and -not $Task['told']) { return New-HvnTell 'shutdown' 'asks the guest to shut down' }
    New-HvnWait 'the guest is to shut down'
}
