# VMs and their state. No name that a user gave is passed to a cmdlet: -Name and -VMName expand wildcards.

# VM objects by id, of those that exist. One that is missing here is gone: the service answered a listing without it.
function Get-HvnVms([string[]] $Ids) {
    $found = @{}
    if ($Ids.Count -eq 1) {
        try {
            $vm = Hyper-V\Get-VM -Id $Ids[0] -ErrorAction Stop
            if ($vm) { $found[$vm.Id.ToString()] = $vm }
            if ($found.ContainsKey($Ids[0])) { return $found }
        }
        catch {
            # the same error comes when the service is down, so it takes a listing to tell that the VM is gone
            if (@('ObjectNotFound', 'InvalidArgument') -notcontains $_.CategoryInfo.Category) { throw }
        }
    }
    foreach ($vm in Hyper-V\Get-VM -ErrorAction Stop) {
        if ($Ids -ccontains $vm.Id.ToString()) { $found[$vm.Id.ToString()] = $vm }
    }
    $found
}

function New-HvnGoneError([string] $Id) {
    New-HvnError 'HVN.VmGone' "no virtual machine has the id $Id" -Category ObjectNotFound -Target $Id
}

function Find-HvnVms($Arguments) {
    $references = Get-HvnField $Arguments 'vms' -Kind ([array])
    foreach ($reference in $references) {
        if (@('NAME', 'ID') -cnotcontains (Get-HvnField $reference 'kind' -Kind ([string]))) {
            throw (New-HvnBadRequest 'a VM is meant by NAME or by ID')
        }
        [void](Get-HvnField $reference 'text' -Kind ([string]))
    }
    $fitting = @{}
    $lists = New-Object -TypeName Collections.ArrayList
    $all = @(Hyper-V\Get-VM -ErrorAction Stop)
    foreach ($reference in $references) {
        $vms = @($all | Where-Object { Test-HvnFit $_ $reference })
        foreach ($vm in $vms) { $fitting[$vm.Id.ToString()] = $vm }
        [void]$lists.Add($vms)
    }
    $states = @{}
    if ($fitting.Count) { foreach ($state in Read-HvnStates @($fitting.Values)) { $states[$state['id']] = $state } }
    $found = @(foreach ($vms in $lists) { , @(foreach ($vm in $vms) { $states[$vm.Id.ToString()] }) })
    @{ vms = $found }
}

# Ordinal, case included: PowerShell's own operators would take some different names for equal.
function Test-HvnFit($Vm, $Reference) {
    $text = $Reference['text']
    if ($Reference['kind'] -ceq 'ID') { return [string]::Equals($Vm.Id.ToString(), $text, 'OrdinalIgnoreCase') }
    [string]::Equals($Vm.Name, $text, 'Ordinal')
}

# Objects by the id of their VM, in one call for all of them.
function Group-HvnByVm($Objects) {
    $groups = @{}
    foreach ($object in $Objects) {
        $id = $object.VMId.ToString()
        if (-not $groups.ContainsKey($id)) { $groups[$id] = New-Object -TypeName Collections.ArrayList }
        [void]$groups[$id].Add($object)
    }
    $groups
}

# Parts of VMs from root\virtualization\v2 by VM id. The filter holds ids alone, which were checked.
function Get-HvnParts([string] $Class, [string[]] $Ids) {
    $parts = @{}
    $query = @{ Namespace = 'root\virtualization\v2'; ClassName = $Class; ErrorAction = 'Stop' }
    if ($Ids.Count -eq 1) { $query['Filter'] = "SystemName='$($Ids[0].ToUpperInvariant())'" }
    foreach ($part in CimCmdlets\Get-CimInstance @query) { $parts["$($part.SystemName)".ToLowerInvariant()] = $part }
    $parts
}

# The ids of the VMs whose guest can be asked to shut down.
function Get-HvnShutdowns($Vms) {
    $running = @(foreach ($vm in $Vms) { if ("$(Get-HvnProperty $vm 'State')" -eq 'Running') { $vm.Id.ToString() } })
    $offered = @{}
    if (-not $running.Count) { return $offered }
    $parts = Get-HvnParts 'Msvm_ShutdownComponent' $running
    foreach ($id in $running) { if ($parts.ContainsKey($id)) { $offered[$id] = Test-HvnContact $parts[$id] } }
    $offered
}

# 2 is OK, 3 is OK with a guest of another version; anything else has no contact with the guest.
function Test-HvnContact($Component) {
    $status = @(Get-HvnProperty $Component 'OperationalStatus' -Otherwise @(2))
    @(2, 3) -contains [int]$status[0]
}

# How many of the VM's status words are among those.
function Test-HvnStatus($Vm, [string[]] $Words) {
    foreach ($status in @(Get-HvnProperty $Vm 'OperationalStatus' -Otherwise @())) {
        if ($Words -contains "$status") { return $true }
    }
    $false
}

$HvnMoving = 'ExportingVirtualMachine', 'MigratingVirtualMachine', 'MigratingPlannedVm', 'StorageMigrationPhaseOne',
    'StorageMigrationPhaseTwo'

function Test-HvnMoving($Vm) { Test-HvnStatus $Vm $HvnMoving }

function Test-HvnBusy($Vm) {
    (Test-HvnMoving $Vm) -or (Test-HvnStatus $Vm 'MergingDisks', 'DeletingSnapshot', 'ApplyingSnapshot',
        'CreatingSnapshot', 'BackingUpVirtualMachine', 'ModifyingUpVirtualMachine')
}

# Whether any of those objects has that property set; hosts of some versions do not have it.
function Test-HvnAny($Objects, [string] $Name) {
    foreach ($object in $Objects) { if (Get-HvnProperty $object $Name -Otherwise $false) { return $true } }
    $false
}

# What await compares and what a state begins with, of all those VMs.
function Read-HvnVitals($Vms) {
    $processors = Group-HvnByVm @(Hyper-V\Get-VMProcessor -VM $Vms -ErrorAction Stop)
    $shutdowns = Get-HvnShutdowns $Vms
    foreach ($vm in $Vms) {
        $id = $vm.Id.ToString()
        $heartbeat = Get-HvnProperty $vm 'Heartbeat'
        [ordered]@{
            id = $id
            name = "$($vm.Name)"
            platformState = "$(Get-HvnProperty $vm 'State')"
            nesting = Test-HvnAny $processors[$id] 'ExposeVirtualizationExtensions'
            heartbeat = if ($null -ne $heartbeat) { "$heartbeat" }
            shutdownOffered = [bool]$shutdowns[$id]
            merging = Test-HvnBusy $vm
        }
    }
}

function Read-HvnStates($Vms) {
    $byId = @{}
    foreach ($vm in $Vms) { $byId[$vm.Id.ToString()] = $vm }
    $adapters = Group-HvnByVm @(Hyper-V\Get-VMNetworkAdapter -VM $Vms -ErrorAction Stop)
    foreach ($state in Read-HvnVitals $Vms) {
        $vm = $byId[$state['id']]
        $state['version'] = "$($vm.Version)"
        $state['generation'] = [long]$vm.Generation
        $state['processors'] = [long]$vm.ProcessorCount
        $state['dynamicMemory'] = [bool]$vm.DynamicMemoryEnabled
        $state['uptimeSeconds'] = [long][Math]::Truncate($vm.Uptime.TotalSeconds)
        $state['adapters'] = @(foreach ($adapter in $adapters[$state['id']]) { ConvertTo-HvnAdapter $adapter })
        $state
    }
}

function ConvertTo-HvnAdapter($Adapter) {
    [ordered]@{
        id = "$(Get-HvnProperty $Adapter 'Id')"
        name = "$(Get-HvnProperty $Adapter 'Name')"
        spoofing = "$(Get-HvnProperty $Adapter 'MacAddressSpoofing')" -eq 'On'
        switchId = "$(Get-HvnProperty $Adapter 'SwitchId')"
        switchName = "$(Get-HvnProperty $Adapter 'SwitchName')"
        legacy = [bool](Get-HvnProperty $Adapter 'IsLegacy' -Otherwise $false)
        mac = ConvertTo-HvnMac (Get-HvnProperty $Adapter 'MacAddress')
    }
}

# Runs a reading for all VMs at once, which costs as much as for one; only when it fails, for each, so that one VM's
# failure is that VM's alone.
function Invoke-HvnForEach($Vms, [scriptblock] $Reading) {
    $answers = @{}
    $all = @($Vms.Values)
    if (-not $all.Count) { return $answers }
    try { foreach ($value in & $Reading $all) { $answers[$value['id']] = @{ value = $value } } }
    catch {
        if ($all.Count -eq 1) {
            $answers[$all[0].Id.ToString()] = New-HvnFailure $_
            return $answers
        }
        foreach ($id in $Vms.Keys) { $answers[$id] = (Invoke-HvnForEach @{ $id = $Vms[$id] } $Reading)[$id] }
    }
    $answers
}

# States by id; a VM that is gone has its failure there.
function Get-HvnStates([string[]] $Ids) {
    $vms = Get-HvnVms $Ids
    $answers = Invoke-HvnForEach $vms { param($All) Read-HvnStates $All }
    foreach ($id in $Ids) {
        if (-not $vms.ContainsKey($id)) { $answers[$id] = New-HvnFailure (New-HvnGoneError $id) }
    }
    $answers
}
