# Leave, take the floor, compare, do what is missing one verb at a time, compare again: until it is done or cannot be.

function New-HvnTask([string] $Subject) {
    @{
        subject = $Subject; shown = $Subject; entries = @(); turnOff = $false; shutdownSeconds = 0; keepRole = $false
        done = New-Object -TypeName Collections.ArrayList; notes = New-Object -TypeName Collections.ArrayList
        left = $false; epoch = ''; gone = $false; outcome = ''; heldBy = @()
        noted = $false; told = $false; refused = $false; spoofingNeedsOff = $false; lost = @{}
        refusals = @{}; accepted = @{}; off = $null; renewing = $null; clock = [Diagnostics.Stopwatch]::StartNew()
    }
}

# What another side would be told as an answer, thrown here.
function Get-HvnProblem($Problem) {
    New-HvnError $Problem['id'] $Problem['message'] -Category $Problem['category'] -Target $Problem['target']
}

# The subject with its lease; nothing where it is a VM that is not there.
function Get-HvnSeen($Task) {
    $subject = $Task['subject']
    while ($true) {
        $answer = (Get-HvnObservations @{ ids = @($subject) })[$subject]
        if ($answer.Contains('value')) { break }
        if ($answer['error']['id'] -ceq 'HVN.VmGone') { return }
        if ($answer['error']['id'] -cne 'HVN.LeaseBusy') { throw (Get-HvnProblem $answer['error']) }
        Assert-HvnTime $Task 'somebody keeps the lock of the lease'
    }
    $seen = $answer['value']
    Assert-HvnReadable $seen['lease'] $subject
    $text = $seen['lease']['text']
    $seen['parsed'] = if ($null -eq $text) { Get-HvnNewLease } else { ConvertFrom-HvnLeaseText $text }
    Clear-HvnLeft $seen['parsed'] $seen['clock']
    $seen
}

function Get-HvnSeenState($Task, $Seen) {
    if (Test-HvnVmSubject $Task['subject']) { $Seen['vm'] } else { $Seen[$Task['subject']] }
}

function Assert-HvnTime($Task, [string] $Reason) {
    if ($Task['clock'].Elapsed.TotalMinutes -ge 30) {
        throw (New-HvnStuck 'HVN.TookTooLong' "it took more than 30 minutes: $Reason" -Task $Task)
    }
}

function Wait-HvnMoment($Task, $Seen, [string] $Reason) {
    Assert-HvnTime $Task $Reason
    Write-Verbose -Message "waits: $Reason"
    Write-Progress -Activity $Task['shown'] -Status $Reason
    $state = Get-HvnSeenState $Task $Seen
    $print = switch -CaseSensitive ($Task['subject']) {
        'network' { $state['fingerprint'] }
        'role' { Get-HvnRoleFingerprint $state }
        default { Get-HvnFingerprint $state }
    }
    [void](Wait-HvnChange @{ seen = @{ $Task['subject'] = $print }; millis = 2000 })
}

# Replaces the lease by what was made of it, if nobody did meanwhile; whether it was.
function Set-HvnSeenLease($Task, $Seen, [string] $Floor) {
    $lease = $Seen['parsed']
    $none = Test-HvnEmpty $lease
    $epoch = if ($null -ne $lease['actor']) { $lease['actor']['epoch'] }
    $text = if (-not $none) { ConvertTo-HvnLeaseJson $lease }
    $write = @{
        subject = $Task['subject']; expected = $Seen['lease']['stamp']; epoch = $epoch; text = $text; floor = $Floor
    }
    $answer = (Set-HvnLeases @{ leases = @($write) })[$Task['subject']]
    if (-not $answer.Contains('error')) { return $answer['value']['outcome'] -ceq 'WRITTEN' }
    if ($answer['error']['id'] -cne 'HVN.LeaseBusy') { throw (Get-HvnProblem $answer['error']) }
    Assert-HvnTime $Task 'somebody keeps the lock of the lease'
    $false
}

function Invoke-HvnRestoring($Task) {
    $ErrorActionPreference = 'Stop'
    while (-not $Task['outcome']) {
        $seen = Get-HvnSeen $Task
        if (-not $seen) { Restore-HvnGone $Task }
        elseif (-not $Task['left']) { Invoke-HvnLeaving $Task $seen }
        elseif (-not $seen['parsed']['aspects'].Count) { Complete-HvnRestoring $Task $seen -Floor 'KEEP' }
        else { Invoke-HvnActing $Task $seen }
    }
}

# Another one that is alive is respected.
function Assert-HvnFree($Task, $Lease, $Seen) {
    if ((Get-HvnFloor $Lease $Seen -Epoch '') -cne 'TAKEN') { return }
    $by = Get-HvnShown $Lease $Lease['actor']['entry']
    $said = "$by is changing it right now, and its process is alive: wait until it is done, then look again"
    throw (New-HvnStuck 'HVN.ActorAlive' $said -Task $Task)
}

function Invoke-HvnLeaving($Task, $Seen) {
    $lease = $Seen['parsed']
    Assert-HvnFree $Task $lease -Seen $Seen
    $shown = @(foreach ($entry in $Task['entries']) { Get-HvnShown $lease $entry })
    foreach ($entry in $Task['entries']) { Set-HvnLeft $lease $entry -Clock $Seen['clock'] }
    if (-not (Set-HvnSeenLease $Task $Seen -Floor 'KEEP')) { return }
    $Task['left'] = $true
    foreach ($one in $shown) { [void]$Task['done'].Add("took out $one") }
}

function Invoke-HvnActing($Task, $Seen) {
    $lease = $Seen['parsed']
    switch (Get-HvnFloor $lease $Seen -Epoch $Task['epoch']) {
        'MINE' { Invoke-HvnReconciling $Task $Seen }
        'FREE' { Enter-HvnActing $Task $Seen }
        'SILENT' { Stop-HvnSilent $Task $Seen }
        default {
            $by = Get-HvnShown $lease $lease['actor']['entry']
            Wait-HvnMoment $Task $Seen -Reason "$by is changing it"
        }
    }
}

function Stop-HvnSilent($Task, $Seen) {
    $actor = $Seen['parsed']['actor']
    Write-Verbose -Message 'ends the process of an actor that has been silent'
    try { $ended = Stop-HvnActor @{ subject = $Task['subject']; epoch = $actor['epoch'] } }
    catch {
        if ($_.FullyQualifiedErrorId -cne 'HVN.Fenced') { throw }
        return
    }
    if ($ended['gone']) { return }
    $by = Get-HvnShown $Seen['parsed'] $actor['entry']
    Wait-HvnMoment $Task $Seen -Reason "the process of $by is silent, but has not ended"
}

function Enter-HvnActing($Task, $Seen) {
    $lease = $Seen['parsed']
    if (Test-HvnVmSubject $Task['subject']) { [void](Set-HvnIntended $lease $Seen['vm']) }
    $epoch = [guid]::NewGuid().ToString('N')
    $entry = @($Task['entries'] + 'administrator')[0]
    $lease['actor'] = [ordered]@{
        entry = $entry; epoch = $epoch; boot = $Seen['clock']['boot']
        process = $Seen['processId']; started = $Seen['processStarted']
    }
    if (Set-HvnSeenLease $Task $Seen -Floor 'TAKE') { $Task['epoch'] = $epoch }
    else { Assert-HvnTime $Task 'somebody else writes the lease' }
}

function Invoke-HvnReconciling($Task, $Seen) {
    $lease = $Seen['parsed']
    $step = switch -CaseSensitive ($Task['subject']) {
        'network' { Get-HvnNetworkMove $Task $Seen }
        'role' { }
        default { Get-HvnVmMove $Task $Seen }
    }
    if (-not $step) { Complete-HvnRestoring $Task $Seen -Floor 'GIVE_UP'; return }
    switch ($step['kind']) {
        'tell' { Invoke-HvnTelling $Task $Seen -Step $step }
        'wait' { Wait-HvnMoment $Task $Seen -Reason $step['reason'] }
        'write' { [void](Set-HvnSeenLease $Task $Seen -Floor 'KEEP') }
        'ask' {
            $now = $Seen['clock']['millis']
            $until = $now + $step['millis']
            $entry = $lease['actor']['entry']
            $lease['asked'] = [ordered]@{ entry = $entry; boot = $Seen['clock']['boot']; until = $until; at = $now }
            if (Set-HvnSeenLease $Task $Seen -Floor 'KEEP') { $Task['noted'] = $true }
        }
        'unask' {
            $lease.Remove('asked')
            [void](Set-HvnSeenLease $Task $Seen -Floor 'KEEP')
        }
        'alone' {
            $lease['aspects'].Remove($step['aspect'])
            if (Set-HvnSeenLease $Task $Seen -Floor 'KEEP') { [void]$Task['notes'].Add($step['note']) }
        }
    }
}

function Get-HvnNetworkMove($Task, $Seen) {
    $lease = $Seen['parsed']
    $network = $Seen['network']
    if (Set-HvnAdopted $lease $network) { return @{ kind = 'write' } }
    $switches = @($lease['aspects'] | Where-Object { $_['aspect'] -ceq 'switch' }).Count
    if ($switches -and -not $network['hyperV']) {
        $said = 'Hyper-V does not answer, so nothing can be said of its switches'
        throw (New-HvnStuck 'HVN.NoHyperV' $said -Task $Task)
    }
    Get-HvnNetworkStep $Task $lease -Network $network
}

function Get-HvnVmMove($Task, $Seen) {
    $vm = $Seen['vm']
    $lease = $Seen['parsed']
    if ($vm['platformState'] -eq 'Off') {
        foreach ($name in 'noted', 'told', 'refused') { $Task[$name] = $false }
        if (-not $Task['off']) { $Task['off'] = [Diagnostics.Stopwatch]::StartNew() }
        if ($null -ne $lease['asked']) { return @{ kind = 'unask' } }
    }
    else { $Task['off'] = $null }
    if (Test-HvnAskedOpen $lease $Seen) { return Get-HvnAskedStep $Task $lease -Seen $Seen }
    if (Test-HvnUnderway $vm) { return New-HvnWait "the VM is $($vm['platformState'])" }
    $step = Get-HvnVmStep $Task $lease -Vm $vm
    if (-not $step) { return }
    $recorded = $true
    if ($step['kind'] -ceq 'stop') {
        $recorded = [bool](Find-HvnAspect $lease 'power')
        if (-not $recorded) { [void]$lease['aspects'].Add((New-HvnPowerAspect $vm)) }
        $step = Get-HvnStopStep $Task $lease -Seen $Seen
    }
    if ((Set-HvnIntended $lease $vm) -or -not $recorded) { return @{ kind = 'write' } }
    $step
}

# The power of a VM that is to be stopped for something that does not record it by itself.
function New-HvnPowerAspect($Vm) {
    $wants = New-Object -TypeName Collections.ArrayList
    [ordered]@{ aspect = 'power'; object = ''; first = Get-HvnPower $Vm['platformState']; wants = $wants }
}
