# Changes of VMs, of the network and of the role. Each compares the epoch under the lease's lock and makes the
# platform's call before it lets go.

function Invoke-HvnChanges($Arguments) {
    $changes = Get-HvnField $Arguments 'changes' -Kind ([array])
    $answers = [ordered]@{}
    foreach ($change in $changes) {
        Assert-HvnChange $change
        if ($answers.Contains($change['subject'])) {
            throw (New-HvnBadRequest 'two changes of one subject' $change['subject'])
        }
        $answers[$change['subject']] = $null
    }
    Update-HvnBeats
    $vms = @($changes | Where-Object { Test-HvnVmSubject $_['subject'] })
    if ($vms.Count -gt 1) { Invoke-HvnSideBySide $vms $answers }
    foreach ($change in $changes) {
        # what goes on in the background belongs to this runspace, not to a worker
        $subject = $change['subject']
        if (-not $answers[$subject]) { $answers[$subject] = Invoke-HypervNestedChange -Change $change }
    }
    $answers
}

function Invoke-HypervNestedChange {
    <#
    .SYNOPSIS
    Makes one change of one subject, if the lease's actor still has the change's epoch.
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

# What each kind of subject can be told, and the fields that it takes, each with its form.
function Get-HvnDoings([string] $Subject) {
    $text = '\A[^\x00-\x1f]{1,400}\z'
    $guid = '\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z'
    $ip = '\A[0-9]{1,3}(\.[0-9]{1,3}){3}\z'
    if ($Subject -ceq 'role') { return @{ installRole = @{}; removeRole = @{} } }
    if ($Subject -cne 'network') {
        return @{
            shutdown = @{}; turnOff = @{}; start = @{}; resume = @{}
            expose = @{ on = [bool] }; spoof = @{ on = [bool]; adapter = $text }
            connect = @{ adapter = $text; switch = "\A\z|$guid" }
        }
    }
    $prefix = '\A[0-9]{1,3}(\.[0-9]{1,3}){3}/[0-9]{1,2}\z'
    @{
        createSwitch = @{ name = $text; mark = '\A[0-9a-f]{32}\z' }; removeSwitch = @{ switch = $guid }
        createNat = @{ name = $text; prefix = $prefix }; removeNat = @{ name = $text; prefix = $prefix }
        addAddress = @{ interface = $guid; ip = $ip; prefixLength = [long] }
        removeAddress = @{ interface = $guid; ip = $ip }
        addRoute = @{ interface = $guid; nextHop = $ip }; removeRoute = @{ interface = $guid; nextHop = $ip }
        setDns = @{ interface = $guid; servers = [array] }; setDhcp = @{ interface = $guid; on = [bool] }
    }
}

function Assert-HvnChange($Change) {
    $subject = Get-HvnField $Change 'subject' -Kind ([string])
    Assert-HvnSubject $subject
    $do = Get-HvnField $Change 'do' -Kind ([string])
    $doings = Get-HvnDoings $subject
    if (@($doings.Keys) -cnotcontains $do) {
        foreach ($other in 'network', 'role', 'vm') {
            if (@((Get-HvnDoings $other).Keys) -ccontains $do) {
                throw (New-HvnBadRequest 'a change of another kind of subject' $subject)
            }
        }
        throw (New-HvnError 'HVN.UnknownVerb' 'an unknown change' -Category InvalidData -Target $do)
    }
    if ((Get-HvnField $Change 'epoch' -Kind ([string])) -cnotmatch '\A[0-9a-f]{32}\z') {
        throw (New-HvnBadRequest 'no epoch' $subject)
    }
    foreach ($name in $doings[$do].Keys) { Assert-HvnForm $Change $name -Form $doings[$do][$name] }
    if ($do -ceq 'setDns') { foreach ($server in $Change['servers']) { Assert-HvnAddress $server $subject } }
}

function Assert-HvnForm($Change, [string] $Name, $Form) {
    if ($Form -is [type]) { [void](Get-HvnField $Change $Name -Kind $Form) }
    elseif ((Get-HvnField $Change $Name -Kind ([string])) -cnotmatch $Form) {
        throw (New-HvnBadRequest "the field $Name has another form" $Change['subject'])
    }
}

function Assert-HvnAddress($Text, [string] $Subject) {
    if ($Text -isnot [string] -or $Text -cnotmatch '\A[0-9]{1,3}(\.[0-9]{1,3}){3}\z') {
        throw (New-HvnBadRequest 'no IPv4 address' $Subject)
    }
}

function Invoke-HvnChange($Change, $Vm, $Component) {
    $subject = $Change['subject']
    $folder = Get-HvnLeaseFolder
    if (-not (Test-HvnLeaseFolder $folder)) { throw (New-HvnFencedError $subject) }
    $lock = Lock-HvnLease $folder $subject
    try {
        $lease = Read-HvnLease $folder $subject
        Assert-HvnReadable $lease $subject
        if ($lease['epoch'] -cne $Change['epoch']) { throw (New-HvnFencedError $subject) }
        switch -CaseSensitive ($subject) {
            'network' { Invoke-HvnNetworkChange $Change; return }
            'role' { Start-HvnRoleWork $Change; return }
        }
        if (-not $Vm) { $Vm = (Get-HvnVms @($subject))[$subject] }
        if (-not $Vm) { throw (New-HvnGoneError $subject) }
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
        'connect' { Connect-HvnAdapter $Vm $Change }
    })
}

# Stop-VM would wait for minutes; the component's method returns at once.
function Request-HvnShutdown([string] $Id, $Component) {
    if (-not $Component) { $Component = (Get-HvnParts 'Msvm_ShutdownComponent' @($Id))[$Id] }
    if (-not $Component) {
        throw (New-HvnError 'HVN.NoShutdown' 'the guest offers no shutdown' -Category NotInstalled -Target $Id)
    }
    $arguments = @{ Force = $false; Reason = 'hyperv-nested-virtualization' }
    $call = @{ InputObject = $Component; MethodName = 'InitiateShutdown'; Arguments = $arguments }
    $quiet = @{ Confirm = $false; ErrorAction = 'Stop' }
    $code = [long](CimCmdlets\Invoke-CimMethod @call @quiet).ReturnValue
    # 32782: the guest shuts down already, which is what was asked for
    if (@(0, 32782) -notcontains $code) {
        $said = "InitiateShutdown returned $code"
        throw (New-HvnError 'HVN.ShutdownRefused' $said -Category InvalidResult -Target $Id -Code $code)
    }
}

function Get-HvnAdapter($Vm, [string] $Id) {
    foreach ($adapter in Hyper-V\Get-VMNetworkAdapter -VM $Vm -ErrorAction Stop) {
        if ([string]::Equals($adapter.Id, $Id, 'OrdinalIgnoreCase')) { return $adapter }
    }
    throw (New-HvnError 'HVN.AdapterGone' 'the VM has no adapter of that id' -Category ObjectNotFound -Target $Id)
}

function Set-HvnSpoofing($Vm, $Change) {
    $quiet = @{ Confirm = $false; ErrorAction = 'Stop' }
    $adapter = Get-HvnAdapter $Vm $Change['adapter']
    $state = if ($Change['on']) { 'On' } else { 'Off' }
    Hyper-V\Set-VMNetworkAdapter -VMNetworkAdapter $adapter -MacAddressSpoofing $state @quiet
}

function Connect-HvnAdapter($Vm, $Change) {
    $quiet = @{ Confirm = $false; ErrorAction = 'Stop' }
    $adapter = Get-HvnAdapter $Vm $Change['adapter']
    if (-not $Change['switch']) { Hyper-V\Disconnect-VMNetworkAdapter -VMNetworkAdapter $adapter @quiet }
    else {
        $vmSwitch = Get-HvnSwitch $Change['switch']
        Hyper-V\Connect-VMNetworkAdapter -VMNetworkAdapter $adapter -VMSwitch $vmSwitch @quiet
    }
}
