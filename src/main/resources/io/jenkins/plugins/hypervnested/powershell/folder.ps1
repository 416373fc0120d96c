# The folder of the leases: administrators and SYSTEM alone, or not used at all.

function Get-HvnLeaseFolder {
    $given = Get-HvnTestSetting 'HYPERV_NESTED_LEASES'
    if ($given) { return $given }
    [IO.Path]::Combine([Environment]::GetFolderPath('CommonApplicationData'), 'hyperv-nested', 'leases')
}

function New-HvnFolderError([string] $Message, [string] $Path) {
    New-HvnError 'HVN.LeaseFolder' $Message -Category SecurityError -Target $Path
}

# Whether something is at that path. No answer for want of rights is an error, not an absence.
function Test-HvnThere([string] $Path) {
    try { [void][IO.File]::GetAttributes($Path) }
    catch [IO.FileNotFoundException], [IO.DirectoryNotFoundException] { return $false }
    catch [UnauthorizedAccessException] { throw (New-HvnFolderError "$Path may not be read by this account" $Path) }
    $true
}

# True when the folder is there and safe, false when it is not there; everything else is an error that names why.
function Test-HvnLeaseFolder([string] $Folder) {
    if (-not (Test-HvnThere $Folder)) {
        # where it comes back, anybody may have made it
        $HvnState['SafeFolder'] = $null
        return $false
    }
    if ($HvnState['SafeFolder'] -ceq $Folder) { return $true }
    if (Test-HvnWindows) {
        Assert-HvnNoReparsePoint $Folder
        Assert-HvnAccess (Split-Path -Path $Folder -Parent)
        Assert-HvnAccess $Folder
    }
    $HvnState['SafeFolder'] = $Folder
    $true
}

function Assert-HvnNoReparsePoint([string] $Folder) {
    for ($path = $Folder; $path; $path = [IO.Path]::GetDirectoryName($path)) {
        if ([IO.File]::GetAttributes($path) -band [IO.FileAttributes]::ReparsePoint) {
            throw (New-HvnFolderError "$path is a reparse point" $path)
        }
    }
}

function Assert-HvnAccess([string] $Path) {
    try { $acl = Microsoft.PowerShell.Security\Get-Acl -LiteralPath $Path -ErrorAction Stop }
    catch { throw (New-HvnFolderError "the access list of $Path cannot be read: $($_.Exception.Message)" $Path) }
    $problem = Get-HvnAccessProblem $acl
    if ($problem) { throw (New-HvnFolderError "$Path $problem" $Path) }
}

# What is wrong with an access list, or nothing: Administrators or SYSTEM own it, and nobody else has access.
function Get-HvnAccessProblem($Acl) {
    $trusted = 'S-1-5-32-544', 'S-1-5-18'
    $asSid = [Security.Principal.SecurityIdentifier]
    if ($trusted -cnotcontains $Acl.GetOwner($asSid).Value) {
        return "is owned by $($Acl.Owner), not by Administrators"
    }
    if (-not $Acl.AreAccessRulesProtected) { return "inherits access from above; its owner is $($Acl.Owner)" }
    foreach ($rule in $Acl.GetAccessRules($true, $true, $asSid)) {
        if ("$($rule.AccessControlType)" -eq 'Allow' -and $trusted -cnotcontains $rule.IdentityReference.Value) {
            return "gives access to $($rule.IdentityReference.Value); its owner is $($Acl.Owner)"
        }
    }
}

function New-HvnFolderSecurity {
    $security = New-Object -TypeName Security.AccessControl.DirectorySecurity
    # protected; owner Administrators; full control for SYSTEM and administrators, for files and folders below too
    $security.SetSecurityDescriptorSddlForm('O:BAG:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)')
    $security
}

# Made with its access list in one call, so that there is no moment at which somebody else may write into it.
function New-HvnLeaseFolder([string] $Folder) {
    try {
        if (-not (Test-HvnWindows)) { [void][IO.Directory]::CreateDirectory($Folder) }
        elseif ($PSVersionTable.PSEdition -eq 'Desktop') {
            [void][IO.Directory]::CreateDirectory($Folder, (New-HvnFolderSecurity))
        }
        else {
            $extensions = 'System.IO.FileSystemAclExtensions' -as [type]
            foreach ($path in (Split-Path -Path $Folder -Parent), $Folder) {
                if (-not (Test-HvnThere $path)) {
                    [void]$extensions::CreateDirectory((New-HvnFolderSecurity), $path)
                }
            }
        }
    }
    catch { throw (New-HvnFolderError "$Folder cannot be made: $((Get-HvnCause $_.Exception).Message)" $Folder) }
}

function Initialize-HvnLeaseFolder([string] $Folder) {
    if (Test-HvnLeaseFolder $Folder) { return }
    New-HvnLeaseFolder $Folder
    if (-not (Test-HvnLeaseFolder $Folder)) { throw (New-HvnFolderError "$Folder went away" $Folder) }
}

# Why leases cannot be written, or nothing.
function Get-HvnFolderProblem {
    try {
        $there = Test-HvnLeaseFolder (Get-HvnLeaseFolder)
        if ($there -or (Test-HvnAdministrator)) { return '' }
        'only an administrator can make the folder of the leases'
    }
    catch { Limit-HvnText (Get-HvnCause $_.Exception).Message 1000 }
}
