# Machines inside this one, each behind a session of PowerShell Direct, by the id of its VM. A request with a path goes
# to the first of them, which passes it on. Nothing here waits for a guest without a bound.

# The ids of the VMs that a request has to go through from here.
function Get-HvnHops($Message) {
    if (-not $Message.Contains('path')) { return , @() }
    $hops = Get-HvnField $Message 'path' -Kind ([array])
    foreach ($hop in $hops) { Assert-HvnVmId "$hop" }
    if ($hops.Count -gt 8) { throw (New-HvnBadRequest 'a path of more than eight machines') }
    , $hops
}

# How many milliseconds a request may take from here.
function Get-HvnBound($Message) {
    if (-not $Message.Contains('bound')) { return [long]30000 }
    [Math]::Max([long]1000, (Get-HvnField $Message 'bound' -Kind ([long])))
}

# One less than what this side has, so that the side that began is the last to give up.
function Get-HvnNextBound([long] $Bound) { [Math]::Max([long]1000, $Bound - 1000) }

function New-HvnLostError([string] $Vm, [string] $Message) {
    New-HvnError 'HVN.InsideLost' $Message -Category ConnectionError -Target $Vm
}

function New-HvnGuestCredential($Arguments) {
    $user = Get-HvnField $Arguments 'user' -Kind ([string])
    $password = $HvnState['Secrets']['guest']
    if (-not $password) { throw (New-HvnBadRequest 'the password is missing') }
    New-Object -TypeName Management.Automation.PSCredential -ArgumentList $user, $password
}

# Passes a request on to the first machine of its path; the answer as it came.
function Invoke-HvnHop($Message, $Hops, $Credential) {
    $bound = Get-HvnBound $Message
    $Message['path'] = @(for ($i = 1; $i -lt $Hops.Count; $i++) { $Hops[$i] })
    $Message['bound'] = Get-HvnNextBound $bound
    Update-HvnBeats
    Invoke-HvnInside $Hops[0] (ConvertTo-HvnMessage $Message) -Credential $Credential -Bound $bound
}

function Invoke-HvnInside([string] $Vm, [string] $Request, $Credential, [long] $Bound) {
    $inside = $HvnState['Insides'][$Vm]
    if (-not $inside) {
        throw (New-HvnError 'HVN.NoSession' 'there is no session into that VM' -Category ConnectionError -Target $Vm)
    }
    $session = $inside['session']
    try {
        if (-not (Test-HvnOpened $session.Runspace)) { throw (New-HvnLostError $Vm 'the session had ended') }
        Invoke-HvnRelay $session $Request -Credential $Credential -Bound $Bound -Vm $Vm
    }
    catch {
        $ours = $_.FullyQualifiedErrorId -clike 'HVN.Inside*'
        if ($ours -or -not (Test-HvnOpened $session.Runspace)) {
            Remove-HvnInside $Vm
            if (-not $ours) {
                throw (New-HvnLostError $Vm (Limit-HvnText (Get-HvnCause $_.Exception).Message 1000))
            }
        }
        throw
    }
}

# Opens the session into a VM and makes it ready; what the other side says of itself.
function Enter-HvnInside($Arguments, [long] $Bound, $Credential) {
    $vm = Get-HvnField $Arguments 'vm' -Kind ([string])
    Assert-HvnVmId $vm
    if (-not $Credential) { throw (New-HvnBadRequest 'the password is missing' $vm) }
    $clock = [Diagnostics.Stopwatch]::StartNew()
    Exit-HvnInside $vm -Bound 3000
    $found = (Get-HvnVms @($vm))[$vm]
    if (-not $found) { throw (New-HvnGoneError $vm) }
    if ("$(Get-HvnProperty $found 'State')" -ne 'Running') {
        throw (New-HvnError 'HVN.NotRunning' 'the VM is not running' -Category InvalidOperation -Target $vm)
    }
    $left = { [Math]::Max([long]1000, (Get-HvnNextBound $Bound) - $clock.ElapsedMilliseconds) }
    $HvnState['Insides'][$vm] = Open-HvnInside $vm -Credential $Credential -Bound (& $left)
    try {
        Send-HvnModule $HvnState['Insides'][$vm]['session'] -Bound (& $left) -Vm $vm
        $hello = ConvertTo-HvnMessage @{ id = 0; verb = 'hello'; args = @{} }
        Get-HvnValue (Invoke-HvnInside $vm $hello -Bound (& $left)) $vm
    }
    catch {
        Remove-HvnInside $vm
        throw
    }
}

# What opens a session closes it when it ends, and can hang with the guest: so each has a runspace of its own.
function Open-HvnInside([string] $Vm, $Credential, [long] $Bound) {
    $initial = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
    $opener = [Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($initial)
    $opener.Open()
    try {
        # two pipelines: one of several statements cannot be given up without harm to the process
        foreach ($command in @('Import-Module', @{ Name = 'Hyper-V' }),
            @('New-PSSession', @{ VMId = [guid]$Vm; Credential = $Credential })) {
            $shell = [powershell]::Create()
            $shell.Runspace = $opener
            [void]$shell.AddCommand($command[0]).AddParameters($command[1])
            foreach ($session in Receive-HvnOutput $shell -Bound $Bound -Vm $Vm) {
                return @{ session = $session; opener = $opener }
            }
        }
        throw (New-HvnLostError $Vm 'no session was opened')
    }
    catch {
        Start-HvnDisposal $opener
        throw
    }
}

# The value of an answer; its error is thrown as one of this side.
function Get-HvnValue([string] $Answer, [string] $Vm) {
    $message = ConvertFrom-HvnMessage $Answer
    if ($message.Contains('value')) { return $message['value'] }
    $failure = Get-HvnField $message 'error' -Kind ([Collections.IDictionary])
    # nothing, where that category is of another version
    $category = $failure['category'] -as [Management.Automation.ErrorCategory]
    if ($null -eq $category) { $category = 'NotSpecified' }
    throw (New-HvnError "$($failure['id'])" "$($failure['message'])" -Category "$category" -Target $Vm)
}

# Leaves a VM: the inside lets go of what it has, if it can, then the session is dropped.
function Exit-HvnInside([string] $Vm, [long] $Bound = 4000) {
    $inside = $HvnState['Insides'][$Vm]
    if (-not $inside) { return }
    if (Test-HvnOpened $inside['session'].Runspace) {
        $close = ConvertTo-HvnMessage @{ id = 0; verb = 'close'; args = @{}; bound = Get-HvnNextBound $Bound }
        try { [void](Invoke-HvnInside $Vm $close -Bound $Bound) }
        catch { Write-Verbose -Message "the inside of $Vm did not close: $_" }
    }
    Remove-HvnInside $Vm
}

# Drops a session without waiting for its other end.
function Remove-HvnInside([string] $Vm) {
    $inside = $HvnState['Insides'][$Vm]
    if (-not $inside) { return }
    $HvnState['Insides'].Remove($Vm)
    Start-HvnDisposal $inside['session'].Runspace
    Start-HvnDisposal $inside['opener']
}

function Close-HvnInsides([long] $Bound) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    foreach ($vm in @($HvnState['Insides'].Keys)) {
        Exit-HvnInside $vm -Bound ([Math]::Max([long]1000, $Bound - $clock.ElapsedMilliseconds))
    }
}
