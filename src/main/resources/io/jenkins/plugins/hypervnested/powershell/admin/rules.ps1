# The rules of the protocol, as the plugin's LeaseRules and Leaving have them, for whoever only ever leaves.

# How long a join may be on its way at most: the longest step, and an hour.
$HvnJoinable = [long]176400000

function Test-HvnKnown($Aspect) {
    $known = 'nesting', 'power', 'spoofing', 'connection', 'role', 'switch', 'nat', 'address', 'route', 'dns', 'dhcp'
    $known -ccontains $Aspect['aspect']
}

function Test-HvnHeld($Aspect) { [bool]$Aspect['wants'].Count }

function Get-HvnNewest($Aspect) { $Aspect['wants'][$Aspect['wants'].Count - 1]['value'] }

function Find-HvnAspect($Lease, [string] $Name) {
    foreach ($aspect in $Lease['aspects']) {
        if ($aspect['aspect'] -ceq $Name -and -not $aspect['object']) { return $aspect }
    }
}

# Everybody who holds anything, or is named as a holder.
function Get-HvnHolders($Lease) {
    $entries = [ordered]@{}
    foreach ($member in $Lease['members'].GetEnumerator()) { $entries[[string]$member.Key] = $true }
    foreach ($aspect in $Lease['aspects']) { foreach ($want in $aspect['wants']) { $entries[$want['entry']] = $true } }
    foreach ($entry in $entries.GetEnumerator()) { $entry.Key }
}

function Test-HvnLeft($Lease, [string] $Entry) {
    foreach ($left in $Lease['left']) { if ($left['entry'] -ceq $Entry) { return $true } }
    $false
}

function Remove-HvnOf([Collections.IList] $List, [string] $Entry) {
    for ($i = $List.Count - 1; $i -ge 0; $i--) {
        $of = if ($List[$i] -is [string]) { $List[$i] } else { $List[$i]['entry'] }
        if ($of -ceq $Entry) { $List.RemoveAt($i) }
    }
}

# Takes an entry out of all that it holds, and remembers that it left.
function Set-HvnLeft($Lease, [string] $Entry, $Clock) {
    foreach ($aspect in $Lease['aspects']) { Remove-HvnOf $aspect['wants'] $Entry }
    $Lease['members'].Remove($Entry)
    foreach ($name in 'ready', 'left', 'tickets') { Remove-HvnOf $Lease[$name] $Entry }
    $until = $Clock['millis'] + $HvnJoinable
    [void]$Lease['left'].Add([ordered]@{ entry = $Entry; boot = $Clock['boot']; until = $until })
}

# Without what was to be remembered only until now. How much of its time was left in another boot, nobody can tell.
function Clear-HvnLeft($Lease, $Clock) {
    $list = $Lease['left']
    for ($i = $list.Count - 1; $i -ge 0; $i--) {
        if ($list[$i]['boot'] -cne $Clock['boot']) {
            $list[$i]['boot'] = $Clock['boot']
            $list[$i]['until'] = $Clock['millis'] + $HvnJoinable
        }
        elseif ($list[$i]['until'] -le $Clock['millis']) { $list.RemoveAt($i) }
    }
}

# Whether an aspect that nobody holds still shows what we made of it, so that it is ours to restore.
function Test-HvnOurs($Lease, $Aspect, $Value) {
    if ($null -eq $Value -or $Value -ceq $Aspect['first']) { return $false }
    if ($Aspect['aspect'] -ceq 'role' -and $Value -ceq 'pending') { return $null -ne $Aspect['set'] }
    if ($Aspect['aspect'] -cne 'power') { return $Value -ceq $Aspect['set'] }
    if ($Aspect['first'] -ceq 'on') { return $Lease['stop']['restorePower'] -ne $false }
    $null -ne $Aspect['set']
}

# What an aspect shall be: the newest holder's value; held by nobody: as it was first, where what it shows is ours;
# else nothing.
function Get-HvnWanted($Lease, $Aspect, $Value) {
    if ($null -eq $Value) { return }
    if (Test-HvnHeld $Aspect) { return Get-HvnNewest $Aspect }
    if ((Test-HvnKnown $Aspect) -and (Test-HvnOurs $Lease $Aspect -Value $Value)) { return $Aspect['first'] }
}

# Who may change the subject now.
function Get-HvnFloor($Lease, $Seen, [string] $Epoch) {
    $actor = $Lease['actor']
    if ($null -eq $actor) { return 'FREE' }
    $file = $Seen['lease']
    if ($file['actorMine'] -and $Epoch -and $actor['epoch'] -ceq $Epoch) { return 'MINE' }
    if ($actor['boot'] -cne $Seen['clock']['boot']) { return 'FREE' }
    if (-not $file['actorAlive'] -or $file['actorMine']) { return 'FREE' }
    if ($file['silentMillis'] -gt 60000) { return 'SILENT' }
    'TAKEN'
}

# Whether a shutdown that somebody asked for may still come about, so that nobody may conclude anything yet.
function Test-HvnAskedOpen($Lease, $Seen) {
    $asked = $Lease['asked']
    $vm = $Seen['vm']
    $clock = $Seen['clock']
    if ($null -eq $asked -or (Get-HvnPower $vm['platformState']) -cne 'on') { return $false }
    if ($asked['boot'] -cne $clock['boot']) { return $false }
    $startedAt = $clock['millis'] - ($vm['uptimeSeconds'] + 1) * 1000
    if ($vm['platformState'] -eq 'Running' -and $startedAt -gt $asked['at']) { return $false }
    $clock['millis'] -lt $asked['until']
}

# Records what others' aspects will be set to, before that is told: what was not recorded as ours is taken for somebody
# else's doing. What nobody holds goes to what it was first, which needs no record.
function Set-HvnIntended($Lease, $Vm) {
    $changed = $false
    foreach ($aspect in $Lease['aspects']) {
        if (-not (Test-HvnHeld $aspect) -or -not (Test-HvnKnown $aspect)) { continue }
        $newest = Get-HvnNewest $aspect
        $value = Get-HvnVmValue $aspect $Vm
        if ($newest -ceq $aspect['first'] -or $null -eq $value -or $value -ceq $newest) { continue }
        if ($aspect['set'] -ceq $newest) { continue }
        $aspect['set'] = $newest
        $changed = $true
    }
    $changed
}

# A switch that carries our mark goes by its id from now on. Whether any did.
function Set-HvnAdopted($Lease, $Network) {
    $changed = $false
    foreach ($aspect in $Lease['aspects']) {
        if ($aspect['aspect'] -cne 'switch' -or "$($aspect['set'])" -cnotmatch '\Amade:(?<mark>.+)\z') { continue }
        $mark = $Matches['mark']
        $named = Get-HvnSwitchesNamed $aspect['object'] $Network
        if ($named.Count -ne 1 -or $named[0]['mark'] -cne $mark) { continue }
        $aspect['set'] = Get-HvnSwitchValue $aspect['object'] $Network
        $changed = $true
    }
    $changed
}

# Drops each aspect that is as it was first and held by nobody, or that somebody else changed; power only after nesting,
# whose restoring will need it. Gives up the floor.
function Complete-HvnLease($Lease, [string] $Subject, $State) {
    $kept = New-Object -TypeName Collections.ArrayList
    $nesting = $false
    foreach ($aspect in $Lease['aspects']) {
        $value = Get-HvnShows $Subject $aspect -State $State
        $keeps = (Test-HvnHeld $aspect) -or -not (Test-HvnKnown $aspect) -or (Test-HvnOurs $Lease $aspect -Value $value)
        if ($keeps -and $aspect['aspect'] -ceq 'nesting') { $nesting = $true }
        if ($keeps) { [void]$kept.Add($aspect) }
    }
    $power = Find-HvnAspect $Lease 'power'
    if ($nesting -and $power -and -not $kept.Contains($power)) { [void]$kept.Add($power) }
    $Lease['aspects'] = $kept
    foreach ($name in 'actor', 'asked') { $Lease.Remove($name) }
}

# What somebody else changed, in sentences.
function Get-HvnDrift($Lease, [string] $Subject, $State) {
    foreach ($aspect in $Lease['aspects']) {
        if (Test-HvnHeld $aspect) { continue }
        $value = Get-HvnShows $Subject $aspect -State $State
        if (-not (Test-HvnKnown $aspect)) {
            "the lease records $(Get-HvnLabel $aspect), which this version cannot put back; that which wrote it can"
        }
        elseif ($null -eq $value) { "$(Get-HvnLabel $aspect) is gone" }
        elseif ($value -cne $aspect['first'] -and -not (Test-HvnOurs $Lease $aspect -Value $value)) {
            $set = if ($aspect['set']) { ", set to $(ConvertTo-HvnShown $aspect['set'])" }
            $is = "it is $(ConvertTo-HvnShown $value), was $(ConvertTo-HvnShown $aspect['first']) first$set"
            "$(Get-HvnLabel $aspect) was changed by somebody else and is left alone: $is"
        }
    }
}
