# The floor: <subject>.actor is open without sharing as long as the actor's process lives, <subject>.beat is its sign
# of life: epoch, boot, milliseconds, process id, when that process started.

function Test-HvnActor([string] $Folder, [string] $Subject) {
    $path = Get-HvnPath $Folder $Subject -Kind 'actor'
    if (-not (Test-HvnThere $path)) { return $false }
    $file = Open-HvnExclusive $path
    if (-not $file) { return $true }
    $file.Dispose()
    $false
}

# Whether this process has the floor now.
function Enter-HvnFloor([string] $Folder, [string] $Subject) {
    if ($HvnState['Actors'].ContainsKey($Subject)) { return $true }
    $file = Open-HvnExclusive (Get-HvnPath $Folder $Subject -Kind 'actor')
    if (-not $file) { return $false }
    $HvnState['Actors'][$Subject] = @{ file = $file; folder = $Folder; epoch = '-'; beaten = [long]0 }
    $true
}

function Exit-HvnFloor([string] $Subject) {
    $actor = $HvnState['Actors'][$Subject]
    if (-not $actor) { return }
    $HvnState['Actors'].Remove($Subject)
    $actor['file'].Dispose()
}

# Always of one length and in one write, so that no reader finds half of it.
function Write-HvnBeat([string] $Subject) {
    $actor = $HvnState['Actors'][$Subject]
    if (-not $actor -or $actor['epoch'] -ceq '-') { return }
    $now = Get-HvnMillis
    $line = '{0} {1} {2} {3} {4}' -f $actor['epoch'], (Get-HvnBoot), $now, $PID, (Get-HvnStarted)
    $bytes = [Text.Encoding]::ASCII.GetBytes($line.PadRight(160) + "`n")
    $path = Get-HvnPath $actor['folder'] $Subject -Kind 'beat'
    $stream = Invoke-HvnRetry { [IO.File]::Open($path, 'OpenOrCreate', 'Write', 'ReadWrite') }
    try { $stream.Write($bytes, 0, $bytes.Length) } finally { $stream.Dispose() }
    $actor['beaten'] = $now
}

# Refreshes the sign of life of every floor of this process that is older than that.
function Update-HvnBeats([long] $OlderThan = 0) {
    $now = Get-HvnMillis
    foreach ($subject in @($HvnState['Actors'].Keys)) {
        if ($now - $HvnState['Actors'][$subject]['beaten'] -ge $OlderThan) { Write-HvnBeat $subject }
    }
}

function Read-HvnBeat([string] $Folder, [string] $Subject) {
    $path = Get-HvnPath $Folder $Subject -Kind 'beat'
    if (-not (Test-HvnThere $path)) { return }
    try { $stream = Invoke-HvnRetry { [IO.File]::Open($path, 'Open', 'Read', 'ReadWrite') } }
    catch [IO.FileNotFoundException] { return }   # only where the lock was not free: its floor is being given up
    try {
        $bytes = New-Object -TypeName byte[] -ArgumentList 512
        $length = $stream.Read($bytes, 0, $bytes.Length)
    }
    finally { $stream.Dispose() }
    $fields = [Text.Encoding]::ASCII.GetString($bytes, 0, $length).Trim() -split ' '
    if ($fields.Count -ne 5 -or ($fields[2..4] -join '') -cnotmatch '\A[0-9]{3,57}\z') { return }
    @{
        epoch = $fields[0]; boot = $fields[1]; millis = [long]$fields[2]
        process = [int]$fields[3]; started = [long]$fields[4]
    }
}

# Milliseconds since the actor of that epoch gave a sign of life in this boot; -1 when it gave none.
function Get-HvnSilence([string] $Folder, [string] $Subject, [string] $Epoch) {
    if ($Epoch -ceq '-') { return [long]-1 }
    $beat = Read-HvnBeat $Folder $Subject
    if (-not $beat -or $beat['epoch'] -cne $Epoch -or $beat['boot'] -cne (Get-HvnBoot)) { return [long]-1 }
    [Math]::Max([long]0, (Get-HvnMillis) - $beat['millis'])
}

function New-HvnFencedError([string] $Subject) {
    New-HvnError 'HVN.Fenced' 'the lease has another actor, or none' -Category InvalidOperation -Target $Subject
}

# Ends the process that took the floor with that epoch, if it still is that process, and tells whether it is gone.
function Stop-HvnActor($Arguments) {
    $subject = Get-HvnField $Arguments 'subject' -Kind ([string])
    $epoch = Get-HvnField $Arguments 'epoch' -Kind ([string])
    Assert-HvnSubject $subject
    $folder = Get-HvnLeaseFolder
    if (-not (Test-HvnLeaseFolder $folder)) { return @{ gone = $true } }
    $lock = Lock-HvnLease $folder $subject
    try {
        if ((Read-HvnLease $folder $subject)['epoch'] -cne $epoch) {
            throw (New-HvnFencedError $subject)
        }
        if ($HvnState['Actors'].ContainsKey($subject)) { return @{ gone = $false } }
        $beat = Read-HvnBeat $folder $subject
        $same = $beat -and $beat['epoch'] -ceq $epoch -and $beat['boot'] -ceq (Get-HvnBoot)
        if ($same -and $beat['process'] -ne $PID) { Stop-HvnProcess $beat['process'] $beat['started'] }
        @{ gone = -not (Test-HvnActor $folder $subject) }
    }
    finally { $lock.Dispose() }
}

# A process is the same when its id and its start are; some systems reckon the start anew, a little off, each time.
function Stop-HvnProcess([int] $Id, [long] $Started) {
    try { $process = [Diagnostics.Process]::GetProcessById($Id) }
    catch [ArgumentException] { return }   # it is gone already
    try { Stop-HvnSameProcess $process $Started }
    finally { $process.Dispose() }
}

# One that ended meanwhile, or that this account may not end, is no error: whether it has let go of its file counts.
function Stop-HvnSameProcess($Process, [long] $Started) {
    try {
        # nothing, where it has ended or this account may not ask
        $start = $Process.StartTime
        if (-not $start -or [Math]::Abs($start.ToFileTimeUtc() - $Started) -gt 10000000) { return }
        $Process.Kill()
        [void]$Process.WaitForExit(5000)
    }
    catch [InvalidOperationException], [ComponentModel.Win32Exception] { return }
}
