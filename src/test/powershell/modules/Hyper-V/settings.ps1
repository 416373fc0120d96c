# What a VM's processor and adapters are set to.

function Get-VMProcessor {
    [CmdletBinding(DefaultParameterSetName = 'VMName')]
    param(
        [Parameter(ParameterSetName = 'VMName', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [string[]] $VMName,
        [Parameter(ParameterSetName = 'VMObject', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [psobject[]] $VM
    )
    process {
        Invoke-FakeVmCall 'Get-VMProcessor' $VMName $VM { param($State, $Vm) ConvertTo-FakeProcessor $State $Vm }
    }
}

function Set-VMProcessor {
    [CmdletBinding(DefaultParameterSetName = 'VMName', SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(ParameterSetName = 'VMName', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [string[]] $VMName,
        [Parameter(ParameterSetName = 'VMObject', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [psobject[]] $VM,
        [Nullable[bool]] $ExposeVirtualizationExtensions,
        [Nullable[bool]] $CompatibilityForMigrationEnabled
    )
    process {
        if (-not $PSCmdlet.ShouldProcess("$VMName$VM")) { return }
        $values = @{ given = $PSBoundParameters }
        Invoke-FakeVmCall 'Set-VMProcessor' $VMName $VM {
            param($State, $Vm, $Call)
            if ($Vm['state'] -ne 'Off') {
                New-FakeFailure $State 'Set-VMProcessor' 'state' 'InvalidState' 'InvalidOperation' $Vm['name']
            }
            $given = $Call['given']
            foreach ($pair in @('ExposeVirtualizationExtensions', 'nesting'), @('CompatibilityForMigrationEnabled', 'migrationCompatibility')) {
                if ($given.ContainsKey($pair[0])) { $Vm[$pair[1]] = [bool]$given[$pair[0]] }
            }
        } $values
    }
}

function Get-VMNetworkAdapter {
    [CmdletBinding(DefaultParameterSetName = 'VMName')]
    param(
        [Parameter(ParameterSetName = 'VMName', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [string[]] $VMName,
        [Parameter(ParameterSetName = 'VMObject', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [psobject[]] $VM,
        [Parameter(ParameterSetName = 'ManagementOS', Mandatory = $true)] [switch] $ManagementOS,
        [Parameter(ParameterSetName = 'All', Mandatory = $true)] [switch] $All,
        [Parameter(Position = 1)] [Alias('VMNetworkAdapterName')] [string] $Name
    )
    process {
        if ($ManagementOS -or $All) {
            Invoke-FakeCall 'Get-VMNetworkAdapter' $PSCmdlet.ParameterSetName {
                param($State, $Call)
                Assert-FakeRights $State 'Get-VMNetworkAdapter'
                Get-FakeInternalAdapters $State
                if ($Call['all']) { foreach ($vm in $State['vms']) { ConvertTo-FakeAdapters $vm } }
            } @{ all = [bool]$All }
            return
        }
        Invoke-FakeVmCall 'Get-VMNetworkAdapter' $VMName $VM {
            param($State, $Vm, $Call)
            ConvertTo-FakeAdapters $Vm | Where-Object { -not $Call['filter'] -or $_.Name -like $Call['filter'] }
        } @{ filter = $Name }
    }
}

function Set-VMNetworkAdapter {
    [CmdletBinding(DefaultParameterSetName = 'VMName', SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(ParameterSetName = 'VMName', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [string] $VMName,
        [Parameter(ParameterSetName = 'ResourceObject', Mandatory = $true, Position = 0, ValueFromPipeline = $true)]
        [psobject] $VMNetworkAdapter,
        [Parameter(ParameterSetName = 'VMObject', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [psobject] $VM,
        [Parameter(ParameterSetName = 'VMName')] [Parameter(ParameterSetName = 'VMObject')] [Alias('VMNetworkAdapterName')]
        [string] $Name,
        [ValidateSet('On', 'Off')] [string] $MacAddressSpoofing
    )
    process {
        if (-not $PSCmdlet.ShouldProcess("$VMName$VM$VMNetworkAdapter")) { return }
        if ($PSCmdlet.ParameterSetName -ne 'ResourceObject') { throw 'the fake sets adapters by object alone' }
        $id = Get-FakeIdsOf $VMNetworkAdapter 'VMNetworkAdapter'
        Invoke-FakeCall 'Set-VMNetworkAdapter' $id {
            param($State, $Call)
            Assert-FakeRights $State 'Set-VMNetworkAdapter'
            foreach ($vm in $State['vms']) {
                foreach ($adapter in (Get-FakeField $vm 'adapters' @())) {
                    if ($null -eq $adapter -or $adapter['id'] -ne $Call['id']) { continue }
                    if ($vm['state'] -ne 'Off' -and -not (Get-FakeField $State['host'] 'spoofWhileRunning' $true)) {
                        New-FakeFailure $State 'Set-VMNetworkAdapter' 'state' 'InvalidState' 'InvalidOperation' $vm['name']
                    }
                    $adapter['spoofing'] = $Call['value'] -eq 'On'
                    return
                }
            }
            New-FakeFailure $State 'Set-VMNetworkAdapter' 'missing' 'ObjectNotFound' 'ObjectNotFound' $Call['id']
        } @{ id = $id; value = $MacAddressSpoofing }
    }
}
