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

# An endpoint that takes any script gets this module. One that does not (JEA, WDAC) has it installed.
function Send-HvnModule($Session) {
    if ((Get-HvnRemoteMode $Session) -ne 'FullLanguage') { return }
    # our own text, whose hash was compared when it came; it travels as data
    $load = { param($Text, $Hash) . ([scriptblock]::Create($Text)); $HvnState['Hash'] = $Hash }
    $text = @{ ArgumentList = $HvnState['Text'], $HvnState['Hash']; ErrorAction = 'Stop' }
    [void](Invoke-Command -Session $Session -ScriptBlock $load @text)
}

function Get-HvnRemoteMode($Session) {
    $shell = [powershell]::Create()
    try {
        $shell.Runspace = $Session.Runspace
        # as text: an enum would come back as its number
        [void]$shell.AddScript('"$($ExecutionContext.SessionState.LanguageMode)"')
        foreach ($mode in $shell.Invoke()) { return "$mode" }
    }
    # an endpoint without language refuses every script, this one too
    catch [Management.Automation.RemoteException] { return 'NoLanguage' }
    finally { $shell.Dispose() }
}

# The answer of the other side as it came. What it prints beside that, on whatever stream, is left there.
function Invoke-HvnRelay([string] $Request, [long] $Id) {
    $shell = [powershell]::Create()
    try {
        $shell.Runspace = $HvnState['Session'].Runspace
        [void]$shell.AddCommand('Invoke-HypervNested').AddParameter('Request', $Request)
        $lines = @($shell.Invoke() | Where-Object { "$_" -cmatch '\A[A-Za-z0-9+/]{8,}={0,2}\z' })
        if ($lines.Count -ne 1) { throw (New-HvnBadRequest 'the endpoint gave no answer') }
        return "$($lines[0])"
    }
    catch { return ConvertTo-HvnMessage ([ordered]@{ id = $Id; error = ConvertTo-HvnError $_ }) }
    finally { $shell.Dispose() }
}

# The other side lets go of its floors and workers first: how soon its process ends is up to WinRM.
function Close-HvnSession {
    $session = $HvnState['Session']
    if ($session) {
        if ("$($session.Runspace.RunspaceStateInfo.State)" -eq 'Opened') {
            [void](Invoke-HvnRelay (ConvertTo-HvnMessage @{ id = 0; verb = 'close'; args = @{} }) -Id 0)
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
