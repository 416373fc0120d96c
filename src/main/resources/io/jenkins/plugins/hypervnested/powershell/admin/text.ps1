# A lease as tables: the fields that this version knows are looked at, all others stay where they are.

function Assert-HvnShape([bool] $Fits) { if (-not $Fits) { throw (New-HvnTextError) } }

function Assert-HvnTexts($Table, [string[]] $Names) {
    Assert-HvnShape ($Table -is [Collections.IDictionary])
    foreach ($name in $Names) { Assert-HvnShape ($Table[$name] -is [string]) }
}

# The lists of a lease, each with the texts that its entries have to have.
$HvnLists = @{
    aspects = 'aspect', 'object', 'first'; left = 'entry', 'boot'; tickets = 'entry', 'run', 'shownAs', 'boot'
}

function ConvertFrom-HvnLeaseText([string] $Text) {
    $reader = @{ text = $Text; at = 0 }
    $lease = Read-HvnJson $reader
    Assert-HvnShape ($lease -is [Collections.IDictionary] -and -not $Text.Substring($reader['at']).Trim())
    foreach ($name in 'aspects', 'ready', 'left', 'tickets') { Assert-HvnShape ($lease[$name] -is [Collections.IList]) }
    foreach ($name in 'members', 'stop') { Assert-HvnShape ($lease[$name] -is [Collections.IDictionary]) }
    foreach ($name in $HvnLists.Keys) {
        foreach ($item in $lease[$name]) { Assert-HvnTexts $item $HvnLists[$name] }
    }
    foreach ($aspect in $lease['aspects']) {
        Assert-HvnShape ($null -eq $aspect['set'] -or $aspect['set'] -is [string])
        Assert-HvnShape ($aspect['wants'] -is [Collections.IList])
        foreach ($want in $aspect['wants']) { Assert-HvnTexts $want 'entry', 'value' }
    }
    foreach ($member in $lease['members'].GetEnumerator()) {
        Assert-HvnTexts $member.Value 'run', 'controller', 'incarnation', 'shownAs', 'since'
    }
    foreach ($entry in $lease['ready']) { Assert-HvnShape ($entry -is [string]) }
    if ($null -ne $lease['actor']) { Assert-HvnTexts $lease['actor'] 'entry', 'epoch', 'boot' }
    if ($null -ne $lease['asked']) {
        Assert-HvnTexts $lease['asked'] 'entry', 'boot'
        Assert-HvnShape ($lease['asked']['at'] -is [long] -and $lease['asked']['until'] -is [long])
    }
    foreach ($left in $lease['left']) { Assert-HvnShape ($left['until'] -is [long]) }
    $lease
}

function Get-HvnNewLease {
    ConvertFrom-HvnLeaseText ('{"aspects":[],"members":{},"ready":[],' +
        '"stop":{"boundMillis":600000,"force":false,"restorePower":true},"left":[],"tickets":[]}')
}

# Whether nothing of it has to be kept.
function Test-HvnEmpty($Lease) {
    $known = 'aspects', 'members', 'ready', 'actor', 'asked', 'stop', 'left', 'tickets'
    foreach ($field in $Lease.GetEnumerator()) { if ($known -cnotcontains $field.Key) { return $false } }
    $count = $Lease['aspects'].Count + $Lease['members'].Count + $Lease['left'].Count + $Lease['tickets'].Count
    -not $count -and $null -eq $Lease['actor']
}

function ConvertTo-HvnShown([string] $Text, [int] $Length = 200) {
    # what a lease says is shown on a console, where control characters would do things
    Limit-HvnText ([regex]::Replace($Text, '[\x00-\x1f\x7f-\x9f]', ' ')) $Length
}

# How people know a holder.
function Get-HvnShown($Lease, [string] $Entry) {
    $member = $Lease['members'][$Entry]
    if ($null -eq $member) { return "the rollback of entry $(ConvertTo-HvnShown $Entry 60)" }
    (ConvertTo-HvnShown $member['shownAs']) + " (since $(ConvertTo-HvnShown $member['since'] 40))"
}

function Get-HvnLabel($Aspect) {
    $object = $Aspect['object']
    if ($Aspect['shownAs'] -is [string] -and $Aspect['shownAs']) { $object = $Aspect['shownAs'] }
    $name = ConvertTo-HvnShown $Aspect['aspect'] 60
    if ($object) { "$name of $(ConvertTo-HvnShown $object)" } else { $name }
}
