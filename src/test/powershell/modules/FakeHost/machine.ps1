# Simulated machines inside a simulated machine: a VM's field `inside` names the state file of the guest, beside that of
# the machine that it is in. A session into it is a process of its own, which ends when the VM goes off or restarts.

function Get-FakeInside([string] $Path, $Vm) {
    if ($Vm['inside']) { [IO.Path]::GetFullPath([IO.Path]::Combine([IO.Path]::GetDirectoryName($Path), $Vm['inside'])) }
}

# What happens when a VM boots: the guest learns what its processor shows, goes on with its role, and its own VMs that ran
# start again if a hypervisor does.
function Start-FakeMachine([string] $Path, $Vm) {
    $inside = Get-FakeInside $Path $Vm
    if (-not $inside) { return }
    $Vm['boots'] = 1 + [long](Get-FakeField $Vm 'boots' 0)
    $lock = Lock-FakeState $inside
    try {
        $state = ConvertFrom-FakeJson (Read-FakeText $inside)
        $state['host']['extensions'] = [bool](Get-FakeField $Vm 'nesting' $false)
        $again = Restart-FakeRole $state
        $state['host'].Remove('restartAt')
        if ($again) {
            $Vm['restartAt'] = (Get-FakeNow) + [long](Get-FakeField $state['role'] 'selfRestartMillis' 300)
            $state['host']['restartAt'] = $Vm['restartAt']
        }
        foreach ($inner in $state['vms']) { Restart-FakeInner $state $inside $inner }
        Save-FakeState $inside $state
    }
    finally { $lock.Dispose() }
}

function Restart-FakeInner($State, [string] $Path, $Vm) {
    if (@('Off', 'Saved') -contains $Vm['state']) { return }
    Set-FakeVmState $Vm 'Off' -Path $Path
    if (Test-FakeHypervisor $State) { Set-FakeVmState $Vm 'Running' -Path $Path }
}

# Windows restarts by itself: nobody has to look for the sessions to end, see Assert-FakeUp.
function Update-FakeMachine([string] $Path, $Vm, [long] $Now) {
    if ($null -eq $Vm['restartAt'] -or $Vm['restartAt'] -gt $Now) { return $false }
    $at = $Vm['restartAt']
    $Vm.Remove('restartAt')
    if ($Vm['state'] -eq 'Running') {
        Stop-FakeSessions (Get-FakeInside $Path $Vm)
        $Vm['since'] = $at
        Start-FakeMachine $Path $Vm
    }
    $true
}

# A process of a machine that has restarted meanwhile is not there any more.
function Assert-FakeUp($State) {
    $at = $State['host']['restartAt']
    if ($null -ne $at -and $at -le (Get-FakeNow)) { [Diagnostics.Process]::GetCurrentProcess().Kill() }
}

# Ends the processes that are sessions into a machine, and those of the machines inside it.
function Stop-FakeSessions([string] $Inside) {
    if (-not $Inside) { return }
    $folder = "$Inside.sessions"
    if ([IO.Directory]::Exists($folder)) {
        foreach ($file in [IO.Directory]::GetFiles($folder)) {
            Stop-FakeProcess ([int][IO.Path]::GetFileName($file)) ([long][IO.File]::ReadAllText($file))
            [IO.File]::Delete($file)
        }
    }
    if (-not [IO.File]::Exists($Inside)) { return }
    foreach ($vm in (ConvertFrom-FakeJson (Read-FakeText $Inside))['vms']) { Stop-FakeSessions (Get-FakeInside $Inside $vm) }
}

function Stop-FakeProcess([int] $Id, [long] $Started) {
    try { $process = [Diagnostics.Process]::GetProcessById($Id) }
    catch [ArgumentException] { return }   # it is gone already
    try {
        if ([Math]::Abs($process.StartTime.ToFileTimeUtc() - $Started) -gt 20000000) { return }
        $process.Kill()
        [void]$process.WaitForExit(5000)
    }
    catch [InvalidOperationException] { return }   # it went just now
    finally { $process.Dispose() }
}
