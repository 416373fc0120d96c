# Leases as objects, for people and for scripts.

# On a console, what a list holds is shown as its text.
function Add-HvnText($Object, [scriptblock] $Text) {
    Add-Member -InputObject $Object -MemberType ScriptMethod -Name ToString -Value $Text -Force -PassThru
}

function ConvertTo-HvnHolder([string] $Subject, $Lease, [string] $Entry) {
    $member = $Lease['members'][$Entry]
    $wants = @(foreach ($aspect in $Lease['aspects']) {
        foreach ($want in $aspect['wants']) {
            if ($want['entry'] -ceq $Entry) { "$(Get-HvnLabel $aspect) $(ConvertTo-HvnShown $want['value'])" }
        }
    })
    $holder = [ordered]@{ PSTypeName = 'HypervNested.Holder'; Subject = $Subject; Entry = $Entry }
    foreach ($name in 'Run', 'ShownAs', 'Controller', 'Incarnation', 'Since') {
        $field = $name.Substring(0, 1).ToLowerInvariant() + $name.Substring(1)
        $holder[$name] = if ($null -ne $member) { ConvertTo-HvnShown $member[$field] } else { '' }
    }
    $holder['Ready'] = $Lease['ready'].Contains($Entry)
    $holder['Wants'] = [string[]]$wants
    Add-HvnText ([pscustomobject]$holder) { "$($this.ShownAs) (entry $($this.Entry)): $($this.Wants -join ', ')" }
}

function ConvertTo-HvnAspectObject([string] $Subject, $Aspect, $State) {
    $now = if ($State -and (Test-HvnKnown $Aspect)) { Get-HvnShows $Subject $Aspect -State $State }
    $object = [pscustomobject]@{
        PSTypeName = 'HypervNested.Aspect'
        Aspect = Get-HvnLabel $Aspect
        First = ConvertTo-HvnShown $Aspect['first']
        Set = if ($null -ne $Aspect['set']) { ConvertTo-HvnShown $Aspect['set'] } else { '' }
        Now = if ($null -ne $now) { ConvertTo-HvnShown $now } else { '' }
        Held = Test-HvnHeld $Aspect
    }
    Add-HvnText $object {
        $value = if ($this.Now) { "$($this.Now) now" } else { 'not seen now' }
        "$($this.Aspect): $value, $($this.First) first"
    }
}

# HELD by somebody, OWED though nobody holds it any more, or ENDED: it only remembers who left.
function Get-HvnStanding($Lease) {
    if (@(Get-HvnHolders $lease).Count) { return 'HELD' }
    if ($Lease['aspects'].Count) { return 'OWED' }
    'ENDED'
}

function New-HvnLeaseObject([string] $Subject, [string] $Name, [string] $Standing, [string] $Problem) {
    [pscustomobject]@{
        PSTypeName = 'HypervNested.Lease'
        Subject = $Subject
        Name = $Name
        Standing = $Standing
        Problem = $Problem
        Holders = @()
        Aspects = @()
        ActsNow = ''
        Waiting = @()
    }
}

function ConvertTo-HvnLeaseObject([string] $Subject, $File, $State) {
    $name = if ($State -and (Test-HvnVmSubject $Subject)) { ConvertTo-HvnShown $State['name'] } else { '' }
    if ($File['problem'] -ceq 'NEWER') {
        $said = 'it has a newer format: use what comes with the version of the plugin that wrote it'
        return New-HvnLeaseObject $Subject $name -Standing 'NEWER' -Problem $said
    }
    $said = 'neither the file nor its backup is whole; nothing touches them. docs/rollback.md says what to do'
    $lease = $null
    if ($File['problem'] -ceq 'NONE') {
        try { $lease = ConvertFrom-HvnLeaseText $File['text'] }
        catch { $said = "the file is whole, but what it says cannot be read: $($_.Exception.Message)" }
    }
    if ($null -eq $lease) { return New-HvnLeaseObject $Subject $name -Standing 'DAMAGED' -Problem $said }
    $object = New-HvnLeaseObject $Subject $name -Standing (Get-HvnStanding $lease)
    $object.Holders = @(foreach ($entry in Get-HvnHolders $lease) { ConvertTo-HvnHolder $Subject $lease -Entry $entry })
    $object.Aspects = @(foreach ($aspect in $lease['aspects']) {
        ConvertTo-HvnAspectObject $Subject $aspect -State $State
    })
    $object.Waiting = @(foreach ($ticket in $lease['tickets']) { ConvertTo-HvnShown $ticket['shownAs'] })
    $floor = Get-HvnFloor $lease @{ lease = $File; clock = Get-HvnClock } -Epoch ''
    if ($floor -cne 'FREE') { $object.ActsNow = Get-HvnShown $lease $lease['actor']['entry'] }
    $object
}

# States by subject, as far as they can be read.
function Get-HvnShownStates([string[]] $Subjects) {
    try { $answers = Get-HvnSubjectStates $Subjects }
    catch {
        Write-Warning -Message "what the machine shows now cannot be read: $((Get-HvnCause $_.Exception).Message)"
        return @{}
    }
    $states = @{}
    foreach ($subject in $Subjects) {
        if ($answers[$subject].ContainsKey('value')) { $states[$subject] = $answers[$subject]['value'] }
    }
    $states
}

# Of one subject, or of all.
function Get-HvnLeaseObjects([string] $Subject) {
    $ErrorActionPreference = 'Stop'
    if ($Subject) { $Subject = ConvertTo-HvnSubject $Subject }
    $files = Get-HvnLeases
    $subjects = @($files.Keys | Where-Object { -not $Subject -or $_ -ceq $Subject })
    if (-not $subjects.Count) {
        if ($Subject) { throw (New-HvnNoLeaseError $Subject) }
        return
    }
    $states = Get-HvnShownStates $subjects
    foreach ($one in $subjects) { ConvertTo-HvnLeaseObject $one $files[$one] -State $states[$one] }
}
