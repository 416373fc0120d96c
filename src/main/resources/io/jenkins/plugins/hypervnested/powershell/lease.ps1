# The lease's file: a fence, the text, a checksum. Everything here runs under the lease's lock.

# The file as it stands: nothing when it is not there. Only the first and the last line are looked at.
function Read-HvnLeaseFile([string] $Path) {
    if (-not (Test-HvnThere $Path)) { return }
    try { $bytes = Invoke-HvnRetry { , [IO.File]::ReadAllBytes($Path) } }
    catch [IO.FileNotFoundException] { return }   # only where the lock was not free: it is being replaced
    catch [IO.IOException], [UnauthorizedAccessException] {
        return @{ stamp = 'unreadable'; epoch = '-'; text = $null; problem = 'DAMAGED' }
    }
    $file = @{ stamp = Get-HvnSha256 $bytes; epoch = '-'; text = $null; problem = 'DAMAGED' }
    $content = [Text.Encoding]::GetEncoding(28591).GetString($bytes)
    $first = [regex]::Match($content, '\AHVN-LEASE ([1-9][0-9]{0,8}) ')
    if ($first.Success -and $first.Groups[1].Value -ne '1') {
        $file['problem'] = 'NEWER'
        return $file
    }
    $parts = [regex]::Match($content, '\AHVN-LEASE 1 ([0-9a-f]{32}|-)\n([^\n]*)\n(?<sum>SHA-256 ([0-9a-f]{64})\n)\z')
    if (-not $parts.Success) { return $file }
    $length = $parts.Groups['sum'].Index
    $body = New-Object -TypeName byte[] -ArgumentList $length
    [Array]::Copy($bytes, $body, $length)
    if ((Get-HvnSha256 $body) -cne $parts.Groups[3].Value) { return $file }
    $file['problem'] = 'NONE'
    $file['epoch'] = $parts.Groups[1].Value
    $file['text'] = $parts.Groups[2].Value
    $file
}

# The target, else its backup; one that is there but cannot be read is damaged, never absent. The backup of one that
# may be whole, and is only not to be had, would be older: an epoch in it may be that of an actor that was taken over.
# So under what was read in place of a damaged file nobody changes anything, until somebody takes the floor anew.
function Read-HvnLease([string] $Folder, [string] $Subject) {
    $damaged = $null
    foreach ($kind in 'json', 'bak') {
        $file = Read-HvnLeaseFile (Get-HvnPath $Folder $Subject -Kind $kind)
        if ($file -and ($file['problem'] -ne 'DAMAGED' -or $file['stamp'] -ceq 'unreadable')) {
            if ($damaged) { $file['epoch'] = '-' }
            return $file
        }
        if ($file -and -not $damaged) { $damaged = $file }
    }
    if ($damaged) { return $damaged }
    @{ stamp = 'absent'; epoch = '-'; text = $null; problem = 'NONE' }
}

function Assert-HvnReadable($Lease, [string] $Subject) {
    if ($Lease['problem'] -eq 'NEWER') {
        throw (New-HvnError 'HVN.LeaseNewer' 'the lease has a newer format' -Category InvalidData -Target $Subject)
    }
    if ($Lease['problem'] -eq 'DAMAGED') {
        throw (New-HvnError 'HVN.LeaseDamaged' 'the lease cannot be read' -Category InvalidData -Target $Subject)
    }
}

function Write-HvnLease([string] $Folder, [string] $Subject, [string] $Epoch, [string] $Text) {
    $ascii = [Text.Encoding]::ASCII
    $body = "HVN-LEASE 1 $Epoch`n$Text`n"
    $bytes = $ascii.GetBytes($body + 'SHA-256 ' + (Get-HvnSha256 $ascii.GetBytes($body)) + "`n")
    foreach ($left in [IO.Directory]::GetFiles($Folder, "$Subject.*.tmp")) {
        Invoke-HvnRetry { [IO.File]::Delete($left) }
    }
    $temporary = Get-HvnPath $Folder $Subject -Kind ([guid]::NewGuid().ToString('N') + '.tmp')
    $stream = [IO.File]::Open($temporary, 'CreateNew', 'Write', 'None')
    try {
        $stream.Write($bytes, 0, $bytes.Length)
        $stream.Flush($true)
    }
    finally { $stream.Dispose() }
    $target = Get-HvnPath $Folder $Subject -Kind 'json'
    $backup = Get-HvnPath $Folder $Subject -Kind 'bak'
    # looked at anew each time: a replacement that failed half-way has moved the target to the backup
    Invoke-HvnRetry {
        if (Test-HvnThere $target) { [IO.File]::Replace($temporary, $target, $backup) }
        else { [IO.File]::Move($temporary, $target) }
    }
}

# One file fewer of a floor that nobody has.
function Remove-HvnActorFile([string] $Folder, [string] $Subject) {
    $path = Get-HvnPath $Folder $Subject -Kind 'actor'
    Invoke-HvnRetry { [IO.File]::Delete($path) }
}

# The backup goes first: without the target it would be read as the lease.
function Remove-HvnLease([string] $Folder, [string] $Subject) {
    foreach ($kind in 'bak', 'json', 'beat') {
        $path = Get-HvnPath $Folder $Subject -Kind $kind
        Invoke-HvnRetry { [IO.File]::Delete($path) }
    }
}

# What a reader gets told of a lease.
function Get-HvnLeaseSeen([string] $Folder, [string] $Subject) {
    $lease = Read-HvnLease $Folder $Subject
    $mine = $HvnState['Actors'].ContainsKey($Subject)
    [ordered]@{
        stamp = $lease['stamp']
        text = $lease['text']
        problem = $lease['problem']
        actorAlive = $mine -or (Test-HvnActor $Folder $Subject)
        actorMine = $mine
        silentMillis = Get-HvnSilence $Folder $Subject -Epoch $lease['epoch']
    }
}

function Get-HvnNoLease([string] $Stamp = 'absent', [string] $Problem = 'NONE') {
    [ordered]@{
        stamp = $Stamp; text = $null; problem = $Problem; actorAlive = $false; actorMine = $false; silentMillis = -1
    }
}

# Every lease of this machine. One whose lock is not free belongs to somebody who acts right now; its file is whole
# all the same, because it is only ever replaced.
function Get-HvnLeases {
    $folder = Get-HvnLeaseFolder
    $answers = [ordered]@{}
    if (-not (Test-HvnLeaseFolder $folder)) { return $answers }
    $names = @{}
    foreach ($pattern in '*.json', '*.bak') {
        foreach ($path in [IO.Directory]::GetFiles($folder, $pattern)) {
            $names[[IO.Path]::GetFileNameWithoutExtension($path)] = $true
        }
    }
    foreach ($subject in ($names.Keys | Sort-Object)) {
        try { Assert-HvnSubject $subject } catch { continue }
        $lock = Open-HvnExclusive (Get-HvnPath $folder $subject -Kind 'lock')
        try {
            $seen = Get-HvnLeaseSeen $folder $subject
            if (-not $lock) { $seen['actorAlive'] = $true }
        }
        finally { if ($lock) { $lock.Dispose() } }
        if ($seen['stamp'] -cne 'absent') { $answers[$subject] = $seen }
    }
    $answers
}
