# A host reached through WinRM: one session, opened once and closed always. Verbs run there, never here.

function Open-HvnSession($Arguments) {
    if ($HvnState['Session']) { throw (New-HvnError 'HVN.BadRequest' 'a session is open already' 'InvalidOperation') }
    if ((Get-HvnField $Arguments 'transport' ([string])) -cne 'winrm') {
        throw (New-HvnError 'HVN.BadRequest' 'an unknown transport' 'InvalidData')
    }
    $options = @{ IdleTimeout = 60000; OutputBufferingMode = 'Drop'; MaxConnectionRetryCount = 0 }
    $session = @{
        ComputerName = Get-HvnField $Arguments 'address' ([string])
        Port = Get-HvnField $Arguments 'port' ([long])
        UseSSL = Get-HvnField $Arguments 'https' ([bool])
        Authentication = Get-HvnField $Arguments 'authentication' ([string])
        SessionOption = New-PSSessionOption @options
        ErrorAction = 'Stop'
    }
    $user = Get-HvnField $Arguments 'user' ([string])
    $configuration = Get-HvnField $Arguments 'configuration' ([string])
    if ($configuration) { $session['ConfigurationName'] = $configuration }
    if ($user) {
        $password = $HvnState['Secrets']['password']
        if (-not $password) { throw (New-HvnError 'HVN.BadRequest' 'the password is missing' 'InvalidData') }
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

# An endpoint that takes any script gets this module. One that does not (JEA, WDAC) has it installed.
function Send-HvnModule($Session) {
    if ((Get-HvnRemoteMode $Session) -ne 'FullLanguage') { return }
    # our own text, whose hash was compared when it came; it travels as data
    $load = { param($Text, $Hash) . ([scriptblock]::Create($Text)); $HvnState['Hash'] = $Hash }
    $text = @{ ArgumentList = $HvnState['Text'], $HvnState['Hash']; ErrorAction = 'Stop' }
    $null = Invoke-Command -Session $Session -ScriptBlock $load @text
}

function Get-HvnRemoteMode($Session) {
    $shell = [powershell]::Create()
    try {
        $shell.Runspace = $Session.Runspace
        [void]$shell.AddScript('$ExecutionContext.SessionState.LanguageMode')
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
        if ($lines.Count -ne 1) { throw (New-HvnError 'HVN.BadRequest' 'the endpoint gave no answer' 'InvalidResult') }
        return "$($lines[0])"
    }
    catch { return ConvertTo-HvnMessage ([ordered]@{ id = $Id; error = ConvertTo-HvnError $_ }) }
    finally { $shell.Dispose() }
}

function Close-HvnSession {
    $session = $HvnState['Session']
    $HvnState['Session'] = $null
    if ($session) { Remove-PSSession -Session $session }
    Clear-HvnSecrets
}

function Clear-HvnSecrets {
    foreach ($secret in @($HvnState['Secrets'].Values)) { $secret.Dispose() }
    $HvnState['Secrets'].Clear()
}
