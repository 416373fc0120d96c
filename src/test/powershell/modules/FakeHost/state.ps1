# The state of a simulated host: one JSON file, named by the environment variable HVN_FAKE_STATE. ../../README.md has
# its fields. Every call is a line of <file>.log. Time passes by looking at the clock whenever the state is read.
Set-StrictMode -Version 2.0
. ([IO.Path]::Combine($PSScriptRoot, 'network.ps1'))
. ([IO.Path]::Combine($PSScriptRoot, 'role.ps1'))
. ([IO.Path]::Combine($PSScriptRoot, 'machine.ps1'))

function Get-FakeNow { [DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds() }

# From 7.5 on the reader can be told to leave dates alone. Before that every string gets an equals sign before it is
# parsed and loses it after: a VM may be named like a date.
$FakeReader = @{}
if ((Get-Command -Name ConvertFrom-Json).Parameters.ContainsKey('DateKind')) {
    $FakeReader = @{ AsHashtable = $true; DateKind = 'String' }
}

function ConvertFrom-FakeJson([string] $Json) {
    if ($FakeReader.Count) { return ConvertFrom-Json -InputObject $Json @FakeReader }
    $marked = [regex]::Replace($Json, '"((?:[^"\\]|\\.)*)"', '"=$1"')
    ConvertFrom-FakeValue (ConvertFrom-Json -InputObject $marked)
}

function ConvertFrom-FakeValue($Value) {
    if ($Value -is [string]) { return $Value.Substring(1) }
    if ($Value -is [Management.Automation.PSCustomObject]) {
        $table = [ordered]@{}
        foreach ($field in $Value.PSObject.Properties) {
            $table[$field.Name.Substring(1)] = ConvertFrom-FakeValue $field.Value
        }
        return $table
    }
    if ($Value -is [Collections.IList]) {
        $list = New-Object -TypeName Collections.ArrayList
        foreach ($item in $Value) { [void]$list.Add((ConvertFrom-FakeValue $item)) }
        return , $list
    }
    $Value
}

function Get-FakePath {
    if (-not $env:HVN_FAKE_STATE) { throw 'HVN_FAKE_STATE names no file' }
    $env:HVN_FAKE_STATE
}

function Get-FakeField($Table, $Name, $Otherwise) {
    $value = if ($null -ne $Table) { $Table[$Name] }
    if ($null -ne $value) { , $value } else { , $Otherwise }
}

# Another process may be replacing the file.
function Read-FakeText([string] $Path) {
    for ($try = 0; ; $try++) {
        try { return [IO.File]::ReadAllText($Path) }
        catch { if ($try -gt 200) { throw } }
        [Threading.Thread]::Sleep(10)
    }
}

# Only that part of the text is parsed: it is looked at outside the host's lock, for each call.
function Get-FakeLatency([string] $Text, [string] $Cmdlet) {
    $part = [regex]::Match($Text, '"latencies"\s*:\s*(\{[^}]*\})')
    if (-not $part.Success) { return 0 }
    foreach ($name in $Cmdlet, '*') {
        $value = [regex]::Match($part.Groups[1].Value, '"' + [regex]::Escape($name) + '"\s*:\s*(\d+)')
        if ($value.Success) { return [int]$value.Groups[1].Value }
    }
    0
}

function Lock-FakeState([string] $Path) {
    for ($try = 0; ; $try++) {
        try { return [IO.File]::Open("$Path.lock", 'OpenOrCreate', 'ReadWrite', 'None') }
        catch [IO.IOException] { if ($try -gt 6000) { throw } }
        [Threading.Thread]::Sleep(5)
    }
}

function Save-FakeState([string] $Path, $State) {
    $json = ConvertTo-Json -InputObject $State -Depth 12
    $temporary = "$Path.$PID.$([guid]::NewGuid().ToString('N'))"
    [IO.File]::WriteAllText($temporary, $json + "`n")
    if (Test-Path -LiteralPath $Path) { [IO.File]::Replace($temporary, $Path, "$Path.before") }
    else { [IO.File]::Move($temporary, $Path) }
}

# One call of a cmdlet: waits its latency, logs it, fails where the state says so, and does it under the host's lock.
# The action gets the state and returns objects; what it changes in the state is saved.
function Invoke-FakeCall([string] $Cmdlet, [string] $About, [scriptblock] $Action, $Arguments) {
    $path = Get-FakePath
    $latency = Get-FakeLatency (Read-FakeText $path) $Cmdlet
    if ($latency) { [Threading.Thread]::Sleep($latency) }
    $lock = Lock-FakeState $path
    try {
        $state = ConvertFrom-FakeJson (Read-FakeText $path)
        Assert-FakeUp $state
        [IO.File]::AppendAllText("$path.log", "$Cmdlet $PID $About`n")
        if ($env:HVN_FAKE_NOISE) { Write-Warning "a warning of the simulated $Cmdlet" }
        if (Assert-FakePlan $path $state $Cmdlet 'before') { return }
        if ((-not (Test-FakeService $state)) -and $Cmdlet -match '-VM') {
            New-FakeFailure $state $Cmdlet 'serviceDown' 'ObjectNotFound' 'ObjectNotFound'
        }
        $moved = Update-FakeTime $state
        $result = @(& $Action $state $Arguments)
        if ($moved -or $Cmdlet -notlike 'Get-*') { Save-FakeState $path $state }
        [void](Assert-FakePlan $path $state $Cmdlet 'after')
    }
    finally { $lock.Dispose() }
    $result
}

# Failures that a test ordered, see ../../README.md; true after one that lets the caller go on. They are looked for in the log only where one of that kind is ordered.
function Assert-FakePlan([string] $Path, $State, [string] $Cmdlet, [string] $When) {
    foreach ($plan in $State['failAt']) {
        if ($null -eq $plan -or @($Cmdlet, '*') -cnotcontains $plan['cmdlet']) { continue }
        if ((Get-FakeField $plan 'when' 'before') -ne $When) { continue }
        if ($plan['call'] -and $plan['call'] -ne (Get-FakeCallNumber $Path $plan['cmdlet'])) { continue }
        if ((Get-FakeField $plan 'do' 'fail') -eq 'kill') { [Diagnostics.Process]::GetCurrentProcess().Kill() }
        $message = Get-FakeField $plan 'message' 'ordered by the test'
        $exception = New-Object -TypeName InvalidOperationException -ArgumentList $message
        $type = 'Management.Automation.ErrorRecord'
        $record = New-Object -TypeName $type -ArgumentList $exception, $plan['id'], $plan['category'], $null
        if (-not (Get-FakeField $plan 'mild' $false)) { throw $record }
        # with -ErrorAction Stop this throws as well
        Write-Error -ErrorRecord $record
        $true
    }
}

# How many calls of that cmdlet, or of any, the log has.
function Get-FakeCallNumber([string] $Path, [string] $Cmdlet) {
    $lines = [IO.File]::ReadAllLines("$Path.log")
    if ($Cmdlet -eq '*') { return $lines.Length }
    $number = 0
    foreach ($line in $lines) { if ($line.StartsWith("$Cmdlet ", 'Ordinal')) { $number++ } }
    $number
}

# Tells whether a VM came into its next state.
function Update-FakeTime($State) {
    $now = Get-FakeNow
    $moved = $false
    foreach ($vm in $State['vms']) {
        $next = $vm['next']
        if ($null -ne $next -and $next['at'] -le $now) {
            $vm['state'] = $next['state']
            $vm['since'] = $next['at']
            $vm['next'] = $null
            $moved = $true
            Complete-FakeMove (Get-FakePath) $vm ([bool]$next['boots'])
        }
        if (Update-FakeMachine (Get-FakePath) $vm $now) { $moved = $true }
    }
    if (Update-FakeNetworkTime $State $now) { $moved = $true }
    $moved
}

# A guest that came up from nothing has booted; one that is neither up nor held has no process any more.
function Complete-FakeMove([string] $Path, $Vm, [bool] $Boots) {
    if (-not $Vm['inside']) { return }
    if (@('Running', 'Paused', 'Stopping') -notcontains $Vm['state']) { Stop-FakeSessions (Get-FakeInside $Path $Vm) }
    if ($Boots -and $Vm['state'] -eq 'Running') { Start-FakeMachine $Path $Vm }
}

# Puts a VM into a state: at once, or through another one for that many milliseconds.
function Set-FakeVmState($Vm, [string] $To, [string] $Through = '', [long] $Millis = 0, [string] $Path = (Get-FakePath)) {
    $now = Get-FakeNow
    $boots = $Vm['state'] -eq 'Off' -and $To -eq 'Running'
    $Vm['next'] = $null
    $Vm['since'] = $now
    $Vm['state'] = $To
    if ($Millis -gt 0) {
        $Vm['state'] = $Through
        $Vm['next'] = [ordered]@{ state = $To; at = $now + $Millis }
        if ($boots -and $Vm['inside']) { $Vm['next']['boots'] = $true }
    }
    if ($Vm['restartAt'] -and $To -ne 'Running') { $Vm.Remove('restartAt') }
    Complete-FakeMove $Path $Vm $boots
}

# Whether the guest has booted far enough to answer.
function Test-FakeBooted($Vm) {
    $Vm['state'] -eq 'Running' -and (Get-FakeNow) -ge $Vm['since'] + (Get-FakeField $Vm 'heartbeatMillis' 0)
}

# en, and ja as escapes so that this file is ASCII; {0} is what the failure is about
$FakeTexts = @{
    missing = @('Hyper-V was unable to find a virtual machine with {0}.'
        '{0} \u306e\u4eee\u60f3\u30de\u30b7\u30f3\u304c\u898b\u3064\u304b\u308a\u307e\u305b\u3093\u3002')
    denied = @('You do not have the required permission to complete this task. {0}'
        '\u5fc5\u8981\u306a\u30a2\u30af\u30bb\u30b9\u8a31\u53ef\u304c\u3042\u308a\u307e\u305b\u3093\u3002{0}')
    serviceDown = @('The object was not found. Verify that the Virtual Machine Management service is running. {0}'
        '\u4eee\u60f3\u30de\u30b7\u30f3\u7ba1\u7406\u30b5\u30fc\u30d3\u30b9\u3092\u78ba\u8a8d\u3057\u3066\u304f\u3060\u3055\u3044\u3002{0}')
    state = @("'{0}': the operation cannot be performed while the virtual machine is in its current state."
        "'{0}': \u73fe\u5728\u306e\u72b6\u614b\u3067\u306f\u3053\u306e\u64cd\u4f5c\u3092\u5b9f\u884c\u3067\u304d\u307e\u305b\u3093\u3002")
    platform = @("'{0}' could not be started because this platform does not support nested virtualization."
        "'{0}': \u5165\u308c\u5b50\u306b\u306a\u3063\u305f\u4eee\u60f3\u5316\u306f\u30b5\u30dd\u30fc\u30c8\u3055\u308c\u3066\u3044\u307e\u305b\u3093\u3002")
    prompt = @('The guest of {0} offers no shutdown; a prompt would be shown.', '{0}: \u78ba\u8a8d')
    switchMissing = @('No Ethernet switch could be found matching the specified criteria.'
        '\u6307\u5b9a\u3055\u308c\u305f\u6761\u4ef6\u306b\u4e00\u81f4\u3059\u308b\u30a4\u30fc\u30b5\u30cd\u30c3\u30c8 \u30b9\u30a4\u30c3\u30c1\u304c\u3042\u308a\u307e\u305b\u3093\u3002')
    inUse = @("The virtual switch '{0}' cannot be deleted because it is being used by running virtual machines."
        "\u4eee\u60f3\u30b9\u30a4\u30c3\u30c1 '{0}' \u306f\u4f7f\u7528\u4e2d\u306e\u305f\u3081\u524a\u9664\u3067\u304d\u307e\u305b\u3093\u3002")
    parameter = @('The parameter is incorrect.', '\u30d1\u30e9\u30e1\u30fc\u30bf\u30fc\u304c\u9593\u9055\u3063\u3066\u3044\u307e\u3059\u3002')
    duplicate = @('You were not connected because a duplicate name exists on the network.'
        '\u30cd\u30c3\u30c8\u30ef\u30fc\u30af\u306b\u91cd\u8907\u3059\u308b\u540d\u524d\u304c\u3042\u308b\u305f\u3081\u63a5\u7d9a\u3067\u304d\u307e\u305b\u3093\u3067\u3057\u305f\u3002')
    invalidClass = @('Invalid class', '\u7121\u52b9\u306a\u30af\u30e9\u30b9\u3067\u3059')
    invalidNamespace = @('Invalid namespace', '\u7121\u52b9\u306a\u540d\u524d\u7a7a\u9593\u3067\u3059')
    sharing = @('The process cannot access the file because it is being used by another process.'
        '\u5225\u306e\u30d7\u30ed\u30bb\u30b9\u304c\u4f7f\u7528\u4e2d\u3067\u3059\u3002')
    exists = @('The object already exists.', '\u30aa\u30d6\u30b8\u30a7\u30af\u30c8\u306f\u65e2\u306b\u5b58\u5728\u3057\u307e\u3059\u3002')
    notFound = @('No matching objects found: {0}', '\u4e00\u81f4\u3059\u308b\u30aa\u30d6\u30b8\u30a7\u30af\u30c8\u304c\u3042\u308a\u307e\u305b\u3093: {0}')
    notSingle = @('The input VMId {0} does not resolve to a single virtual machine.'
        'VMId {0} \u306f 1 \u3064\u306e\u4eee\u60f3\u30de\u30b7\u30f3\u306b\u89e3\u6c7a\u3055\u308c\u307e\u305b\u3093\u3002')
    notRunning = @('The virtual machine {0} is not in running state.'
        '\u4eee\u60f3\u30de\u30b7\u30f3 {0} \u306f\u5b9f\u884c\u4e2d\u3067\u306f\u3042\u308a\u307e\u305b\u3093\u3002')
    sessionBroken = @('An error has occurred which Windows PowerShell cannot handle. A remote session might have ended.'
        'Windows PowerShell \u3067\u51e6\u7406\u3067\u304d\u306a\u3044\u30a8\u30e9\u30fc\u304c\u767a\u751f\u3057\u307e\u3057\u305f\u3002')
    credential = @('The credential is invalid.', '\u8cc7\u683c\u60c5\u5831\u304c\u7121\u52b9\u3067\u3059\u3002')
    noHypervisor = @("'{0}' could not be started because the hypervisor is not running."
        "'{0}' \u3092\u8d77\u52d5\u3067\u304d\u307e\u305b\u3093\u3002\u30cf\u30a4\u30d1\u30fc\u30d0\u30a4\u30b6\u30fc\u304c\u5b9f\u884c\u3055\u308c\u3066\u3044\u307e\u305b\u3093\u3002")
    noModule = @('The module Hyper-V was not found.', '\u30e2\u30b8\u30e5\u30fc\u30eb Hyper-V \u304c\u898b\u3064\u304b\u308a\u307e\u305b\u3093\u3002')
    notServer = @('The target of the specified cmdlet cannot be a Windows client-based operating system.'
        'Windows \u30af\u30e9\u30a4\u30a2\u30f3\u30c8\u306f\u6307\u5b9a\u3067\u304d\u307e\u305b\u3093\u3002')
    unknownFeature = @('Feature name is unknown.', '\u6a5f\u80fd\u540d\u304c\u4e0d\u660e\u3067\u3059\u3002')
    noEvents = @('No events were found that match the specified selection criteria.'
        '\u6307\u5b9a\u3057\u305f\u9078\u629e\u6761\u4ef6\u306b\u4e00\u81f4\u3059\u308b\u30a4\u30d9\u30f3\u30c8\u304c\u898b\u3064\u304b\u308a\u307e\u305b\u3093\u3002')
    'prerequisite-hypervisor' = @('A prerequisite check for the Hyper-V feature failed. A hypervisor is already running.'
        '\u524d\u63d0\u6761\u4ef6\u306e\u78ba\u8a8d\u306b\u5931\u6557\u3057\u307e\u3057\u305f\u3002')
    'prerequisite-slat' = @('A prerequisite check for the Hyper-V feature failed. No second level address translation.'
        '\u524d\u63d0\u6761\u4ef6\u306e\u78ba\u8a8d\u306b\u5931\u6557\u3057\u307e\u3057\u305f\u3002')
    'prerequisite-processor' = @('A prerequisite check for the Hyper-V feature failed. The processor lacks capabilities.'
        '\u524d\u63d0\u6761\u4ef6\u306e\u78ba\u8a8d\u306b\u5931\u6557\u3057\u307e\u3057\u305f\u3002')
    already = @('The virtual machine is already in the specified state.'
        '\u4eee\u60f3\u30de\u30b7\u30f3\u306f\u65e2\u306b\u6307\u5b9a\u3055\u308c\u305f\u72b6\u614b\u3067\u3059\u3002')
}

function Get-FakeText($State, [string] $Key, [string] $About) {
    $language = [int]((Get-FakeField $State['host'] 'language' 'en') -eq 'ja')
    [regex]::Unescape($FakeTexts[$Key][$language].Replace('{0}', [regex]::Escape($About)))
}

# A terminating error with the very id and category that the real cmdlet gives.
function New-FakeFailure($State, [string] $Cmdlet, [string] $Key, [string] $Id, [string] $Category, [string] $About = '') {
    $exception = New-Object -TypeName InvalidOperationException -ArgumentList (Get-FakeText $State $Key $About)
    $full = "$Id,Microsoft.HyperV.PowerShell.Commands." + $Cmdlet.Replace('-', '')
    throw (New-Object -TypeName Management.Automation.ErrorRecord -ArgumentList $exception, $full, $Category, $null)
}

# The same for cmdlets that are made of CIM classes, and for others with ids of their own.
function New-FakeCimFailure($State, [string] $Key, [string] $Full, [string] $Category, [string] $About = '') {
    $exception = New-Object -TypeName InvalidOperationException -ArgumentList (Get-FakeText $State $Key $About)
    throw (New-Object -TypeName Management.Automation.ErrorRecord -ArgumentList $exception, $Full, $Category, $null)
}
