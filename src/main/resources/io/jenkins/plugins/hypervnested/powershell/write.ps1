# Replaces leases, each only if it still is what its writer read.

function Set-HvnLeases($Arguments) {
    $writes = Get-HvnField $Arguments 'leases' -Kind ([array])
    foreach ($write in $writes) { Assert-HvnWrite $write }
    $folder = Get-HvnLeaseFolder
    Initialize-HvnLeaseFolder $folder
    $answers = [ordered]@{}
    $clock = [Diagnostics.Stopwatch]::StartNew()
    foreach ($write in $writes) {
        $subject = $write['subject']
        try { $answers[$subject] = @{ value = @{ outcome = Set-HvnLease $folder $write -Clock $clock } } }
        catch { $answers[$subject] = New-HvnFailure $_ }
    }
    $answers
}

function Assert-HvnWrite($Write) {
    Assert-HvnSubject (Get-HvnField $Write 'subject' -Kind ([string]))
    $expected = Get-HvnField $Write 'expected' -Kind ([string])
    $floor = Get-HvnField $Write 'floor' -Kind ([string])
    $epoch = $Write['epoch']
    $text = $Write['text']
    $fits = $expected -cmatch '\A(absent|[0-9a-f]{64})\z' -and @('KEEP', 'TAKE', 'GIVE_UP') -ccontains $floor -and
        ($null -eq $epoch -or $epoch -cmatch '\A[0-9a-f]{32}\z') -and
        ($null -eq $text -or ($text -is [string] -and $text -cmatch '\A[ -~]*\z'))
    if (-not $fits) { throw (New-HvnBadRequest 'no lease' "$($Write['subject'])") }
}

function Set-HvnLease([string] $Folder, $Write, $Clock) {
    $subject = $Write['subject']
    $lock = Lock-HvnLease $Folder $subject -Clock $Clock
    try {
        $lease = Read-HvnLease $Folder $subject
        Assert-HvnReadable $lease $subject
        if ($lease['stamp'] -cne $Write['expected']) { return 'CHANGED' }
        $before = $HvnState['Actors'][$subject]
        if ($Write['floor'] -ceq 'TAKE' -and -not (Enter-HvnFloor $Folder $subject)) { return 'CHANGED' }
        $written = $false
        try {
            Write-HvnLeaseOrNone $Folder $Write
            $written = $true
        }
        finally { if (-not $written -and -not $before) { Exit-HvnFloor $subject } }
        if ($Write['floor'] -ceq 'GIVE_UP' -and $HvnState['Actors'].ContainsKey($subject)) {
            Exit-HvnFloor $subject
            if ($null -eq $Write['text']) { Remove-HvnActorFile $Folder $subject }
        }
        'WRITTEN'
    }
    finally { $lock.Dispose() }
}

function Write-HvnLeaseOrNone([string] $Folder, $Write) {
    $subject = $Write['subject']
    $epoch = if ($null -eq $Write['epoch']) { '-' } else { $Write['epoch'] }
    if ($null -eq $Write['text']) { Remove-HvnLease $Folder $subject }
    else { Write-HvnLease $Folder $subject -Epoch $epoch -Text $Write['text'] }
    if ($Write['floor'] -ceq 'TAKE') {
        $HvnState['Actors'][$subject]['epoch'] = $epoch
        Write-HvnBeat $subject
    }
}
