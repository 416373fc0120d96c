# Telling the machine what to change, what became of it, and the end.

function Invoke-HvnTelling($Task, $Seen, $Step) {
    $change = @{ subject = $Task['subject']; epoch = $Task['epoch']; do = $Step['do'] }
    foreach ($field in $Step['fields'].GetEnumerator()) { $change[$field.Key] = $field.Value }
    Write-Verbose -Message $Step['sentence']
    $answer = (Invoke-HvnChanges @{ changes = @($change) })[$Task['subject']]
    if ($answer.Contains('error')) {
        Resolve-HvnRefusal $Task $Seen -Step $Step -Problem $answer['error']
        return
    }
    if ($Step['do'] -ceq 'shutdown') { $Task['told'] = $true }
    [void]$Task['done'].Add($Step['sentence'])
    $count = 1 + [int]$Task['accepted'][$Step['sentence']]
    $Task['accepted'][$Step['sentence']] = $count
    if ($count -gt 3) {
        throw (New-HvnStuck 'HVN.DidNotTake' "what it was told had no effect: it $($Step['sentence'])" -Task $Task)
    }
}

# By id and category: texts are localised.
function Get-HvnProblemKind($Problem) {
    $reason = ($Problem['id'] -split ',')[0]
    if ($reason -ceq 'HVN.Fenced') { return 'FENCED' }
    if (@('InvalidState', 'InvalidVMState') -ccontains $reason) { return 'WRONG_STATE' }
    if ($Problem['category'] -eq 'ResourceBusy' -or $reason -ceq 'ObjectInUse') { return 'BUSY' }
    if ($Problem['category'] -eq 'ObjectNotFound') { return 'NOT_FOUND' }
    'OTHER'
}

# What is refused is understood, or tried again twice, or the end.
function Resolve-HvnRefusal($Task, $Seen, $Step, $Problem) {
    $kind = Get-HvnProblemKind $Problem
    if ($kind -ceq 'FENCED') { $Task['epoch'] = ''; return }
    if ($Step['do'] -ceq 'shutdown') { $Task['refused'] = $true; return }
    $network = $Task['subject'] -ceq 'network'
    if ($Step['do'] -ceq 'spoof' -and $kind -ceq 'WRONG_STATE' -and $Seen['vm']['platformState'] -ne 'Off') {
        $Task['spoofingNeedsOff'] = $true
        return
    }
    if ($Step['do'] -ceq 'connect' -and $kind -ceq 'NOT_FOUND' -and $Step['fields']['switch']) {
        $Task['lost'][$Step['fields']['adapter']] = $true
        [void]$Task['notes'].Add('the switch to which an adapter was connected is gone; it is left without one')
        return
    }
    $settles = $kind -ceq 'BUSY' -and $Task['off'] -and $Task['off'].ElapsedMilliseconds -lt 120000
    $count = 1 + [int]$Task['refusals'][$Step['sentence']]
    $Task['refusals'][$Step['sentence']] = $count
    $again = $count -lt 3 -and ($network -or @('WRONG_STATE', 'BUSY') -ccontains $kind)
    if (-not $settles -and -not $again) {
        $said = "that it $($Step['sentence']) was refused: $(ConvertTo-HvnShown $Problem['message'] 1000)"
        throw (New-HvnStuck $Problem['id'] $said -Task $Task)
    }
    Update-HvnBeats
    [Threading.Thread]::Sleep(2000)
}

# As the lease wants it, or what is not is not ours to change.
function Complete-HvnRestoring($Task, $Seen, [string] $Floor) {
    $lease = $Seen['parsed']
    $state = Get-HvnSeenState $Task $Seen
    $notes = @(Get-HvnDrift $lease $Task['subject'] -State $state)
    foreach ($aspect in @($lease['aspects'])) {
        $lost = $aspect['aspect'] -ceq 'connection' -and $Task['lost'].ContainsKey($aspect['object'])
        $keeps = $Task['keepRole'] -and $aspect['aspect'] -ceq 'role' -and -not (Test-HvnHeld $aspect)
        if ($lost -or $keeps) { $lease['aspects'].Remove($aspect) }
    }
    if ($lease['aspects'].Count -or (Get-HvnFloor $lease $Seen -Epoch $Task['epoch']) -cne 'TAKEN') {
        Complete-HvnLease $lease $Task['subject'] -State $state
    }
    if (-not (Set-HvnSeenLease $Task $Seen -Floor $Floor)) { return }
    $Task['epoch'] = ''
    foreach ($note in $notes) { [void]$Task['notes'].Add($note) }
    $Task['heldBy'] = @(foreach ($entry in Get-HvnHolders $lease) { Get-HvnShown $lease $entry })
    $role = Find-HvnAspect $lease 'role'
    $Task['outcome'] = if ($Task['heldBy'].Count) { 'PassedOn' }
    elseif ($role) { Add-HvnRoleHint $Task $role -State $state; 'ToDo' }
    elseif ($lease['aspects'].Count) { 'Kept' } else { 'Restored' }
}

# A role comes and goes with restarts of this very machine, which nobody but its administrator decides.
function Add-HvnRoleHint($Task, $Role, $State) {
    $remove = if ($State['server']) { 'Uninstall-WindowsFeature -Name Hyper-V -IncludeManagementTools -Restart' }
    else { 'Disable-WindowsOptionalFeature -Online -FeatureName Microsoft-Hyper-V-All' }
    $was = "the Hyper-V role was $(ConvertTo-HvnShown $Role['first']) first and was installed for Jenkins"
    $then = "To take it away: $remove, then run this again. To keep it: run this again with -KeepRole"
    [void]$Task['notes'].Add("$was. $then")
}

# What is given to whoever asked.
function Get-HvnReport($Task) {
    [pscustomobject]@{
        PSTypeName = 'HypervNested.Restored'
        Subject = $Task['subject']
        Outcome = $Task['outcome']
        Done = [string[]]@($Task['done'])
        Notes = [string[]]@($Task['notes'])
        HeldBy = [string[]]@($Task['heldBy'])
    }
}
