# Changes of VMs. Each compares the epoch under the lease's lock and makes the platform's call before it lets go.

function Invoke-HvnChanges($Arguments) {
    $changes = Get-HvnField $Arguments 'changes' -Kind ([array])
    $answers = [ordered]@{}
    foreach ($change in $changes) {
        Assert-HvnChange $change
        if ($answers.Contains($change['vm'])) {
            throw (New-HvnBadRequest 'two changes of one VM' $change['vm'])
        }
        $answers[$change['vm']] = $null
    }
    Update-HvnBeats
    if ($changes.Count -gt 1) { return Invoke-HvnSideBySide $changes $answers }
    foreach ($change in $changes) { $answers[$change['vm']] = Invoke-HypervNestedChange -Change $change }
    $answers
}

function Invoke-HypervNestedChange {
    <#
    .SYNOPSIS
    Tells one VM one change, if the lease's actor still has the change's epoch.
    .DESCRIPTION
    Several of them run side by side, each in a runspace that has only this module, so it is exported. It is not
    visible in a JEA endpoint.
    .PARAMETER Change
    The change as it came with the request, checked.
    .PARAMETER Vm
    The VM, where it was fetched already.
    .PARAMETER Component
    The VM's shutdown component, where it was fetched already.
    .OUTPUTS
    A table with a value, or with an error.
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param([Parameter(Mandatory = $true)] $Change, $Vm, $Component)
    Set-StrictMode -Version 2.0
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    try {
        Invoke-HvnChange $Change -Vm $Vm -Component $Component
        @{ value = @{} }
    }
    catch { New-HvnFailure $_ }
}

function Assert-HvnChange($Change) {
    Assert-HvnVmId (Get-HvnField $Change 'vm' -Kind ([string]))
    $do = Get-HvnField $Change 'do' -Kind ([string])
    if (@('shutdown', 'turnOff', 'start', 'resume', 'expose', 'spoof') -cnotcontains $do) {
        throw (New-HvnError 'HVN.UnknownVerb' 'an unknown change' -Category InvalidData -Target $do)
    }
    if ((Get-HvnField $Change 'epoch' -Kind ([string])) -cnotmatch '\A[0-9a-f]{32}\z') {
        throw (New-HvnBadRequest 'no epoch' $Change['vm'])
    }
    if ($do -ceq 'expose' -or $do -ceq 'spoof') { [void](Get-HvnField $Change 'on' -Kind ([bool])) }
    if ($do -ceq 'spoof') { [void](Get-HvnField $Change 'adapter' -Kind ([string])) }
}

function Invoke-HvnChange($Change, $Vm, $Component) {
    $id = $Change['vm']
    $folder = Get-HvnLeaseFolder
    if (-not (Test-HvnLeaseFolder $folder)) { throw (New-HvnFencedError $id) }
    $lock = Lock-HvnLease $folder $id
    try {
        $lease = Read-HvnLease $folder $id
        Assert-HvnReadable $lease $id
        if ($lease['epoch'] -cne $Change['epoch']) { throw (New-HvnFencedError $id) }
        if (-not $Vm) { $Vm = (Get-HvnVms @($id))[$id] }
        if (-not $Vm) { throw (New-HvnGoneError $id) }
        Invoke-HvnPlatform $Vm $Change -Component $Component
    }
    finally { $lock.Dispose() }
}

# What the platform's own commands print is of no use to anybody.
function Invoke-HvnPlatform($Vm, $Change, $Component) {
    $quiet = @{ Confirm = $false; ErrorAction = 'Stop' }
    [void]$(switch -CaseSensitive ($Change['do']) {
        'shutdown' { Request-HvnShutdown $Vm.Id.ToString() $Component }
        'turnOff' { Hyper-V\Stop-VM -VM $Vm -TurnOff -Force @quiet }
        'start' { Hyper-V\Start-VM -VM $Vm @quiet }
        'resume' { Hyper-V\Resume-VM -VM $Vm @quiet }
        'expose' { Hyper-V\Set-VMProcessor -VM $Vm -ExposeVirtualizationExtensions $Change['on'] @quiet }
        'spoof' { Set-HvnSpoofing $Vm $Change }
    })
}

# Stop-VM would wait for minutes; the component's method returns at once.
function Request-HvnShutdown([string] $Id, $Component) {
    if (-not $Component) { $Component = (Get-HvnParts 'Msvm_ShutdownComponent' @($Id))[$Id] }
    if (-not $Component) {
        throw (New-HvnError 'HVN.NoShutdown' 'the guest offers no shutdown' -Category NotInstalled -Target $Id)
    }
    $arguments = @{ Force = $false; Reason = 'hyperv-nested-virtualization' }
    $call = @{ InputObject = $Component; MethodName = 'InitiateShutdown'; Arguments = $arguments; ErrorAction = 'Stop' }
    $code = [long](CimCmdlets\Invoke-CimMethod @call).ReturnValue
    if ($code -ne 0) {
        $said = "InitiateShutdown returned $code"
        throw (New-HvnError 'HVN.ShutdownRefused' $said -Category InvalidResult -Target $Id -Code $code)
    }
}

function Set-HvnSpoofing($Vm, $Change) {
    foreach ($adapter in Hyper-V\Get-VMNetworkAdapter -VM $Vm -ErrorAction Stop) {
        if (-not [string]::Equals($adapter.Id, $Change['adapter'], 'OrdinalIgnoreCase')) { continue }
        $state = if ($Change['on']) { 'On' } else { 'Off' }
        $quiet = @{ Confirm = $false; ErrorAction = 'Stop' }
        Hyper-V\Set-VMNetworkAdapter -VMNetworkAdapter $adapter -MacAddressSpoofing $state @quiet
        return
    }
    $id = $Change['adapter']
    throw (New-HvnError 'HVN.AdapterGone' 'the VM has no adapter of that id' -Category ObjectNotFound -Target $id)
}
