# What the tests here share: the shipped module over a simulated host in a folder of its own, and counting.
param([string] $Module)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$results = @{ passed = 0; failed = 0 }

function Test-That([string] $Name, [scriptblock] $Body) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    try {
        $said = & $Body
        if ($env:HVN_TEST_TIMES) { '{0,6} ms: {1}' -f $clock.ElapsedMilliseconds, $Name }
        if ("$said" -ceq 'True') { $results['passed']++; return }
        "FAILED: ${Name}: got $said"
    }
    catch { "FAILED: ${Name}: $_ $($_.ScriptStackTrace)" }
    $results['failed']++
}

# The tests of another file, in a process of their own, beside the ones here.
function Start-Tests([string] $File) {
    $process = New-Object -TypeName Diagnostics.Process
    $process.StartInfo.FileName = (Get-Process -Id $PID).Path
    $process.StartInfo.Arguments = "-NoLogo -NoProfile -NonInteractive -File `"$File`" -Module `"$Module`""
    $process.StartInfo.UseShellExecute = $false
    $process.StartInfo.RedirectStandardOutput = $true
    # what this process has told itself is not for that one
    foreach ($name in 'HVN_FAKE_STATE', 'HYPERV_NESTED_LEASES', 'PSModulePath') { [void]$process.StartInfo.Environment.Remove($name) }
    [void]$process.Start()
    @{ file = $File; process = $process; output = $process.StandardOutput.ReadToEndAsync() }
}

# What they said, counted here.
function Receive-Tests($Tests) {
    $counted = $false
    foreach ($line in $Tests['output'].Result -split '\r?\n') {
        if ($line -cmatch '\A(\d+) passed, (\d+) failed\z') {
            $results['passed'] += [int]$Matches[1]
            $results['failed'] += [int]$Matches[2]
            $counted = $true
        }
        elseif ($line) { $line }
    }
    if (-not $counted) {
        "FAILED: $($Tests['file']) did not end"
        $results['failed']++
    }
    $Tests['process'].Dispose()
}

function Complete-Tests {
    Remove-Item -LiteralPath $folder -Recurse -Force
    '{0} passed, {1} failed' -f $results['passed'], $results['failed']
    if ($results['failed']) { exit 1 }
}

$folder = Join-Path -Path ([IO.Path]::GetTempPath()) -ChildPath ('hvn-' + [guid]::NewGuid().ToString('N'))
[void](New-Item -Path $folder -ItemType Directory)
$env:PSModulePath = (Join-Path -Path $PSScriptRoot -ChildPath 'modules') + [IO.Path]::PathSeparator + $env:PSModulePath
$env:HVN_FAKE_STATE = Join-Path -Path $folder -ChildPath 'host.json'
$env:HYPERV_NESTED_LEASES = Join-Path -Path $folder -ChildPath 'leases'
Copy-Item -LiteralPath ([IO.Path]::Combine($PSScriptRoot, 'hosts', 'lab-host.json')) -Destination $env:HVN_FAKE_STATE
$files = [IO.File]::ReadAllLines((Join-Path -Path $Module -ChildPath 'module.txt'))
$text = @(foreach ($file in $files) { [IO.File]::ReadAllText((Join-Path -Path $Module -ChildPath $file)) }) -join "`n"
# the shipped module, as the bootstrap runs it
. ([scriptblock]::Create($text))
$one = '11111111-1111-4111-8111-111111111111'
$two = '22222222-2222-4222-8222-222222222222'

function ConvertFrom-Answer([string] $Answer) { ConvertFrom-HvnMessage $Answer }

# One verb, through the wire; its whole answer.
function Send-Request([string] $Verb, $Arguments) {
    ConvertFrom-Answer (Get-HvnAnswer (ConvertTo-HvnMessage ([ordered]@{ id = 5; verb = $Verb; args = $Arguments })))
}

# Takes the floor of a subject, with a lease that says nothing.
function Enter-Floor([string] $Subject, [string] $Epoch) {
    $write = @{ subject = $Subject; expected = 'absent'; epoch = $Epoch; text = '{}'; floor = 'TAKE' }
    (Send-Request 'write' @{ leases = @($write) })['value'][$Subject]['value']['outcome']
}

# The state of the simulated host, after it was changed as told.
function Set-State([scriptblock] $Change) {
    $state = ConvertFrom-Json -InputObject ([IO.File]::ReadAllText($env:HVN_FAKE_STATE)) -AsHashtable
    & $Change $state
    [IO.File]::WriteAllText($env:HVN_FAKE_STATE, (ConvertTo-Json -InputObject $state -Depth 20))
}

# Until that is so, for two minutes at most.
function Wait-Until([scriptblock] $Condition) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while ($clock.ElapsedMilliseconds -lt 120000) {
        if (& $Condition) { return $true }
        [Threading.Thread]::Sleep(50)
    }
    $false
}

# machines inside machines
$lan = 'aaaaaaaa-0000-4000-8000-00000000000'
$secret = 'P4ssw0rd-of-L1'

function New-Guest([string] $Path, [string] $Name, $Vms, [string] $Digit) {
    [void][IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($Path))
    $state = ConvertFrom-Json -InputObject ([IO.File]::ReadAllText($env:HVN_FAKE_STATE)) -AsHashtable
    $state['host']['name'] = $Name
    $state['host']['extensions'] = $true
    $state['vms'] = $Vms
    $state['network'] = @{
        switches = @(); nats = @(); routes = @()
        interfaces = @(@{
            guid = "$lan$Digit"; index = 3; name = 'Ethernet'; mac = '00155D0A0B0C'; dhcp = $true
            dhcpAddress = "10.$Digit.0.7/24"; dhcpDns = @(); dns = @(); dnsStatic = $false; addresses = @()
        })
    }
    [IO.File]::WriteAllText($Path, (ConvertTo-Json -InputObject $state -Depth 20))
}
function Add-Secret([string] $Text) {
    $secure = New-Object -TypeName Security.SecureString
    foreach ($character in $Text.ToCharArray()) { $secure.AppendChar($character) }
    $HvnState['Secrets']['guest'] = $secure
}
# A verb on the machine at the end of a path; its whole answer.
function Send-To([string[]] $Path, [string] $Verb, $Arguments = @{}, [long] $Bound = 60000) {
    $request = [ordered]@{ id = 9; path = @($Path); bound = $Bound; verb = $Verb; args = $Arguments }
    ConvertFrom-Answer (Get-HvnAnswer (ConvertTo-HvnMessage $request))
}
function Enter-Guest([string] $Vm = $one, [string] $Password = $secret, [string[]] $Path = @(), [long] $Bound = 60000) {
    Add-Secret $Password
    Send-To $Path 'enter' @{ vm = $Vm; user = 'Administrator' } -Bound $Bound
}
function Get-Error($Answer) { if ($Answer.ContainsKey('error')) { "$($Answer['error']['id']) $($Answer['error']['category'])" } else { 'none' } }
function Test-Alive([long] $Id) {
    try { -not [Diagnostics.Process]::GetProcessById($Id).HasExited } catch [ArgumentException] { $false }
}
