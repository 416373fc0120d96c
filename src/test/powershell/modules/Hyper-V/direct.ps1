# PowerShell Direct: a session into a VM is a real process with the guest's state. Everything else goes to the cmdlet.

function New-PSSession {
    [CmdletBinding(DefaultParameterSetName = 'ComputerName')]
    param(
        [Parameter(ParameterSetName = 'ComputerName', Position = 0)] [Alias('Cn')] [string[]] $ComputerName,
        [Parameter(ParameterSetName = 'VMId', Mandatory = $true)] [Alias('VMGuid')] [guid[]] $VMId,
        [Management.Automation.PSCredential] $Credential,
        [string] $ConfigurationName,
        [Parameter(ParameterSetName = 'ComputerName')] [int] $Port,
        [Parameter(ParameterSetName = 'ComputerName')] [switch] $UseSSL,
        [Parameter(ParameterSetName = 'ComputerName')] [Management.Automation.Runspaces.AuthenticationMechanism] $Authentication,
        [Parameter(ParameterSetName = 'ComputerName')] [Management.Automation.Remoting.PSSessionOption] $SessionOption
    )
    if ($PSCmdlet.ParameterSetName -ne 'VMId') { return Microsoft.PowerShell.Core\New-PSSession @PSBoundParameters }
    try {
        $guest = Get-FakeGuest $VMId[0] $Credential
        if ($guest['hangs']) { [Threading.Thread]::Sleep($guest['hangs']) }
        Open-FakeSession $guest
    }
    catch {
        # thrown as it is, the record would lose its id: its exception has a record of its own
        if (-not $_.Exception.Data.Contains('record')) { throw }
        $PSCmdlet.WriteError($_.Exception.Data['record'])
    }
}

function New-FakeSessionFailure($State, [string] $Key, [string] $Id, [string] $Category, [string] $Type, [string] $About) {
    $exception = New-Object -TypeName $Type -ArgumentList (Get-FakeText $State $Key $About)
    $carrier = New-Object -TypeName InvalidOperationException -ArgumentList $exception.Message
    $carrier.Data['record'] = New-Object -TypeName Management.Automation.ErrorRecord -ArgumentList $exception, $Id, $Category, $null
    throw $carrier
}

function Assert-FakeGuest($State, $Vm, [string] $Id) {
    $broken = 'System.Management.Automation.Remoting.PSRemotingDataStructureException'
    if (-not $Vm) { New-FakeSessionFailure $State 'notSingle' 'InvalidVMIdNotSingle' 'InvalidArgument' 'ArgumentException' $Id }
    if ($Vm['state'] -ne 'Running') {
        New-FakeSessionFailure $State 'notRunning' 'InvalidVMState' 'InvalidArgument' 'ArgumentException' $Vm['name']
    }
    if (-not (Test-FakeBooted $Vm) -or -not $Vm['inside']) {
        New-FakeSessionFailure $State 'sessionBroken' 'PSSessionStateBroken' 'OpenError' $broken ''
    }
}

# Looks whether there may be a session now, and as whom.
function Get-FakeGuest([guid] $Id, $Credential) {
    Invoke-FakeCall 'New-PSSession' "$Id" {
        param($State, $Call)
        Assert-FakeRights $State 'Get-VM'
        $vm = @($State['vms'] | Where-Object { $_['id'] -eq $Call['id'] })[0]
        Assert-FakeGuest $State $vm $Call['id']
        $given = $Call['credential'].GetNetworkCredential().Password
        if ($Call['credential'].UserName -ne $vm['guestUser'] -or $given -cne $vm['guestPassword']) {
            $type = 'System.Management.Automation.Remoting.PSDirectException'
            New-FakeSessionFailure $State 'credential' 'PSSessionStateBroken' 'OpenError' $type ''
        }
        @{
            id = $vm['id']; state = Get-FakeInside (Get-FakePath) $vm; boots = [long](Get-FakeField $vm 'boots' 0)
            hangs = [int](Get-FakeField $vm 'directHangs' 0)
        }
    } @{ id = "$Id"; credential = $Credential }
}

# The process has an environment of its own: nothing of this one but where PowerShell finds modules.
function Open-FakeSession($Guest) {
    $process = New-Object -TypeName Management.Automation.Runspaces.PowerShellProcessInstance
    $environment = $process.Process.StartInfo.Environment
    $environment.Clear()
    $environment['PSModulePath'] = $env:PSModulePath
    $environment['PATH'] = '/usr/bin:/bin'
    $environment['HVN_FAKE_STATE'] = $Guest['state']
    $environment['HYPERV_NESTED_LEASES'] = [IO.Path]::Combine([IO.Path]::GetDirectoryName($Guest['state']), 'leases')
    $environment['HYPERV_NESTED_BOOT'] = "$($Guest['id'])-$($Guest['boots'])"
    $remote = [Management.Automation.Runspaces.RunspaceFactory]::CreateOutOfProcessRunspace($null, $process)
    $remote.Open()
    try { Register-FakeSession $Guest $process.Process $remote }
    catch {
        $process.Process.Kill()
        throw
    }
    [Management.Automation.Runspaces.PSSession]::Create($remote, 'VMBus', $null)
}

# The session ends with the process, and the process with the session; the engine sees to neither for a process that it
# did not start.
function Join-FakeProcess($Process, $Remote) {
    $code = [Linq.Expressions.Expression]
    $parameters = [Linq.Expressions.ParameterExpression[]]
    $runspace = $code::Constant($Remote, [Management.Automation.Runspaces.Runspace])
    $close = [Management.Automation.Runspaces.Runspace].GetMethod('CloseAsync', [type]::EmptyTypes)
    $taken = $parameters::new(2)
    $taken[0] = $code::Parameter([object])
    $taken[1] = $code::Parameter([EventArgs])
    $Process.add_Exited($code::Lambda([EventHandler], $code::Call($runspace, $close), $taken).Compile())
    $Process.EnableRaisingEvents = $true
    $type = [EventHandler[Management.Automation.Runspaces.RunspaceStateEventArgs]]
    $kill = [Diagnostics.Process].GetMethod('Kill', [type]::EmptyTypes)
    $taken = $parameters::new(2)
    $taken[0] = $code::Parameter([object])
    $taken[1] = $code::Parameter([Management.Automation.Runspaces.RunspaceStateEventArgs])
    $Remote.add_StateChanged($code::Lambda($type, $code::Call($code::Constant($Process), $kill), $taken).Compile())
}

# From here on the process ends with the VM, unless the VM went off while it was started.
function Register-FakeSession($Guest, $Process, $Remote) {
    Join-FakeProcess $Process $Remote
    $lock = Lock-FakeState (Get-FakePath)
    try {
        $state = ConvertFrom-FakeJson (Read-FakeText (Get-FakePath))
        [void](Update-FakeTime $state)
        $vm = @($state['vms'] | Where-Object { $_['id'] -eq $Guest['id'] })[0]
        Assert-FakeGuest $state $vm $Guest['id']
        if ([long](Get-FakeField $vm 'boots' 0) -ne $Guest['boots']) {
            $type = 'System.Management.Automation.Remoting.PSRemotingDataStructureException'
            New-FakeSessionFailure $state 'sessionBroken' 'PSSessionStateBroken' 'OpenError' $type ''
        }
        $folder = "$($Guest['state']).sessions"
        [void][IO.Directory]::CreateDirectory($folder)
        $file = [IO.Path]::Combine($folder, "$($Process.Id)")
        [IO.File]::WriteAllText($file, "$($Process.StartTime.ToFileTimeUtc())")
    }
    finally { $lock.Dispose() }
}
