<#
.SYNOPSIS
Tests of the folder of the leases, a lease's file and its lock, with the module's functions themselves.

.PARAMETER Module
The folder of the module.
#>
param(
    [string] $Module = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'main', 'resources', 'io', 'jenkins', 'plugins',
        'hypervnested', 'powershell')
)
. (Join-Path -Path $PSScriptRoot -ChildPath 'harness.ps1') -Module $Module

# the folder of the leases ----------------------------------------------------------------------------------
function New-TestAcl([string] $Owner, [bool] $Protected, [string[]] $Allowed) {
    $acl = [pscustomobject]@{
        Owner = $Owner; AreAccessRulesProtected = $Protected
        Rules = @(foreach ($sid in $Allowed) {
            [pscustomobject]@{ AccessControlType = 'Allow'; IdentityReference = [pscustomobject]@{ Value = $sid } }
        })
    }
    Add-Member -InputObject $acl -MemberType ScriptMethod -Name GetOwner -Value { [pscustomobject]@{ Value = $this.Owner } }
    Add-Member -InputObject $acl -MemberType ScriptMethod -Name GetAccessRules -Value { $this.Rules }
    $acl
}
Test-That 'a folder that went away is looked at again when it comes back: somebody else may have made it' {
    Initialize-HvnLeaseFolder $env:HYPERV_NESTED_LEASES
    $before = $HvnState['SafeFolder']
    [IO.Directory]::Delete($env:HYPERV_NESTED_LEASES, $true)
    $there = Test-HvnLeaseFolder $env:HYPERV_NESTED_LEASES
    $before -ceq $env:HYPERV_NESTED_LEASES -and -not $there -and $null -eq $HvnState['SafeFolder']
}
$administrators = 'S-1-5-32-544'
$system = 'S-1-5-18'
Test-That 'administrators and SYSTEM are safe' {
    $null -eq (Get-HvnAccessProblem (New-TestAcl $administrators -Protected $true -Allowed $administrators, $system))
}
Test-That 'another owner is not' { (Get-HvnAccessProblem (New-TestAcl 'S-1-5-21-1' -Protected $true)) -match 'S-1-5-21-1' }
Test-That 'inherited access is not' { (Get-HvnAccessProblem (New-TestAcl $system -Protected $false)) -match 'inherits' }
Test-That 'access for users is not' {
    (Get-HvnAccessProblem (New-TestAcl $system -Protected $true -Allowed $system, 'S-1-5-32-545')) -match 'S-1-5-32-545'
}

Test-That 'a folder that is refused is told with its owner' {
    (Get-HvnAccessProblem (New-TestAcl $system -Protected $false)) -match $system -and
        (Get-HvnAccessProblem (New-TestAcl $administrators -Protected $true -Allowed 'S-1-1-0')) -match $administrators
}

Test-That 'a folder on whose way there is a link is refused' {
    $real = Join-Path -Path $folder -ChildPath 'real'
    $link = Join-Path -Path $folder -ChildPath 'link'
    [void][IO.Directory]::CreateDirectory((Join-Path -Path $real -ChildPath 'leases'))
    [void](New-Item -Path $link -ItemType SymbolicLink -Value $real)
    $below = Join-Path -Path $link -ChildPath 'leases'
    try { Assert-HvnNoReparsePoint $below; $false }
    catch { $_.FullyQualifiedErrorId -ceq 'HVN.LeaseFolder' -and "$_".StartsWith($link) }
}

Test-That 'leases lie in the common application data, whatever the environment says' {
    # as on Windows, where nothing in the environment decides
    function Test-HvnWindows { $true }
    $before = $env:ProgramData
    $env:ProgramData = $folder
    $place = Get-HvnLeaseFolder
    $env:ProgramData = $before
    $place -ceq [IO.Path]::Combine([Environment]::GetFolderPath('CommonApplicationData'), 'hyperv-nested', 'leases')
}
Test-That 'the folder is made protected, owned by Administrators, for administrators and SYSTEM alone' {
    # this system has no such descriptors; what would be asked of Windows is caught
    $caught = @{ sddl = '' }
    function New-Object {
        $security = [pscustomobject]@{ To = $caught }
        $set = { param($Sddl) $this.To['sddl'] = $Sddl }
        Add-Member -InputObject $security -MemberType ScriptMethod -Name SetSecurityDescriptorSddlForm -Value $set -PassThru
    }
    [void](New-HvnFolderSecurity)
    $entries = [regex]::Matches($caught['sddl'], '\([^)]*\)') | ForEach-Object { $_.Value }
    $caught['sddl'].StartsWith('O:BAG:BAD:P') -and ($entries -join '') -ceq '(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)'
}
Test-That 'nothing is locked by a name that anybody may take first' {
    $text -cnotmatch 'Threading\.(Mutex|Semaphore|EventWaitHandle)'
}

# the lease's file ------------------------------------------------------------------------------------------
$leases = Join-Path -Path ([IO.Path]::GetTempPath()) -ChildPath ([guid]::NewGuid().ToString('N'))
[void][IO.Directory]::CreateDirectory($leases)
$epoch = 'a' * 32
Write-HvnLease $leases $one -Epoch $epoch -Text '{"first":1}'
Write-HvnLease $leases $one -Epoch $epoch -Text '{"second":2}'
$target = Get-HvnPath $leases $one -Kind 'json'
Test-That 'a lease is read as it was written' { (Read-HvnLease $leases $one)['text'] -ceq '{"second":2}' }
Test-That 'a lease without its file is read from the backup' {
    [IO.File]::Move($target, "$target.away")
    (Read-HvnLease $leases $one)['text'] -ceq '{"first":1}'
}
Test-That 'a lease whose file was cut short is read from the backup' {
    [IO.File]::WriteAllText($target, [IO.File]::ReadAllText("$target.away").Substring(0, 60))
    (Read-HvnLease $leases $one)['text'] -ceq '{"first":1}'
}
Test-That 'under what the backup of a damaged file says nobody has the floor, under that of a missing one somebody may' {
    [IO.File]::Delete($target)
    $missing = (Read-HvnLease $leases $one)['epoch']
    [IO.File]::WriteAllText($target, 'cut')
    $missing -ceq $epoch -and (Read-HvnLease $leases $one)['epoch'] -ceq '-'
}
Test-That 'a lease whose file and backup are damaged is damaged, not absent' {
    [IO.File]::WriteAllText((Get-HvnPath $leases $one -Kind 'bak'), 'no lease')
    $lease = Read-HvnLease $leases $one
    $lease['problem'] -ceq 'DAMAGED' -and $lease['stamp'] -cne 'absent' -and $null -eq $lease['text']
}
foreach ($damage in @('empty', ''), @('without a checksum', "HVN-LEASE 1 -`n{}`n"), @('with two lines more', "HVN-LEASE 1 -`n{}`n`n`n"),
    @('with another checksum', "HVN-LEASE 1 -`n{}`nSHA-256 $('0' * 64)`n"), @('of no format', "HVN-LEASE x -`n{}`nSHA-256 0`n")) {
    Test-That "a lease $($damage[0]) is damaged, not absent" {
        [IO.File]::WriteAllText($target, $damage[1])
        $lease = Read-HvnLease $leases $one
        $lease['problem'] -ceq 'DAMAGED' -and $lease['stamp'] -cne 'absent' -and $lease['epoch'] -ceq '-'
    }
}
Test-That 'a lease that is there and cannot be had is damaged, and its older backup is not taken for it' {
    [IO.File]::Delete($target)
    $old = "HVN-LEASE 1 $epoch`n{}`n"
    $old += 'SHA-256 ' + (Get-HvnSha256 ([Text.Encoding]::ASCII.GetBytes($old))) + "`n"
    [IO.File]::WriteAllText((Get-HvnPath $leases $one -Kind 'bak'), $old)
    $whole = (Read-HvnLease $leases $one)['epoch'] -ceq $epoch
    [void][IO.Directory]::CreateDirectory($target)
    $lease = Read-HvnLease $leases $one
    [IO.Directory]::Delete($target)
    [IO.File]::WriteAllText((Get-HvnPath $leases $one -Kind 'bak'), 'no lease')
    $whole -and $lease['problem'] -ceq 'DAMAGED' -and $lease['stamp'] -ceq 'unreadable' -and $lease['epoch'] -ceq '-'
}
Test-That 'a lease of a newer format is not read' {
    [IO.File]::WriteAllText($target, "HVN-LEASE 2 $epoch`n{}`nSHA-256 0`n")
    (Read-HvnLease $leases $one)['problem'] -ceq 'NEWER'
}
Test-That 'what an interrupted writer left is removed by the next' {
    $left = Get-HvnPath $leases $one -Kind 'interrupted.tmp'
    [IO.File]::WriteAllText($left, 'half')
    Write-HvnLease $leases $one -Epoch $epoch -Text '{}'
    -not [IO.File]::Exists($left) -and (Read-HvnLease $leases $one)['text'] -ceq '{}'
}
Test-That 'a file that somebody else holds for a moment is tried again' {
    $script:tries = 0
    $value = Invoke-HvnRetry {
        $script:tries++
        if ($script:tries -lt 3) { throw (New-Object -TypeName IO.IOException -ArgumentList 'in use') }
        'done'
    }
    $value -ceq 'done' -and $script:tries -eq 3
}
Test-That 'a file that somebody else keeps is an error after five seconds' {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    try { Invoke-HvnRetry { throw (New-Object -TypeName UnauthorizedAccessException -ArgumentList 'denied') }; $false }
    catch [UnauthorizedAccessException] { $clock.ElapsedMilliseconds -ge 5000 }
}
Test-That 'a lock is tried again until it is free' {
    $path = Get-HvnPath $leases $two -Kind 'lock'
    $kept = @{ file = [IO.File]::Open($path, 'OpenOrCreate', 'ReadWrite', 'None'); turns = 0 }
    function Wait-HvnTurn { if (++$kept['turns'] -eq 3) { $kept['file'].Dispose() } }
    (Lock-HvnLease $leases $two).Dispose()
    $kept['turns'] -eq 3
}
Test-That 'no verb keeps the lock of a lease' {
    $never = '44444444-4444-4444-8444-444444444444'
    $epoch = 'd' * 32
    $write = @{ subject = $never; expected = 'absent'; epoch = $epoch; text = '{}'; floor = 'TAKE' }
    $change = @{ subject = $never; epoch = $epoch; do = 'start' }
    $verbs = @('write', @{ leases = @($write) }), @('observe', @{ ids = @($never) }), @('change', @{ changes = @($change) }),
        @('leases', @{}), @('endActor', @{ subject = $never; epoch = $epoch })
    $kept = @(foreach ($verb in $verbs) {
        [void](Send-Request $verb[0] $verb[1])
        $lock = Open-HvnExclusive (Get-HvnPath $env:HYPERV_NESTED_LEASES $never -Kind 'lock')
        if ($lock) { $lock.Dispose() } else { $verb[0] }
    })
    [void](Send-Request 'close' @{})
    -not $kept.Count
}
Test-That 'another error is not tried again' {
    $script:tries = 0
    try { Invoke-HvnRetry { $script:tries++; throw (New-Object -TypeName InvalidOperationException) }; $false }
    catch { $script:tries -eq 1 }
}
[IO.Directory]::Delete($leases, $true)

Complete-Tests
