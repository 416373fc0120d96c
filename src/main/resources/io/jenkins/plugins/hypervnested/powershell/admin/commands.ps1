# The two commands of an administrator.

<#
.SYNOPSIS
Shows the leases of this machine: who holds which VM, network or role, and what was there before.
.DESCRIPTION
Changes nothing. Run it elevated, on the machine whose leases are meant: a Hyper-V host, or the guest of a VM in which
the plugin worked. A lease that cannot be read is shown with the reason, never left out.
.PARAMETER Subject
The id of a VM, network, or role; all leases when it is not given. A VM of Get-VM may be piped to it.
.INPUTS
Objects with a Subject, or an Id as a VM has it.
.OUTPUTS
An object for each lease: Subject, Name (of the VM, where it is there), Standing (HELD by somebody; OWED: nobody holds
it and it is still to be put back; ENDED: it only remembers who left, for up to two days; NEWER or DAMAGED, with
Problem), Holders (Subject, Entry, Run, ShownAs, Controller, Incarnation, Since, Ready, Wants), Aspects (First: before
anybody changed it; Set: what was set; Now), ActsNow (who is changing it at this moment), Waiting.
.EXAMPLE
Get-HypervNestedLease

Shows every lease of this machine.
.EXAMPLE
Get-VM -Name node-1 | Get-HypervNestedLease

Shows the lease of one VM.
.EXAMPLE
(Get-HypervNestedLease).Holders | Format-Table -Property ShownAs, Since, Subject, Entry

Shows who holds anything of this machine, and since when.
#>
function Get-HypervNestedLease {
    [CmdletBinding()]
    [OutputType([pscustomobject])]
    param([Parameter(Position = 0, ValueFromPipelineByPropertyName = $true)] [Alias('Id')] [string] $Subject)
    process {
        try { Get-HvnLeaseObjects $Subject }
        catch { $PSCmdlet.WriteError($_) }
    }
}

<#
.SYNOPSIS
Gives up holders of a lease of this machine, and puts back what nobody holds any more.
.DESCRIPTION
For leases whose Jenkins never comes back. Run it elevated, on the machine whose lease it is. The holders are taken out
and remembered, so that nothing of theirs can come late. What others still hold stays as it is, and the last of them
puts it back. Everything else is put back by comparing three values: what is as it was first is left, what is as it was
set is put back, anything else was changed by somebody else, is left alone and reported. A VM's guest is asked to shut
down and has its time; a saved VM is resumed, never discarded; power comes last. Whoever is changing the machine at this
moment, and is alive, is respected: then nothing is done.

Where work was left inside a VM (a NAT, nested VMs, the Hyper-V role), run it in the guest first.

It asks first. It may be run again whenever it stopped half-way, was interrupted, or asked for something.
.PARAMETER Subject
The id of a VM, network, or role, as Get-HypervNestedLease shows it.
.PARAMETER Entry
The holders that are given up, by their Entry. Holders of Get-HypervNestedLease may be piped to it.
.PARAMETER All
All holders are given up. Also puts back what nobody holds any more.
.PARAMETER TurnOff
A VM whose guest does not shut down in time, or offers no shutdown, is turned off, as if its power cord was pulled.
.PARAMETER ShutdownSeconds
How long a guest may take to shut down; without it as long as the lease says (10 minutes), or 5 minutes with TurnOff.
.PARAMETER KeepRole
The Hyper-V role stays installed, and counts as what was there first.
.INPUTS
Leases or holders as Get-HypervNestedLease gives them, or VMs.
.OUTPUTS
An object: Subject; Outcome (Restored; PassedOn to those in HeldBy; Gone: there is no such VM any more; ToDo or Kept:
Notes say what); Done, Notes, HeldBy. Where it cannot be done there is an error instead that says what to do.
.EXAMPLE
Restore-HypervNestedLease -Subject 11111111-1111-4111-8111-111111111111 -All -WhatIf

Tells who would be taken out and what would be put back, and does nothing.
.EXAMPLE
Restore-HypervNestedLease -Subject 11111111-1111-4111-8111-111111111111 -All

Gives up all holders of one VM and puts it back.
.EXAMPLE
(Get-HypervNestedLease).Holders | Where-Object ShownAs -Like 'old-folder/*' | Restore-HypervNestedLease

Gives up what the jobs of one folder hold, whatever it is, and asks for each.
.EXAMPLE
Get-HypervNestedLease | Restore-HypervNestedLease -All -Confirm:$false

Gives up every lease of this machine without asking.
#>
function Restore-HypervNestedLease {
    [CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High', DefaultParameterSetName = 'Entry')]
    [OutputType([pscustomobject])]
    param(
        [Parameter(Mandatory = $true, Position = 0, ValueFromPipelineByPropertyName = $true)] [Alias('Id')]
        [string] $Subject,
        [Parameter(Mandatory = $true, ParameterSetName = 'Entry', ValueFromPipelineByPropertyName = $true)]
        [string[]] $Entry,
        [Parameter(Mandatory = $true, ParameterSetName = 'All')] [switch] $All,
        [switch] $TurnOff,
        [ValidateRange(1, 3600)] [int] $ShutdownSeconds,
        [switch] $KeepRole
    )
    process {
        $shown = $Subject
        try {
            $task = New-HvnTask (ConvertTo-HvnSubject $Subject)
            $task['turnOff'] = [bool]$TurnOff
            $task['shutdownSeconds'] = $ShutdownSeconds
            $task['keepRole'] = [bool]$KeepRole
            $intent = Get-HvnIntent $task $Entry -All ([bool]$All)
            $shown = $task['shown']
            foreach ($warning in $intent['warnings']) { Write-Warning -Message $warning }
            if (-not $PSCmdlet.ShouldProcess($shown, $intent['sentence'])) { return }
            Invoke-HvnRestoring $task
            Get-HvnReport $task
        }
        catch { $PSCmdlet.WriteError($_) }
        finally {
            foreach ($floor in @($HvnState['Actors'].Keys)) { Exit-HvnFloor $floor }
            Write-Progress -Activity $shown -Completed
        }
    }
}

# A subject as it was typed; other tools show ids in capitals or braces.
function ConvertTo-HvnSubject([string] $Typed) {
    $subject = $Typed.Trim(' ', '{', '}').ToLowerInvariant()
    try { Assert-HvnSubject $subject }
    catch {
        $said = "'$(ConvertTo-HvnShown $Typed)' is neither the id of a VM nor network nor role; " +
            'Get-HypervNestedLease shows the leases of this machine by their subjects, (Get-VM).Id the ids of its VMs'
        throw (New-HvnError 'HVN.NoSubject' $said -Category InvalidArgument -Target $Typed)
    }
    $subject
}

function New-HvnNoLeaseError([string] $Subject) {
    $said = "there is no lease of $Subject on this machine; Get-HypervNestedLease shows those that there are"
    New-HvnError 'HVN.NoLease' $said -Category ObjectNotFound -Target $Subject
}

# What would be done, after everything was looked at that forbids it.
function Get-HvnIntent($Task, $Given, [bool] $All) {
    $ErrorActionPreference = 'Stop'
    if (-not (Test-HvnAdministrator)) {
        throw (New-HvnError 'HVN.NoAdministrator' 'run it elevated, as administrator' -Category PermissionDenied)
    }
    $there = Test-HvnLeaseFolder (Get-HvnLeaseFolder)
    $seen = if ($there) { Get-HvnSeen $Task }
    $Task['gone'] = $there -and -not $seen
    if ($Task['gone']) { $seen = Get-HvnGoneLease $Task }
    if (-not $there -or $seen['lease']['stamp'] -ceq 'absent') { throw (New-HvnNoLeaseError $Task['subject']) }
    $lease = $seen['parsed']
    if (-not $Task['gone'] -and (Test-HvnVmSubject $Task['subject'])) {
        $Task['shown'] = "VM '$(ConvertTo-HvnShown $seen['vm']['name'])' ($($Task['subject']))"
    }
    Assert-HvnFree $Task $lease -Seen $seen
    $Task['entries'] = Get-HvnGivenUp $Task $lease -Given $Given -All $All
    @{ sentence = Get-HvnSentence $Task $lease -Seen $seen; warnings = @(Get-HvnWarnings $Task $lease) }
}

# All holders, or those that were named; one that left already is named to go on with what was begun.
function Get-HvnGivenUp($Task, $Lease, $Given, [bool] $All) {
    $holders = @(Get-HvnHolders $Lease)
    if ($All) { return , $holders }
    # nobody is meant by -All:$false, and not everybody
    $named = @($Given | Where-Object { $_ })
    if (-not $named.Count) { $named = @('') }
    foreach ($entry in $named) {
        if ($holders -ccontains $entry -or (Test-HvnLeft $Lease $entry)) { continue }
        $there = if ($holders.Count) { "holders are $($holders -join ', ')" } else { 'nobody does' }
        $said = "$entry holds nothing of $($Task['shown']); $there"
        throw (New-HvnError 'HVN.NoHolder' $said -Category ObjectNotFound -Target $entry)
    }
    , $named
}

function Get-HvnSentence($Task, $Lease, $Seen) {
    $out = @(foreach ($entry in $Task['entries']) { Get-HvnShown $Lease $entry }) -join ', '
    $rest = @(Get-HvnHolders $Lease | Where-Object { $Task['entries'] -cnotcontains $_ })
    $back = if ($Task['gone']) { 'forget it: the VM is not there any more' }
    else {
        $state = Get-HvnSeenState $Task $Seen
        $parts = foreach ($aspect in $Lease['aspects']) {
            $others = @($aspect['wants'] | Where-Object { $Task['entries'] -cnotcontains $_['entry'] })
            $value = Get-HvnShows $Task['subject'] $aspect -State $state
            if ($others.Count -or -not (Test-HvnOurs $Lease $aspect -Value $value)) { continue }
            "$(Get-HvnLabel $aspect) to $(ConvertTo-HvnShown $aspect['first'])"
        }
        if (@($parts).Count) { "put back $(@($parts) -join ', ')" } else { 'put back nothing' }
    }
    $to = if ($rest.Count) { "; $($rest.Count) other holder(s) keep what they hold" }
    "take out $(if ($out) { $out } else { 'nobody' }), $back$to"
}

# Who holds the power of a VM and nothing else of it works inside.
function Get-HvnWarnings($Task, $Lease) {
    if (-not (Test-HvnVmSubject $Task['subject']) -or $Task['gone']) { return }
    foreach ($entry in $Task['entries']) {
        $held = @($Lease['aspects'] | Where-Object { @($_['wants'] | Where-Object { $_['entry'] -ceq $entry }).Count })
        if ($held.Count -eq 1 -and $held[0]['aspect'] -ceq 'power') {
            $first = 'Leases inside the guest have to be given up there first, by the same commands, run in the guest'
            "$(Get-HvnShown $Lease $entry) held this VM to work inside it. $first"
        }
    }
}
