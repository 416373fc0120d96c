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

# The tests of another file, in a process of their own, counted here.
function Invoke-Tests([string] $File) {
    $shell = (Get-Process -Id $PID).Path
    $last = ''
    foreach ($line in & $shell -NoLogo -NoProfile -NonInteractive -File $File -Module $Module) {
        if ($line -cmatch '\A(\d+) passed, (\d+) failed\z') {
            $results['passed'] += [int]$Matches[1]
            $results['failed'] += [int]$Matches[2]
            $last = $line
        }
        else { $line }
    }
    if (-not $last) {
        "FAILED: $File did not end"
        $results['failed']++
    }
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

# Until that is so, for some seconds.
function Wait-Until([scriptblock] $Condition) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while ($clock.ElapsedMilliseconds -lt 20000) {
        if (& $Condition) { return $true }
        [Threading.Thread]::Sleep(50)
    }
    $false
}
