# Reads subjects (VMs, the network, the role) together with their leases, and waits for a change of them.

function Get-HvnObservations($Arguments) {
    $waiting = Get-HvnSubjects $Arguments
    $folder = Get-HvnUsableFolder
    $answers = [ordered]@{}
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while ($waiting.Count) {
        $round = Get-HvnRound $folder $waiting
        foreach ($id in $round.Keys) { $answers[$id] = $round[$id] }
        $waiting = @($waiting | Where-Object { -not $round.Contains($_) -or (Test-HvnNotRead $round[$_]) })
        if (-not $waiting.Count) { break }
        if ($clock.ElapsedMilliseconds -ge (Get-HvnPatience)) {
            foreach ($id in $waiting) {
                if (-not $answers.Contains($id)) { $answers[$id] = New-HvnFailure (New-HvnBusyError $id) }
            }
            break
        }
        Wait-HvnTurn
    }
    Update-HvnBeats
    $answers
}

# Whether the platform did not tell something of a subject. It may do so in a moment, as a lock may be free.
function Test-HvnNotRead($Answer) { $Answer.Contains('error') -and $Answer['error']['id'] -ceq 'HVN.NotRead' }

# How many milliseconds one look may wait.
function Get-HvnPatience {
    $given = Get-HvnTestSetting 'HYPERV_NESTED_LOOK'
    if ($given) { [int]$given } else { 10000 }
}

# The folder with what is known of it: a check has to work for an account that may not read it, and there the leases
# are not readable, which is not absent.
function Get-HvnUsableFolder {
    $folder = Get-HvnLeaseFolder
    try { @{ path = $folder; there = Test-HvnLeaseFolder $folder; readable = $true } }
    catch { @{ path = $folder; there = $true; readable = $false } }
}

# Whether anything of a lease is there. One whose lock file somebody removed is a lease all the same.
function Test-HvnLeaseThere([string] $Folder, [string] $Subject) {
    foreach ($kind in 'lock', 'json', 'bak') {
        if (Test-HvnThere (Get-HvnPath $Folder $Subject -Kind $kind)) { return $true }
    }
    $false
}

# Those subjects whose lock is free now. Nothing waits for a lock while it has another. A lease that nobody ever wrote
# has no file; it is looked for again after the states were read, so that none is missed.
function Get-HvnRound($Folder, [string[]] $Ids) {
    $locks = @{}
    $never = @{}
    try {
        foreach ($id in $Ids) {
            $path = Get-HvnPath $Folder['path'] $id -Kind 'lock'
            $may = $Folder['readable'] -and $Folder['there']
            if (-not $may -or -not (Test-HvnLeaseThere $Folder['path'] $id)) { $never[$id] = $true }
            else {
                $lock = Open-HvnExclusive $path
                if ($lock) { $locks[$id] = $lock }
            }
        }
        $now = @(@($locks.Keys) + @($never.Keys) | Sort-Object)
        $leases = @{}
        foreach ($id in $now) { $leases[$id] = Get-HvnLeaseOf $Folder $id -Locked $locks.ContainsKey($id) }
        $states = Get-HvnSubjectStates $now
    }
    finally { foreach ($lock in $locks.Values) { $lock.Dispose() } }
    $answers = [ordered]@{}
    foreach ($id in $now) {
        $came = $never.ContainsKey($id) -and $Folder['readable'] -and (Test-HvnLeaseThere $Folder['path'] $id)
        if ($came) { continue }
        $answers[$id] = Join-HvnObservation $id -State $states[$id] -Lease $leases[$id]
    }
    # a folder that was not there may have come
    if ($Folder['readable']) { $Folder['there'] = Test-HvnLeaseFolder $Folder['path'] }
    $answers
}

function Get-HvnLeaseOf($Folder, [string] $Id, [bool] $Locked) {
    if (-not $Folder['readable']) { return Get-HvnNoLease 'unreadable' 'DAMAGED' }
    if (-not $Locked) { return Get-HvnNoLease }
    Get-HvnLeaseSeen $Folder['path'] $Id
}

# States of subjects, each by itself: what one of them fails with is that one's alone.
function Get-HvnSubjectStates([string[]] $Subjects) {
    $vms = @($Subjects | Where-Object { Test-HvnVmSubject $_ })
    $states = if ($vms.Count) { Get-HvnStates $vms } else { @{} }
    foreach ($subject in $Subjects) {
        if (Test-HvnVmSubject $subject) { continue }
        try { $states[$subject] = @{ value = Read-HvnSubject $subject } }
        catch { $states[$subject] = New-HvnFailure $_ }
    }
    $states
}

# The machine's own network or role.
function Read-HvnSubject([string] $Subject) {
    if ($Subject -ceq 'role') { Read-HvnRole } else { Read-HvnNetwork }
}

function Join-HvnObservation([string] $Subject, $State, $Lease) {
    if ($State.ContainsKey('error')) { return $State }
    $kind = if (Test-HvnVmSubject $Subject) { 'vm' } else { $Subject }
    @{
        value = [ordered]@{
            $kind = $State['value']; lease = $Lease; clock = Get-HvnClock
            processId = [long]$PID; processStarted = Get-HvnStarted
        }
    }
}

# The same words as VmState.fingerprint() in Java.
function Get-HvnFingerprint($Vitals) {
    $beat = switch -Regex ("$($Vitals['heartbeat'])") {
        '^OkApplications(Unknown|Healthy|Critical)$' { 'OK' }
        '^(NoContact|Error|LostCommunication|Paused)$' { 'NO_CONTACT' }
        '^Disabled$' { 'DISABLED' }
        default { 'NONE' }
    }
    $marks = foreach ($mark in @('merging', 'm'), @('nesting', 'n'), @('shutdownOffered', 's')) {
        if ($Vitals[$mark[0]]) { $mark[1] } else { '-' }
    }
    '{0}/{1}/{2}' -f $Vitals['platformState'], $beat, ($marks -join '')
}

function Wait-HvnChange($Arguments) {
    $seen = Get-HvnField $Arguments 'seen' -Kind ([Collections.IDictionary])
    $millis = [Math]::Min([long]30000, (Get-HvnField $Arguments 'millis' -Kind ([long])))
    $ids = @($seen.Keys | Sort-Object)
    foreach ($id in $ids) { Assert-HvnSubject $id }
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $pause = 250
    while ($ids.Count) {
        $changed = @(Get-HvnChanged $seen $ids)
        Update-HvnBeats 2000
        $rest = $millis - $clock.ElapsedMilliseconds
        if ($changed.Count -or $rest -le 0) { return @{ changed = $changed } }
        [Threading.Thread]::Sleep([int][Math]::Min($rest, $pause))
        $pause = [Math]::Min(1000, $pause * 2)
    }
    @{ changed = @() }
}

function Get-HvnChanged($Seen, [string[]] $Ids) {
    $now = Get-HvnFingerprints $Ids
    foreach ($id in $Ids) { if ("$($now[$id])" -cne $Seen[$id]) { $id } }
}

# What can be read of those subjects. One that cannot be read has none, so it counts as changed: whoever observes it
# then is told why, and the others are awaited all the same.
function Get-HvnFingerprints([string[]] $Subjects) {
    $prints = @{}
    $wanted = @($Subjects | Where-Object { Test-HvnVmSubject $_ })
    $vms = if ($wanted.Count) { Get-HvnVms $wanted } else { @{} }
    $read = Invoke-HvnForEach $vms { param($All) Read-HvnVitals $All }
    foreach ($id in $read.Keys) {
        if ($read[$id].ContainsKey('value')) { $prints[$id] = Get-HvnFingerprint $read[$id]['value'] }
    }
    foreach ($subject in $Subjects) {
        if (Test-HvnVmSubject $subject) { continue }
        try { $prints[$subject] = Get-HvnSubjectFingerprint $subject }
        catch { Write-Verbose -Message "$subject cannot be read: $_" }
    }
    $prints
}

function Get-HvnSubjectFingerprint([string] $Subject) {
    $value = Read-HvnSubject $Subject
    if ($Subject -ceq 'role') { Get-HvnRoleFingerprint $value } else { $value['fingerprint'] }
}
