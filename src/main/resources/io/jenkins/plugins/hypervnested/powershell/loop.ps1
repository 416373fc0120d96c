# Requests, one a line, and their answers.

function Invoke-HvnVerb([string] $Verb, $Arguments, [long] $Bound, $Credential) {
    switch -CaseSensitive ($Verb) {
        'hello' { return Get-HvnHello }
        'describe' { return Get-HvnDescription }
        'find' { return Find-HvnVms $Arguments }
        'inspect' { return Get-HvnDetails $Arguments }
        'observe' { return Get-HvnObservations $Arguments }
        'await' { return Wait-HvnChange $Arguments }
        'write' { return Set-HvnLeases $Arguments }
        'change' { return Invoke-HvnChanges $Arguments }
        'leases' { return Get-HvnLeases }
        'endActor' { return Stop-HvnActor $Arguments }
        'enter' { return Enter-HvnInside $Arguments -Bound $Bound -Credential $Credential }
        'leave' {
            $vm = Get-HvnField $Arguments 'vm' -Kind ([string])
            Assert-HvnVmId $vm
            Exit-HvnInside $vm
            return @{}
        }
        'close' {
            Close-HvnEverything -Bound ([Math]::Min([long]4000, $Bound))
            return @{}
        }
    }
    throw (New-HvnError 'HVN.UnknownVerb' 'this side knows no such verb' -Category NotImplemented -Target $Verb)
}

function Invoke-HypervNested {
    <#
    .SYNOPSIS
    Does one verb here, or passes it on into a VM, and answers it.
    .DESCRIPTION
    The one function of a JEA endpoint. Everything that goes wrong is told in the answer, by id and category.
    .PARAMETER Request
    Base64 of the request as JSON in UTF-8.
    .PARAMETER Credential
    User and password of the guest that is to be entered.
    .OUTPUTS
    One string: Base64 of the answer as JSON in ASCII.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(Mandatory = $true)] [string] $Request, [Management.Automation.PSCredential] $Credential)
    Set-StrictMode -Version 2.0
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    $answer = [ordered]@{ id = [long]0 }
    try {
        $message = ConvertFrom-HvnMessage $Request
        $answer['id'] = Get-HvnField $message 'id' -Kind ([long])
        $hops = Get-HvnHops $message
        if ($hops.Count) { return Invoke-HvnHop $message $hops -Credential $Credential }
        $verb = Get-HvnField $message 'verb' -Kind ([string])
        $bound = Get-HvnBound $message
        $answer['value'] = Invoke-HvnVerb $verb $message['args'] -Bound $bound -Credential $Credential
    }
    catch { $answer['error'] = ConvertTo-HvnError $_ }
    finally { if ($Credential) { $Credential.Password.Dispose() } }
    ConvertTo-HvnMessage $answer
}

# Character by character: a line that was read as a string would stay in memory as one.
function Read-HvnSecret {
    $name = ''
    [void][Console]::In.Read()
    while (($character = [Console]::In.Read()) -gt 32) { $name += [char]$character }
    $secret = New-Object -TypeName Security.SecureString
    $unit = 0
    $digits = 0
    while (($character = [Console]::In.Read()) -gt 32) {
        $unit = $unit * 16 + [Convert]::ToInt32([string][char]$character, 16)
        $digits++
        if ($digits -eq 4) {
            $secret.AppendChar([char]$unit)
            $unit = 0
            $digits = 0
        }
    }
    if ($character -eq 13) { [void][Console]::In.Read() }
    $secret.MakeReadOnly()
    $HvnState['Secrets'][$name] = $secret
}

# What is asked of this side itself, or of the other side of the session where one is open. Neither opening nor closing
# that session is for a machine further inside.
function Get-HvnAnswer([string] $Request) {
    $answer = [ordered]@{ id = [long]0 }
    try {
        $message = ConvertFrom-HvnMessage $Request
        $answer['id'] = Get-HvnField $message 'id' -Kind ([long])
        $verb = Get-HvnField $message 'verb' -Kind ([string])
        $here = -not (Get-HvnHops $message).Count
        $more = @{}
        if ($verb -ceq 'enter') { $more['Credential'] = New-HvnGuestCredential $message['args'] }
        if ($verb -ceq 'open') { $answer['value'] = Open-HvnSession $message['args'] }
        elseif ($verb -ceq 'close' -and $here) {
            Close-HvnInsides -Bound 4000
            Close-HvnSession
            $answer['value'] = @{}
        }
        elseif ($HvnState['Session']) { return Invoke-HvnRelay $HvnState['Session'] -Request $Request @more }
        else { return Invoke-HypervNested -Request $Request @more }
    }
    catch { $answer['error'] = ConvertTo-HvnError $_ }
    finally { Clear-HvnUsedSecrets }
    ConvertTo-HvnMessage $answer
}

# The password of a session is kept until that is closed, others until the request was answered.
function Clear-HvnUsedSecrets {
    if (-not $HvnState['Session']) { Clear-HvnSecrets }
    foreach ($name in @($HvnState['Secrets'].Keys)) {
        if ($name -ceq 'password') { continue }
        $HvnState['Secrets'][$name].Dispose()
        $HvnState['Secrets'].Remove($name)
    }
}

function Start-HypervNestedLoop {
    <#
    .SYNOPSIS
    Answers requests from standard input until it ends.
    .DESCRIPTION
    The first line gives the marker that every answer begins with, so nothing else that is printed passes for one.
    .PARAMETER Text
    The text of this module, for endpoints that do not have it.
    .PARAMETER Hash
    Its SHA-256.
    #>
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)] [string] $Text, [Parameter(Mandatory = $true)] [string] $Hash)
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    $HvnState['Text'] = $Text
    $HvnState['Hash'] = $Hash
    $marker = ''
    try {
        while (($kind = [Console]::In.Read()) -ge 0) {
            if ($kind -eq 83) { Read-HvnSecret; continue }
            # the end of an empty line: what follows is a line of its own
            if ($kind -le 32) { continue }
            $line = "$([Console]::In.ReadLine())".Trim()
            if ($kind -eq 72 -and $line -cmatch '\A[0-9a-f]{32}\z') { $marker = $line }
            elseif ($kind -eq 82 -and $marker) {
                [Console]::Out.Write($marker + ' ' + (Get-HvnAnswer $line) + "`n")
                [Console]::Out.Flush()
            }
            else { [Console]::Error.WriteLine('a line that is neither H, R nor S was left out') }
        }
    }
    finally { Close-HvnEverything }
    # what was given up may still hold a thread that the end of the process would wait for
    if ($HvnState['GivenUp']) { [Environment]::Exit(0) }
}

function Close-HvnEverything([long] $Bound = 4000) {
    Close-HvnInsides -Bound $Bound
    Close-HvnSession
    foreach ($subject in @($HvnState['Actors'].Keys)) { Exit-HvnFloor $subject }
    Close-HvnRoleWork
    Close-HvnWorkers
}
