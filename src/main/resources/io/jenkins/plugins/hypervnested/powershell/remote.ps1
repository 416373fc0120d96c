# A host reached through WinRM: one session, opened once and closed always. Verbs run there, never here.

function Open-HvnSession($Arguments) {
    if ($HvnState['Session']) { throw (New-HvnBadRequest 'a session is open already') }
    if ((Get-HvnField $Arguments 'transport' -Kind ([string])) -cne 'winrm') {
        throw (New-HvnBadRequest 'an unknown transport')
    }
    $session = @{
        ComputerName = Get-HvnField $Arguments 'address' -Kind ([string])
        Port = Get-HvnField $Arguments 'port' -Kind ([long])
        UseSSL = Get-HvnField $Arguments 'https' -Kind ([bool])
        Authentication = Get-HvnField $Arguments 'authentication' -Kind ([string])
        SessionOption = New-HvnSessionOption
        ErrorAction = 'Stop'
    }
    $user = Get-HvnField $Arguments 'user' -Kind ([string])
    $configuration = Get-HvnField $Arguments 'configuration' -Kind ([string])
    if ($configuration) { $session['ConfigurationName'] = $configuration }
    if ($user) {
        $password = $HvnState['Secrets']['password']
        if (-not $password) { throw (New-HvnBadRequest 'the password is missing') }
        $type = 'Management.Automation.PSCredential'
        $session['Credential'] = New-Object -TypeName $type -ArgumentList $user, $password
    }
    $HvnState['Session'] = New-PSSession @session
    try { Send-HvnModule $HvnState['Session'] }
    catch {
        Close-HvnSession
        throw
    }
    @{}
}

# Short times, so that a session whose other end went away does not live on. What is not Windows has no such options.
function New-HvnSessionOption {
    $options = @{}
    $wanted = @{ IdleTimeout = 60000; OutputBufferingMode = 'Drop'; MaxConnectionRetryCount = 0 }
    $known = (Get-Command -Name New-PSSessionOption).Parameters
    foreach ($name in $wanted.Keys) { if ($known.ContainsKey($name)) { $options[$name] = $wanted[$name] } }
    New-PSSessionOption @options
}

# An endpoint that takes any script gets this module, and its text, which it may have to send further. One that does not
# (JEA, WDAC) has it installed.
function Send-HvnModule($Session, [long] $Bound = 0, [string] $Vm = '') {
    if ((Get-HvnRemoteMode $Session -Bound $Bound -Vm $Vm) -ne 'FullLanguage') { return }
    # our own text, whose hash was compared when it came; it travels as data
    $load = 'param($Text, $Hash) . ([scriptblock]::Create($Text)); ' +
        '$HvnState[''Text''] = $Text; $HvnState[''Hash''] = $Hash'
    [void](Invoke-HvnRemote $Session -Bound $Bound -Vm $Vm -Build {
        param($Shell)
        [void]$Shell.AddScript($load).AddArgument($HvnState['Text']).AddArgument($HvnState['Hash'])
    })
}

function Get-HvnRemoteMode($Session, [long] $Bound, [string] $Vm) {
    try {
        $modes = Invoke-HvnRemote $Session -Bound $Bound -Vm $Vm -Build {
            param($Shell)
            # as text: an enum would come back as its number
            [void]$Shell.AddScript('"$($ExecutionContext.SessionState.LanguageMode)"')
        }
        foreach ($mode in $modes) { return "$mode" }
    }
    # an endpoint without language refuses every script, this one too
    catch [Management.Automation.RemoteException] { return 'NoLanguage' }
}

# What a pipeline that Build makes gives in a session. Vm is the id of the VM that the session leads into, if it does.
function Invoke-HvnRemote($Session, [scriptblock] $Build, [long] $Bound = 0, [string] $Vm = '') {
    $shell = [powershell]::Create()
    $shell.Runspace = $Session.Runspace
    & $Build $shell
    Receive-HvnOutput $shell -Bound $Bound -Vm $Vm -Runspace $Session.Runspace
}

# What a pipeline of another runspace gives. One that leads into a VM is waited for not longer than Bound milliseconds,
# and not longer than its session is open: a guest that died may say nothing for ever, not even that it ended.
function Receive-HvnOutput($Shell, [long] $Bound, [string] $Vm, $Runspace) {
    $type = 'Management.Automation.PSDataCollection[psobject]'
    $none = New-Object -TypeName $type
    $none.Complete()
    $output = New-Object -TypeName $type
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $result = $Shell.BeginInvoke($none, $output)
    while (-not $result.AsyncWaitHandle.WaitOne(200)) {
        Update-HvnBeats 2000
        if (-not $Vm) { continue }
        $open = -not $Runspace -or (Test-HvnOpened $Runspace)
        if ($open -and $clock.ElapsedMilliseconds -lt $Bound -and $output.Count -lt 10000) { continue }
        $HvnState['GivenUp'] = $true
        [void]$Shell.BeginStop($null, $null)
        Start-HvnDisposal $Shell
        if (-not $open) { throw (New-HvnLostError $Vm 'the session ended') }
        if ($clock.ElapsedMilliseconds -lt $Bound) { throw (New-HvnLostError $Vm 'the inside floods its session') }
        $said = "no answer within $Bound ms"
        throw (New-HvnError 'HVN.InsideTimedOut' $said -Category OperationTimeout -Target $Vm)
    }
    try {
        [void]$Shell.EndInvoke($result)
        # what did not end the pipeline may still be why there is no session
        if (-not $output.Count) { foreach ($record in $Shell.Streams.Error) { throw (New-HvnCarrier $record) } }
    }
    finally { Start-HvnDisposal $Shell }
    foreach ($item in $output) { $item }
}

function Test-HvnOpened($Runspace) { "$($Runspace.RunspaceStateInfo.State)" -eq 'Opened' }

# Lets go of something elsewhere: what belongs to a session whose other end died may take for ever to be let go of.
function Start-HvnDisposal($Object) {
    $dispose = [Delegate]::CreateDelegate([Action], $Object, 'Dispose')
    [void][Threading.Tasks.Task]::Run([Action]$dispose)
}

# The answer of the other side of a session as it came. What it prints beside that, on any stream, is left there.
function Invoke-HvnRelay($Session, [string] $Request, $Credential, [long] $Bound = 0, [string] $Vm = '') {
    $said = Invoke-HvnRemote $Session -Bound $Bound -Vm $Vm -Build {
        param($Shell)
        [void]$Shell.AddCommand('Invoke-HypervNested').AddParameter('Request', $Request)
        if ($Credential) { [void]$Shell.AddParameter('Credential', $Credential) }
    }
    $lines = @(foreach ($line in $said) {
        $answer = "$line"
        if ($answer.Length -le 1400000 -and $answer -cmatch '\A[A-Za-z0-9+/]{8,}={0,2}\z') { $answer }
    })
    if ($lines.Count -ne 1) { throw (New-HvnBadRequest 'the endpoint gave no answer' $Vm) }
    $lines[0]
}

# The other side lets go of its floors and workers first: how soon its process ends is up to WinRM.
function Close-HvnSession {
    $session = $HvnState['Session']
    if ($session) {
        if (Test-HvnOpened $session.Runspace) {
            try { [void](Invoke-HvnRelay $session (ConvertTo-HvnMessage @{ id = 0; verb = 'close'; args = @{} })) }
            catch { Write-Verbose -Message "the other side did not close: $_" }
        }
        $HvnState['Session'] = $null
        Remove-PSSession -Session $session
    }
    Clear-HvnSecrets
}

function Clear-HvnSecrets {
    foreach ($secret in @($HvnState['Secrets'].Values)) { $secret.Dispose() }
    $HvnState['Secrets'].Clear()
}
