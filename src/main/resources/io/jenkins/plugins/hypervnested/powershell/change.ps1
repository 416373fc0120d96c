# Changes of VMs. Each compares the epoch under the lease's lock and makes the platform's call before it lets go.

function Invoke-HvnChanges($Arguments) {
    $changes = Get-HvnField $Arguments 'changes' ([array])
    $answers = [ordered]@{}
    foreach ($change in $changes) {
        Assert-HvnChange $change
        if ($answers.Contains($change['vm'])) {
            throw (New-HvnError 'HVN.BadRequest' 'two changes of one VM' 'InvalidData' $change['vm'])
        }
        $answers[$change['vm']] = $null
    }
    Update-HvnBeats
    if ($changes.Count -gt 1) { return Invoke-HvnSideBySide $changes $answers }
    foreach ($change in $changes) {
        try {
            Invoke-HvnChange $change
            $answers[$change['vm']] = @{ value = @{} }
        }
        catch { $answers[$change['vm']] = New-HvnFailure $_ }
    }
    $answers
}

function Assert-HvnChange($Change) {
    Assert-HvnVmId (Get-HvnField $Change 'vm' ([string]))
    $do = Get-HvnField $Change 'do' ([string])
    if (@('shutdown', 'turnOff', 'start', 'resume', 'expose', 'spoof') -cnotcontains $do) {
        throw (New-HvnError 'HVN.UnknownVerb' 'an unknown change' 'InvalidData' $do)
    }
    if ((Get-HvnField $Change 'epoch' ([string])) -cnotmatch '\A[0-9a-f]{32}\z') {
        throw (New-HvnError 'HVN.BadRequest' 'no epoch' 'InvalidData' $Change['vm'])
    }
    if ($do -ceq 'expose' -or $do -ceq 'spoof') { [void](Get-HvnField $Change 'on' ([bool])) }
    if ($do -ceq 'spoof') { [void](Get-HvnField $Change 'adapter' ([string])) }
}

function Invoke-HvnChange($Change) {
    $id = $Change['vm']
    $folder = Get-HvnLeaseFolder
    $fenced = New-HvnError 'HVN.Fenced' 'the lease has another actor, or none' 'InvalidOperation' $id
    if (-not (Test-HvnLeaseFolder $folder)) { throw $fenced }
    $lock = Lock-HvnLease $folder $id
    try {
        $lease = Read-HvnLease $folder $id
        Assert-HvnReadable $lease $id
        if ($lease['epoch'] -cne $Change['epoch']) { throw $fenced }
        $vm = (Get-HvnVms @($id))[$id]
        if (-not $vm) { throw (New-HvnGoneError $id) }
        Invoke-HvnPlatform $vm $Change
    }
    finally { $lock.Dispose() }
}

# What the platform's own commands print is of no use to anybody.
function Invoke-HvnPlatform($Vm, $Change) {
    $quiet = @{ Confirm = $false; ErrorAction = 'Stop' }
    $null = switch -CaseSensitive ($Change['do']) {
        'shutdown' { Request-HvnShutdown $Vm.Id.ToString() }
        'turnOff' { Hyper-V\Stop-VM -VM $Vm -TurnOff -Force @quiet }
        'start' { Hyper-V\Start-VM -VM $Vm @quiet }
        'resume' { Hyper-V\Resume-VM -VM $Vm @quiet }
        'expose' { Hyper-V\Set-VMProcessor -VM $Vm -ExposeVirtualizationExtensions $Change['on'] @quiet }
        'spoof' { Set-HvnSpoofing $Vm $Change }
    }
}

# Stop-VM would wait for minutes; the component's method returns at once.
function Request-HvnShutdown([string] $Id) {
    $component = (Get-HvnParts 'Msvm_ShutdownComponent' @($Id))[$Id]
    if (-not $component) { throw (New-HvnError 'HVN.NoShutdown' 'the guest offers no shutdown' 'NotInstalled' $Id) }
    $arguments = @{ Force = $false; Reason = 'hyperv-nested-virtualization' }
    $call = @{ InputObject = $component; MethodName = 'InitiateShutdown'; Arguments = $arguments; ErrorAction = 'Stop' }
    $code = [long](CimCmdlets\Invoke-CimMethod @call).ReturnValue
    if ($code -ne 0) {
        throw (New-HvnError 'HVN.ShutdownRefused' "InitiateShutdown returned $code" 'InvalidResult' $Id $code)
    }
}

function Set-HvnSpoofing($Vm, $Change) {
    foreach ($adapter in Hyper-V\Get-VMNetworkAdapter -VM $Vm -ErrorAction Stop) {
        if (-not [string]::Equals($adapter.Id, $Change['adapter'], 'OrdinalIgnoreCase')) { continue }
        $state = if ($Change['on']) { 'On' } else { 'Off' }
        Hyper-V\Set-VMNetworkAdapter -VMNetworkAdapter $adapter -MacAddressSpoofing $state -Confirm:$false -ErrorAction Stop
        return
    }
    throw (New-HvnError 'HVN.AdapterGone' 'the VM has no adapter of that id' 'ObjectNotFound' $Change['adapter'])
}
