# The wire: JSON in ASCII, every string behind an equals sign, enums as names, one-element arrays as arrays.
# The cmdlets' own JSON cannot be used for answers: Windows PowerShell unwraps arrays and turns enums into numbers.
Set-StrictMode -Version 2.0

# What this process knows: the floors it has, secrets until they are used, its own text, and what was opened or begun:
# the session, those into VMs, the workers, the work on the role.
$HvnState = @{
    Actors = @{}; Secrets = @{}; Text = ''; Hash = ''; Session = $null; Insides = @{}; Workers = $null; Role = $null
    GivenUp = $false; SafeFolder = $null; Boot = $null
}

function ConvertTo-HvnJsonText([string] $Text) {
    $escaped = $Text.Replace('\', '\\').Replace('"', '\"')
    if ($escaped -cmatch '[^ -~]') {
        # half a character or NUL cannot be told to the other side; such a text equals no name that a user may send
        $halves = '(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])|\x00'
        $escaped = [regex]::Replace($escaped, $halves, [string][char]0xfffd)
        $escaped = [regex]::Replace($escaped, '[^ -~]', { param($Match) '\u{0:x4}' -f [int]$Match.Value[0] })
    }
    '"=' + $escaped + '"'
}

function ConvertTo-HvnJson($Value) {
    if ($null -eq $Value) { return 'null' }
    if ($Value -is [string]) { return ConvertTo-HvnJsonText $Value }
    if ($Value -is [bool]) { return $Value.ToString().ToLowerInvariant() }
    if ($Value -is [Collections.IDictionary]) {
        $fields = foreach ($key in $Value.Keys) { '"' + $key + '":' + (ConvertTo-HvnJson $Value[$key]) }
        return '{' + ($fields -join ',') + '}'
    }
    if ($Value -is [Collections.IEnumerable]) {
        $items = foreach ($item in $Value) { ConvertTo-HvnJson $item }
        return '[' + ($items -join ',') + ']'
    }
    ([long]$Value).ToString([Globalization.CultureInfo]::InvariantCulture)
}

# Objects become case-sensitive tables, strings lose their equals sign.
function ConvertFrom-HvnValue($Value) {
    if ($Value -is [string]) {
        if (-not $Value.StartsWith('=', [StringComparison]::Ordinal)) {
            throw (New-HvnBadRequest 'a string without its equals sign')
        }
        return $Value.Substring(1)
    }
    if ($Value -is [Management.Automation.PSCustomObject]) {
        $table = New-Object -TypeName Collections.Hashtable -ArgumentList ([StringComparer]::Ordinal)
        foreach ($field in $Value.PSObject.Properties) { $table[$field.Name] = ConvertFrom-HvnValue $field.Value }
        return $table
    }
    if ($Value -is [Collections.IList]) {
        $list = New-Object -TypeName Collections.ArrayList
        foreach ($item in $Value) { [void]$list.Add((ConvertFrom-HvnValue $item)) }
        return , $list.ToArray()
    }
    $Value
}

function ConvertFrom-HvnMessage([string] $Base64) {
    try {
        $json = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($Base64))
        $message = ConvertFrom-HvnValue (ConvertFrom-Json -InputObject $json)
    }
    catch { throw (New-HvnBadRequest "the request cannot be read: $($_.Exception.Message)") }
    if ($message -isnot [Collections.IDictionary]) {
        throw (New-HvnBadRequest 'the request is no object')
    }
    $message
}

function ConvertTo-HvnMessage($Value) {
    $json = ConvertTo-HvnJson $Value
    if ($json.Length -gt 1000000) {
        $failure = New-HvnBadRequest "an answer of $($json.Length) characters is too large"
        $json = ConvertTo-HvnJson ([ordered]@{ id = $Value['id']; error = ConvertTo-HvnError $failure })
    }
    [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes($json))
}

# One field of a request, of the kind that it has to be; a missing one is a damaged request.
function Get-HvnField($Table, [string] $Name, [type] $Kind) {
    if ($Table -isnot [Collections.IDictionary] -or -not $Table.Contains($Name)) {
        throw (New-HvnBadRequest "the field $Name is missing")
    }
    $value = $Table[$Name]
    if ($Kind -eq [long] -and $value -is [int]) { $value = [long]$value }
    if ($value -isnot $Kind) {
        throw (New-HvnBadRequest "the field $Name is of another kind")
    }
    , $value
}

# A VM's id, network, or role; it becomes part of a file's name, so nothing else will do.
function Assert-HvnSubject([string] $Subject) {
    if ($Subject -cnotmatch '\A(network|role|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\z') {
        throw (New-HvnBadRequest 'neither the id of a VM nor network nor role' $Subject)
    }
}

# Whether a subject, which was checked, is a VM.
function Test-HvnVmSubject([string] $Subject) { @('network', 'role') -cnotcontains $Subject }

function Assert-HvnVmId([string] $Id) {
    Assert-HvnSubject $Id
    if (-not (Test-HvnVmSubject $Id)) { throw (New-HvnBadRequest 'no id of a VM' $Id) }
}

# The list of subjects of a request, each checked, none twice.
function Get-HvnSubjects($Arguments) {
    $seen = @{}
    foreach ($id in (Get-HvnField $Arguments 'ids' -Kind ([array]))) {
        Assert-HvnSubject "$id"
        $seen["$id"] = $true
    }
    , @($seen.Keys | Sort-Object)
}

# The same where only VMs will do.
function Get-HvnIds($Arguments) {
    $ids = Get-HvnSubjects $Arguments
    foreach ($id in $ids) { Assert-HvnVmId $id }
    , $ids
}
