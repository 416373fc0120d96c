# Virtual switches, and what is connected to them.

function ConvertTo-FakeSwitch($Switch) {
    New-FakeObject 'VMSwitch' ([ordered]@{
        Name = $Switch['name']; Id = [guid]$Switch['id']; Notes = "$(Get-FakeField $Switch 'notes' '')"
        SwitchType = Get-FakeEnum ([VMSwitchType]) (Get-FakeField $Switch 'type' 'Internal')
        AllowManagementOS = (Get-FakeField $Switch 'type' 'Internal') -ne 'Private'
    })
}

# The machine's own adapter on a switch. It is there as soon as its connection is.
function ConvertTo-FakeInternalAdapter($State, $Interface) {
    $switchName = ''
    foreach ($switch in @(Get-FakeList $State['network'] 'switches')) {
        if ($switch['id'] -eq $Interface['switchId']) { $switchName = $switch['name'] }
    }
    $object = New-FakeObject 'VMInternalNetworkAdapter' ([ordered]@{
        Id = "Microsoft:$($State['host']['name'])\$($Interface['guid'])"; Name = $switchName; IsManagementOs = $true
        DeviceId = '{' + "$($Interface['guid'])".ToUpperInvariant() + '}'; MacAddress = "$($Interface['mac'])"
        SwitchId = [guid]$Interface['switchId']; SwitchName = $switchName
    })
    $object.PSObject.TypeNames.Insert(1, 'Microsoft.HyperV.PowerShell.VMNetworkAdapterBase')
    $object
}

function Get-FakeInternalAdapters($State) {
    foreach ($interface in @(Get-FakeInterfaces $State)) {
        if ($interface['switchId']) { ConvertTo-FakeInternalAdapter $State $interface }
    }
}

function Get-VMSwitch {
    [CmdletBinding(DefaultParameterSetName = 'Name')]
    param(
        [Parameter(ParameterSetName = 'Id', Position = 0, ValueFromPipeline = $true, ValueFromPipelineByPropertyName = $true)]
        [Alias('SwitchId')] [guid[]] $Id,
        [Parameter(ParameterSetName = 'Name', Position = 0)] [Alias('SwitchName')] [string] $Name
    )
    process {
        Invoke-FakeCall 'Get-VMSwitch' "$Name$Id" {
            param($State, $Call)
            Assert-FakeRights $State 'Get-VMSwitch'
            $all = @(Get-FakeList $State['network'] 'switches')
            $found = $all
            if ($Call['ids']) { $found = @($all | Where-Object { $Call['ids'] -contains [guid]$_['id'] }) }
            elseif ($Call['name']) { $found = @($all | Where-Object { $_['name'] -like $Call['name'] }) }
            if (-not $found.Count -and $Call['ids']) {
                New-FakeFailure $State 'Get-VMSwitch' 'switchMissing' 'ObjectNotFound' 'ObjectNotFound'
            }
            if (-not $found.Count -and $Call['name'] -and $Call['name'] -notmatch '[*?\[]') {
                New-FakeFailure $State 'Get-VMSwitch' 'switchMissing' 'InvalidParameter' 'InvalidArgument' $Call['name']
            }
            foreach ($switch in $found) { ConvertTo-FakeSwitch $switch }
        } @{ ids = $Id; name = $Name }
    }
}

function New-VMSwitch {
    [CmdletBinding(DefaultParameterSetName = 'NetAdapterName', SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory = $true, Position = 0)] [Alias('SwitchName')] [string] $Name,
        [Parameter(ParameterSetName = 'SwitchType', Mandatory = $true)] [ValidateSet('Internal', 'Private')] [string] $SwitchType,
        [Parameter(ParameterSetName = 'NetAdapterName', Mandatory = $true)] [Alias('InterfaceAlias')] [string[]] $NetAdapterName,
        [Parameter(ParameterSetName = 'NetAdapterName')] [bool] $AllowManagementOS,
        [string] $Notes = ''
    )
    if (-not $PSCmdlet.ShouldProcess($Name)) { return }
    if ($PSCmdlet.ParameterSetName -ne 'SwitchType') { throw 'the fake makes internal and private switches alone' }
    Invoke-FakeCall 'New-VMSwitch' "$Name $SwitchType" {
        param($State, $Call)
        Assert-FakeRights $State 'New-VMSwitch'
        $switch = [ordered]@{ id = [guid]::NewGuid().ToString(); name = $Call['name']; type = $Call['type']; notes = $Call['notes'] }
        Add-FakeItem (Get-FakeNetwork $State) 'switches' $switch
        if ($Call['type'] -eq 'Internal') { New-FakeSwitchInterface $State $switch }
        ConvertTo-FakeSwitch $switch
    } @{ name = $Name; type = $SwitchType; notes = $Notes }
}

function Remove-VMSwitch {
    [CmdletBinding(DefaultParameterSetName = 'Name', SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(ParameterSetName = 'Name', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [Alias('SwitchName')]
        [string[]] $Name,
        [Parameter(ParameterSetName = 'SwitchObject', Mandatory = $true, Position = 0, ValueFromPipeline = $true)]
        [psobject[]] $VMSwitch,
        [switch] $Force
    )
    process {
        # without -Force it asks, whatever -Confirm says
        if (-not $Force -or -not $PSCmdlet.ShouldProcess("$Name")) { return }
        if ($PSCmdlet.ParameterSetName -ne 'SwitchObject') { throw 'the fake removes switches by object alone' }
        $ids = @(Get-FakeIdsOf $VMSwitch 'VMSwitch')
        Invoke-FakeCall 'Remove-VMSwitch' "$ids" {
            param($State, $Call)
            Assert-FakeRights $State 'Remove-VMSwitch'
            foreach ($switch in @(Get-FakeList $State['network'] 'switches')) {
                if ($Call['ids'] -notcontains $switch['id']) { continue }
                foreach ($vm in $State['vms']) {
                    if (@(Get-FakeList $vm 'adapters' | Where-Object { $_['switchId'] -eq $switch['id'] }).Count) {
                        New-FakeFailure $State 'Remove-VMSwitch' 'inUse' 'ObjectInUse' 'ResourceBusy' $switch['name']
                    }
                }
                Remove-FakeItem $State['network'] 'switches' $switch
                Remove-FakeSwitchInterface $State $switch['id']
                return
            }
            New-FakeFailure $State 'Remove-VMSwitch' 'switchMissing' 'ObjectNotFound' 'ObjectNotFound'
        } @{ ids = $ids }
    }
}

# The adapter of that id in the state.
function Find-FakeAdapter($State, [string] $Id, [string] $Cmdlet) {
    foreach ($vm in $State['vms']) {
        foreach ($adapter in @(Get-FakeList $vm 'adapters')) { if ($adapter['id'] -eq $Id) { return $adapter } }
    }
    New-FakeFailure $State $Cmdlet 'missing' 'ObjectNotFound' 'ObjectNotFound' $Id
}

function Connect-VMNetworkAdapter {
    [CmdletBinding(DefaultParameterSetName = 'Name_SwitchName', SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(ParameterSetName = 'Name_SwitchName', Mandatory = $true, Position = 0)] [string[]] $VMName,
        [Parameter(ParameterSetName = 'Object_SwitchName', Mandatory = $true, Position = 0, ValueFromPipeline = $true)]
        [Parameter(ParameterSetName = 'Object_SwitchObject', Mandatory = $true, Position = 0, ValueFromPipeline = $true)]
        [psobject[]] $VMNetworkAdapter,
        [Parameter(ParameterSetName = 'Name_SwitchName', Mandatory = $true, Position = 2)]
        [Parameter(ParameterSetName = 'Object_SwitchName', Mandatory = $true, Position = 1)] [string] $SwitchName,
        [Parameter(ParameterSetName = 'Object_SwitchObject', Mandatory = $true, Position = 1)] [psobject] $VMSwitch
    )
    process {
        if (-not $PSCmdlet.ShouldProcess("$VMNetworkAdapter")) { return }
        if ($PSCmdlet.ParameterSetName -ne 'Object_SwitchObject') { throw 'the fake connects objects alone' }
        $id = Get-FakeIdsOf $VMNetworkAdapter 'VMNetworkAdapter'
        $to = Get-FakeIdsOf $VMSwitch 'VMSwitch'
        Invoke-FakeCall 'Connect-VMNetworkAdapter' "$id $to" {
            param($State, $Call)
            Assert-FakeRights $State 'Connect-VMNetworkAdapter'
            $adapter = Find-FakeAdapter $State $Call['id'] 'Connect-VMNetworkAdapter'
            foreach ($switch in @(Get-FakeList $State['network'] 'switches')) {
                if ($switch['id'] -ne $Call['to']) { continue }
                $adapter['switchId'] = $switch['id']
                $adapter['switchName'] = $switch['name']
                return
            }
            New-FakeFailure $State 'Connect-VMNetworkAdapter' 'switchMissing' 'ObjectNotFound' 'ObjectNotFound'
        } @{ id = $id; to = $to }
    }
}

function Disconnect-VMNetworkAdapter {
    [CmdletBinding(DefaultParameterSetName = 'Name', SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(ParameterSetName = 'Name', Mandatory = $true, Position = 0)] [string[]] $VMName,
        [Parameter(ParameterSetName = 'Obj', Mandatory = $true, Position = 0, ValueFromPipeline = $true)]
        [psobject[]] $VMNetworkAdapter
    )
    process {
        if (-not $PSCmdlet.ShouldProcess("$VMNetworkAdapter")) { return }
        if ($PSCmdlet.ParameterSetName -ne 'Obj') { throw 'the fake disconnects objects alone' }
        $id = Get-FakeIdsOf $VMNetworkAdapter 'VMNetworkAdapter'
        Invoke-FakeCall 'Disconnect-VMNetworkAdapter' $id {
            param($State, $Call)
            Assert-FakeRights $State 'Disconnect-VMNetworkAdapter'
            $adapter = Find-FakeAdapter $State $Call['id'] 'Disconnect-VMNetworkAdapter'
            $adapter['switchId'] = $null
            $adapter['switchName'] = $null
        } @{ id = $id }
    }
}
