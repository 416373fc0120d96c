# The JSON of a lease, token by token: the cmdlets' own reader changes numbers and takes keys that differ in case for
# one, and what a later version wrote has to be written back as it was.

$HvnTokens = [regex]('\G[ \t\r]*(?:(?<mark>[{}\[\]:,])|"(?<text>(?:[^"\\\x00-\x1f]|\\.)*)"' +
    '|(?<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)|(?<word>true|false|null))')
$HvnEscapes = @{ b = "`b"; f = "`f"; n = "`n"; r = "`r"; t = "`t" }

function New-HvnTextError { New-HvnError 'HVN.LeaseDamaged' 'the lease cannot be read' -Category InvalidData }

# What is written back as it was read.
function New-HvnRaw([string] $Text) { [pscustomobject]@{ raw = $Text } }

function Read-HvnToken($Reader) {
    $token = $HvnTokens.Match($Reader['text'], $Reader['at'])
    if (-not $token.Success) { throw (New-HvnTextError) }
    $Reader['at'] = $token.Index + $token.Length
    $token
}

# Whether that mark comes next; it is passed over then.
function Test-HvnMark($Reader, [string] $Mark) {
    $token = $HvnTokens.Match($Reader['text'], $Reader['at'])
    if (-not $token.Success -or $token.Groups['mark'].Value -cne $Mark) { return $false }
    $Reader['at'] = $token.Index + $token.Length
    $true
}

function Assert-HvnMark($Reader, [string] $Mark) {
    if (-not (Test-HvnMark $Reader $Mark)) { throw (New-HvnTextError) }
}

function ConvertFrom-HvnEscaped([string] $Text) {
    [regex]::Replace($Text, '\\(u[0-9a-fA-F]{4}|.)', {
        param($Match)
        $escape = $Match.Groups[1].Value
        if ($escape.Length -eq 5) { return [string][char][Convert]::ToInt32($escape.Substring(1), 16) }
        if ($HvnEscapes.ContainsKey($escape)) { return $HvnEscapes[$escape] }
        $escape
    })
}

# A text without its equals sign is none of this version's.
function ConvertFrom-HvnText([string] $Text) {
    if ($Text.StartsWith('=', [StringComparison]::Ordinal)) { return ConvertFrom-HvnEscaped $Text.Substring(1) }
    New-HvnRaw ('"' + $Text + '"')
}

function Read-HvnJson($Reader, [int] $Depth = 0) {
    if ($Depth -gt 32) { throw (New-HvnTextError) }
    $token = Read-HvnToken $Reader
    if ($token.Groups['text'].Success) { return ConvertFrom-HvnText $token.Groups['text'].Value }
    if ($token.Groups['number'].Success) {
        $number = $token.Groups['number'].Value
        if ($number -cmatch '\A-?[0-9]{1,18}\z') { return [long]$number }
        return New-HvnRaw $number
    }
    switch -CaseSensitive ($token.Groups['word'].Value) {
        'true' { return $true }
        'false' { return $false }
        'null' { return $null }
    }
    switch ($token.Groups['mark'].Value) {
        '{' { return Read-HvnObject $Reader $Depth }
        '[' { return , (Read-HvnArray $Reader $Depth) }
    }
    throw (New-HvnTextError)
}

function Read-HvnObject($Reader, [int] $Depth) {
    $type = 'Collections.Specialized.OrderedDictionary'
    $table = New-Object -TypeName $type -ArgumentList ([StringComparer]::Ordinal)
    if (Test-HvnMark $Reader '}') { return $table }
    do {
        $key = Read-HvnToken $Reader
        if (-not $key.Groups['text'].Success) { throw (New-HvnTextError) }
        $name = ConvertFrom-HvnEscaped $key.Groups['text'].Value
        Assert-HvnMark $Reader ':'
        if ($table.Contains($name)) { throw (New-HvnTextError) }
        $table.Add($name, (Read-HvnJson $Reader ($Depth + 1)))
    } while (Test-HvnMark $Reader ',')
    Assert-HvnMark $Reader '}'
    $table
}

function Read-HvnArray($Reader, [int] $Depth) {
    $list = New-Object -TypeName Collections.ArrayList
    if (Test-HvnMark $Reader ']') { return , $list }
    do { [void]$list.Add((Read-HvnJson $Reader ($Depth + 1))) } while (Test-HvnMark $Reader ',')
    Assert-HvnMark $Reader ']'
    , $list
}

function ConvertTo-HvnLeaseJson($Value) {
    if ($Value -is [Management.Automation.PSCustomObject]) { return $Value.raw }
    if ($Value -is [Collections.IDictionary]) {
        $fields = foreach ($field in $Value.GetEnumerator()) {
            '"' + (ConvertTo-HvnJsonText $field.Key).Substring(2) + ':' + (ConvertTo-HvnLeaseJson $field.Value)
        }
        return '{' + ($fields -join ',') + '}'
    }
    if ($Value -is [Collections.IList]) {
        $items = foreach ($item in $Value) { ConvertTo-HvnLeaseJson $item }
        return '[' + ($items -join ',') + ']'
    }
    ConvertTo-HvnJson $Value
}
