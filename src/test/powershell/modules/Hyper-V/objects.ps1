# Objects as the real cmdlets give them, as far as anybody here looks: type names, property names, enums, guids.
enum VMState { Other = 1; Running = 2; Off = 3; Stopping = 4; Saved = 6; Paused = 9; Starting = 10; Reset = 11; Saving = 32773
    Pausing = 32776; Resuming = 32777; FastSaved = 32779; FastSaving = 32780; ForceShutdown = 32781; ForceReboot = 32782
    Hibernated = 32783; ComponentServicing = 32784; RunningCritical = 32785; OffCritical = 32786; SavedCritical = 32788
    PausedCritical = 32789 }
enum VMHeartbeatStatus { Unknown = 0; Disabled = 1; NoContact = 2; Error = 3; LostCommunication = 4; OkApplicationsUnknown = 5
    OkApplicationsHealthy = 6; OkApplicationsCritical = 7; Paused = 8 }
enum VMOperationalStatus { Ok = 2; Degraded = 3; InService = 11; ApplyingSnapshot = 23769; CreatingSnapshot = 32768
    DeletingSnapshot = 32770; MergingDisks = 32772; ExportingVirtualMachine = 32773; MigratingVirtualMachine = 32774
    BackingUpVirtualMachine = 32776; ModifyingUpVirtualMachine = 32777; StorageMigrationPhaseOne = 32778
    StorageMigrationPhaseTwo = 32779; MigratingPlannedVm = 32780 }
enum VMSwitchType { Private = 0; Internal = 1; External = 2 }
enum OnOffState { On = 0; Off = 1 }
enum VMReplicationMode { None = 0; Primary = 1; Replica = 2; TestReplica = 3; ExtendedReplica = 4 }

# Values of enums by type and name; casting a text is slow, and a listing has many.
$FakeEnums = @{}
function Get-FakeEnum([type] $Type, $Name) {
    $key = $Type.Name + $Name
    $value = $FakeEnums[$key]
    if ($null -eq $value) { $FakeEnums[$key] = $value = [enum]::Parse($Type, $Name) }
    $value
}

function New-FakeObject([string] $Type, $Properties) {
    $object = [pscustomobject]$Properties
    $object.PSObject.TypeNames.Insert(0, "Microsoft.HyperV.PowerShell.$Type")
    $object
}

# Properties of the real objects are asked for when they are looked at, and may fail then.
function Hide-FakeProperty($Object, $Vm) {
    foreach ($name in $Vm['unreadable']) {
        if ($null -eq $name -or -not $Object.PSObject.Properties[$name]) { continue }
        $Object.PSObject.Properties.Remove($name)
        Add-Member -InputObject $Object -MemberType ScriptProperty -Name $name -Value { throw 'not now' }
    }
    $Object
}

# The VM's name of a type has to be on every object that -VM, -VMNetworkAdapter and the like get.
function Get-FakeIdsOf($Objects, [string] $Type) {
    foreach ($object in $Objects) {
        if ($object.PSObject.TypeNames -notcontains "Microsoft.HyperV.PowerShell.$Type") {
            throw (New-Object -TypeName Management.Automation.ParameterBindingException -ArgumentList "no $Type")
        }
        "$($object.Id)"
    }
}

# The VMs that names mean, with wildcards as the real cmdlets expand them, or that objects are.
function Select-FakeVms($State, [string] $Cmdlet, $Names, $Ids) {
    if ($null -ne $Ids) {
        foreach ($id in $Ids) {
            $vms = @($State['vms'] | Where-Object { $_['id'] -eq "$id" })
            if (-not $vms.Count) {
                $error1 = if ($Cmdlet -eq 'Get-VM') { 'InvalidParameter', 'InvalidArgument' } else { 'ObjectNotFound', 'ObjectNotFound' }
                New-FakeFailure $State $Cmdlet 'missing' $error1[0] $error1[1] "id $id"
            }
            $vms
        }
        return
    }
    foreach ($name in $Names) {
        $vms = @($State['vms'] | Where-Object { $_['name'] -like $name -or $_['name'] -eq $name })
        if (-not $vms.Count -and $name -notmatch '[*?\[]') {
            $error1 = if ($Cmdlet -eq 'Get-VM') { 'InvalidParameter', 'InvalidArgument' } else { 'ObjectNotFound', 'ObjectNotFound' }
            New-FakeFailure $State $Cmdlet 'missing' $error1[0] $error1[1] "name `"$name`""
        }
        $vms
    }
}

function Get-FakeHeartbeat($Vm) {
    if ($Vm['state'] -ne 'Running') { return $null }
    if ((Get-FakeField $Vm 'heartbeatService' $true) -eq $false) { return [VMHeartbeatStatus]::Disabled }
    if (-not (Test-FakeBooted $Vm) -or (Get-FakeField $Vm 'hung' $false)) { return [VMHeartbeatStatus]::NoContact }
    [VMHeartbeatStatus]::OkApplicationsUnknown
}

function ConvertTo-FakeVm($State, $Vm) {
    $word = $Vm['state']
    $on = $word -eq 'Running' -or $word -eq 'Paused' -or $word -eq 'Stopping' -or $word -eq 'Starting'
    $id = [guid]$Vm['id']
    $properties = [ordered]@{
        Id = $id; VMId = $id; Name = $Vm['name']; VMName = $Vm['name']; State = Get-FakeEnum ([VMState]) $word
        Version = $(if ($null -ne $Vm['version']) { $Vm['version'] } else { '10.0' })
        Generation = [int]$(if ($null -ne $Vm['generation']) { $Vm['generation'] } else { 2 })
        ProcessorCount = [long]$(if ($null -ne $Vm['processors']) { $Vm['processors'] } else { 4 })
        DynamicMemoryEnabled = [bool]$Vm['dynamicMemory']
        Uptime = [timespan]::FromTicks($(if ($on) { 10000 * ((Get-FakeNow) - $Vm['since']) } else { 0 }))
        Heartbeat = Get-FakeHeartbeat $Vm
        OperationalStatus = [VMOperationalStatus[]]@(Get-FakeStatus $Vm)
        ReplicationMode = Get-FakeEnum ([VMReplicationMode]) $(if ($Vm['replication']) { $Vm['replication'] } else { 'None' })
        AutomaticCheckpointsEnabled = [bool]$Vm['automaticCheckpoints']
        IsClustered = [bool]$Vm['clustered']
        ComputerName = $State['host']['name']
    }
    if ([int]$State['host']['build'] -lt 14393) {
        foreach ($name in 'ReplicationMode', 'AutomaticCheckpointsEnabled') { $properties.Remove($name) }
    }
    Hide-FakeProperty (New-FakeObject 'VirtualMachine' $properties) $Vm
}

# status: words of VMOperationalStatus; a merge after each shutdown lasts mergeMillis
function Get-FakeStatus($Vm) {
    $words = $Vm['status']
    if ($null -eq $words) { $words = 'Ok' }
    foreach ($word in $words) { Get-FakeEnum ([VMOperationalStatus]) $word }
    $merge = $Vm['mergeMillis']
    if ($merge -and $Vm['state'] -eq 'Off' -and (Get-FakeNow) -lt $Vm['since'] + $merge) { [VMOperationalStatus]::MergingDisks }
}

function ConvertTo-FakeProcessor($State, $Vm) {
    $properties = [ordered]@{
        VMId = [guid]$Vm['id']; VMName = $Vm['name']; Id = "Microsoft:$($Vm['id'])\b637f346-6a0e-4dec-af52-bd70cb80a21d\0"
        Count = [long]$(if ($null -ne $Vm['processors']) { $Vm['processors'] } else { 4 })
        CompatibilityForMigrationEnabled = [bool]$Vm['migrationCompatibility']
        ExposeVirtualizationExtensions = [bool]$Vm['nesting']
    }
    if ((Get-FakeField $State['host'] 'exposes' $true) -eq $false) { $properties.Remove('ExposeVirtualizationExtensions') }
    Hide-FakeProperty (New-FakeObject 'VMProcessor' $properties) $Vm
}

function ConvertTo-FakeAdapters($Vm) {
    foreach ($adapter in (Get-FakeField $Vm 'adapters' @())) {
        if ($null -eq $adapter) { continue }
        $switchId = Get-FakeField $adapter 'switchId' $null
        $object = New-FakeObject 'VMNetworkAdapter' ([ordered]@{
            Id = $adapter['id']; Name = $adapter['name']; VMId = [guid]$Vm['id']; VMName = $Vm['name']
            MacAddressSpoofing = $(if ($adapter['spoofing']) { [OnOffState]::On } else { [OnOffState]::Off })
            SwitchId = $(if ($switchId) { [guid]$switchId }); SwitchName = Get-FakeField $adapter 'switchName' ''
            Connected = [bool]$switchId; IsLegacy = [bool](Get-FakeField $adapter 'legacy' $false)
            MacAddress = Get-FakeField $adapter 'mac' '000000000000'; IsManagementOs = $false
        })
        $object.PSObject.TypeNames.Insert(1, 'Microsoft.HyperV.PowerShell.VMNetworkAdapterBase')
        Hide-FakeProperty $object $Vm
    }
}

# account: administrator, hyper-v-administrator or none
function Assert-FakeRights($State, [string] $Cmdlet) {
    if ((Get-FakeField $State['host'] 'account' 'administrator') -ne 'none') { return }
    if ($Cmdlet -like 'Get-*') { New-FakeFailure $State $Cmdlet 'denied' 'Unspecified' 'NotSpecified' $State['host']['name'] }
    New-FakeFailure $State $Cmdlet 'denied' 'AccessDenied' 'PermissionDenied' $State['host']['name']
}
