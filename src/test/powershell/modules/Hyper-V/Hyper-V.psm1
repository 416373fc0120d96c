. ([IO.Path]::Combine($PSScriptRoot, '..', 'FakeHost', 'state.ps1'))
. ([IO.Path]::Combine($PSScriptRoot, 'objects.ps1'))
. ([IO.Path]::Combine($PSScriptRoot, 'switches.ps1'))
. ([IO.Path]::Combine($PSScriptRoot, 'direct.ps1'))

# The module comes with the role's management tools.
$FakeMachine = ConvertFrom-FakeJson (Read-FakeText (Get-FakePath))
if (-not (Test-FakeTools $FakeMachine)) {
    throw (New-Object -TypeName IO.FileNotFoundException -ArgumentList (Get-FakeText $FakeMachine 'noModule' ''))
}

# One call about VMs: the action gets the state, one VM and the arguments.
function Invoke-FakeVmCall([string] $Cmdlet, $Names, $Objects, [scriptblock] $Action, $Arguments = @{}) {
    $Arguments['names'] = $Names
    $Arguments['ids'] = if ($null -ne $Objects) { @(Get-FakeIdsOf $Objects 'VirtualMachine') }
    $Arguments['cmdlet'] = $Cmdlet
    $Arguments['action'] = $Action
    Invoke-FakeCall $Cmdlet "$(if ($null -ne $Objects) { $Arguments['ids'] } else { $Names })" {
        param($State, $Call)
        Assert-FakeRights $State $Call['cmdlet']
        foreach ($vm in @(Select-FakeVms $State $Call['cmdlet'] $Call['names'] $Call['ids'])) {
            & $Call['action'] $State $vm $Call
        }
    } $Arguments
}

function Get-VM {
    [CmdletBinding(DefaultParameterSetName = 'Name')]
    param(
        [Parameter(ParameterSetName = 'Name', Position = 0, ValueFromPipeline = $true)] [Alias('VMName')] [string[]] $Name,
        [Parameter(ParameterSetName = 'Id', Position = 0, ValueFromPipeline = $true, ValueFromPipelineByPropertyName = $true)]
        [Nullable[guid]] $Id,
        [Parameter(ParameterSetName = 'Name')] [Parameter(ParameterSetName = 'Id')] [string[]] $ComputerName
    )
    process {
        $about = if ($PSCmdlet.ParameterSetName -eq 'Id') { "$Id" } else { "$Name" }
        Invoke-FakeCall 'Get-VM' $about {
            param($State, $Call)
            Assert-FakeRights $State 'Get-VM'
            foreach ($vm in @(Select-FakeVms $State 'Get-VM' $Call['names'] $Call['ids'])) { ConvertTo-FakeVm $State $vm }
        } @{ names = $(if ($Name) { $Name } else { '*' }); ids = $(if ($PSCmdlet.ParameterSetName -eq 'Id') { @($Id) }) }
    }
}

function Start-VM {
    [CmdletBinding(DefaultParameterSetName = 'Name', SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(ParameterSetName = 'VMObject', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [psobject[]] $VM,
        [Parameter(ParameterSetName = 'Name', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [Alias('VMName')]
        [string[]] $Name,
        [switch] $Passthru
    )
    process {
        if (-not $PSCmdlet.ShouldProcess("$Name$VM")) { return }
        Invoke-FakeVmCall 'Start-VM' $Name $VM {
            param($State, $Vm, $Call)
            if (@('Running', 'Starting') -contains $Vm['state']) { Write-Warning (Get-FakeText $State 'already' ''); return }
            if (@('Off', 'Saved') -notcontains $Vm['state']) {
                New-FakeFailure $State 'Start-VM' 'state' 'InvalidState' 'InvalidOperation' $Vm['name']
            }
            $supported = Get-FakeField $State['host'] 'nestingSupported' $true
            if ((Get-FakeField $Vm 'nesting' $false) -and -not $supported) {
                New-FakeFailure $State 'Start-VM' 'platform' 'OperationFailed' 'NotSpecified' $Vm['name']
            }
            if (-not (Test-FakeHypervisor $State)) {
                New-FakeFailure $State 'Start-VM' 'noHypervisor' 'OperationFailed' 'NotSpecified' $Vm['name']
            }
            Set-FakeVmState $Vm 'Running' 'Starting' (Get-FakeField $Vm 'bootMillis' 0)
            if ($Call['passthru']) { ConvertTo-FakeVm $State $Vm }
        } @{ passthru = [bool]$Passthru }
    }
}

function Stop-VM {
    [CmdletBinding(DefaultParameterSetName = 'Name', SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(ParameterSetName = 'VMObject', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [psobject[]] $VM,
        [Parameter(ParameterSetName = 'Name', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [Alias('VMName')]
        [string[]] $Name,
        [switch] $Save, [switch] $TurnOff, [switch] $Force, [switch] $Passthru
    )
    process {
        if (-not $PSCmdlet.ShouldProcess("$Name$VM")) { return }
        Invoke-FakeVmCall 'Stop-VM' $Name $VM {
            param($State, $Vm, $Call)
            if ($Vm['state'] -eq 'Off') { Write-Warning (Get-FakeText $State 'already' ''); return }
            $fits = if ($Call['turnOff']) { 'Running', 'Paused', 'Starting', 'Stopping' } else { 'Running', 'Paused' }
            if ($fits -notcontains $Vm['state'] -or (Get-FakeField $Vm 'servicing' $false)) {
                New-FakeFailure $State 'Stop-VM' 'state' 'InvalidState' 'InvalidOperation' $Vm['name']
            }
            if ($Call['save']) { Set-FakeVmState $Vm 'Saved' 'Saving' (Get-FakeField $Vm 'shutdownMillis' 0); return }
            if (-not $Call['turnOff']) {
                $offered = (Get-FakeField $Vm 'shutdown' 'offered') -eq 'offered' -and (Test-FakeBooted $Vm)
                if (-not $offered -and -not $Call['force']) {
                    New-FakeFailure $State 'Stop-VM' 'prompt' 'OperationFailed' 'NotSpecified' $Vm['name']
                }
                if ($offered) { Set-FakeVmState $Vm 'Off' 'Stopping' (Get-FakeField $Vm 'shutdownMillis' 0); return }
            }
            Set-FakeVmState $Vm 'Off'
        } @{ save = [bool]$Save; turnOff = [bool]$TurnOff; force = [bool]$Force }
    }
}

function Resume-VM {
    [CmdletBinding(DefaultParameterSetName = 'Name', SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(ParameterSetName = 'VMObject', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [psobject[]] $VM,
        [Parameter(ParameterSetName = 'Name', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [Alias('VMName')]
        [string[]] $Name
    )
    process {
        if (-not $PSCmdlet.ShouldProcess("$Name$VM")) { return }
        Invoke-FakeVmCall 'Resume-VM' $Name $VM { param($State, $Vm) Switch-FakeVm $State $Vm 'Resume-VM' 'Paused' 'Running' }
    }
}

function Suspend-VM {
    [CmdletBinding(DefaultParameterSetName = 'Name', SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(ParameterSetName = 'VMObject', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [psobject[]] $VM,
        [Parameter(ParameterSetName = 'Name', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [Alias('VMName')]
        [string[]] $Name
    )
    process {
        if (-not $PSCmdlet.ShouldProcess("$Name$VM")) { return }
        Invoke-FakeVmCall 'Suspend-VM' $Name $VM { param($State, $Vm) Switch-FakeVm $State $Vm 'Suspend-VM' 'Running' 'Paused' }
    }
}

function Save-VM {
    [CmdletBinding(DefaultParameterSetName = 'Name', SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(ParameterSetName = 'VMObject', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [psobject[]] $VM,
        [Parameter(ParameterSetName = 'Name', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [Alias('VMName')]
        [string[]] $Name
    )
    process {
        if (-not $PSCmdlet.ShouldProcess("$Name$VM")) { return }
        Invoke-FakeVmCall 'Save-VM' $Name $VM { param($State, $Vm) Switch-FakeVm $State $Vm 'Save-VM' 'Running' 'Saved' }
    }
}

function Remove-VMSavedState {
    [CmdletBinding(DefaultParameterSetName = 'VMName', SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(ParameterSetName = 'VMObject', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [psobject[]] $VM,
        [Parameter(ParameterSetName = 'VMName', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [string[]] $VMName
    )
    process {
        if (-not $PSCmdlet.ShouldProcess("$VMName$VM")) { return }
        Invoke-FakeVmCall 'Remove-VMSavedState' $VMName $VM {
            param($State, $Vm) Switch-FakeVm $State $Vm 'Remove-VMSavedState' 'Saved' 'Off'
        }
    }
}

function Switch-FakeVm($State, $Vm, [string] $Cmdlet, [string] $From, [string] $To) {
    if ($Vm['state'] -ne $From) { New-FakeFailure $State $Cmdlet 'state' 'InvalidState' 'InvalidOperation' $Vm['name'] }
    Set-FakeVmState $Vm $To
}

function Rename-VM {
    [CmdletBinding(DefaultParameterSetName = 'Name', SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(ParameterSetName = 'VMObject', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [psobject[]] $VM,
        [Parameter(ParameterSetName = 'Name', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [Alias('VMName')]
        [string[]] $Name,
        [Parameter(Mandatory = $true, Position = 1)] [string] $NewName
    )
    process {
        if (-not $PSCmdlet.ShouldProcess("$Name$VM")) { return }
        Invoke-FakeVmCall 'Rename-VM' $Name $VM { param($State, $Vm, $Call) $Vm['name'] = $Call['to'] } @{ to = $NewName }
    }
}

function Remove-VM {
    [CmdletBinding(DefaultParameterSetName = 'Name', SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(ParameterSetName = 'VMObject', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [psobject[]] $VM,
        [Parameter(ParameterSetName = 'Name', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [Alias('VMName')]
        [string[]] $Name,
        [switch] $Force
    )
    process {
        if (-not $PSCmdlet.ShouldProcess("$Name$VM")) { return }
        Invoke-FakeVmCall 'Remove-VM' $Name $VM {
            param($State, $Vm) $State['vms'] = @($State['vms'] | Where-Object { $_['id'] -ne $Vm['id'] })
        }
    }
}

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

function Get-VMSnapshot {
    [CmdletBinding(DefaultParameterSetName = 'VMName')]
    param(
        [Parameter(ParameterSetName = 'VMName', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [string[]] $VMName,
        [Parameter(ParameterSetName = 'VMObject', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [psobject[]] $VM
    )
    process {
        Invoke-FakeVmCall 'Get-VMSnapshot' $VMName $VM {
            param($State, $Vm)
            foreach ($checkpoint in (Get-FakeField $Vm 'checkpoints' @())) {
                if ($null -eq $checkpoint) { continue }
                New-FakeObject 'VMSnapshot' ([ordered]@{
                    Id = [guid]::NewGuid(); Name = $checkpoint['name']; VMId = [guid]$Vm['id']; VMName = $Vm['name']
                    CreationTime = [DateTimeOffset]::FromUnixTimeMilliseconds($checkpoint['created']).LocalDateTime
                })
            }
        }
    }
}

function Get-VMSecurity {
    [CmdletBinding(DefaultParameterSetName = 'VMName')]
    param(
        [Parameter(ParameterSetName = 'VMName', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [string[]] $VMName,
        [Parameter(ParameterSetName = 'VMObject', Mandatory = $true, Position = 0, ValueFromPipeline = $true)] [psobject[]] $VM
    )
    process {
        Invoke-FakeVmCall 'Get-VMSecurity' $VMName $VM {
            param($State, $Vm)
            New-FakeObject 'VMSecurity' ([ordered]@{ Shielded = [bool](Get-FakeField $Vm 'shielded' $false); TpmEnabled = $false })
        }
    }
}

function Get-VMHost {
    [CmdletBinding(DefaultParameterSetName = 'ComputerName')]
    param([Parameter(ParameterSetName = 'ComputerName', Position = 0, ValueFromPipeline = $true)] [string[]] $ComputerName)
    process {
        Invoke-FakeCall 'Get-VMHost' '' {
            param($State)
            Assert-FakeRights $State 'Get-VMHost'
            New-FakeObject 'VMHost' ([ordered]@{
                Name = $State['host']['name']; LogicalProcessorCount = 16
                SupportedVmVersions = @(Get-FakeField $State['host'] 'supportedVersions' @('8.0', '9.0', '10.0'))
            })
        }
    }
}

function Get-VMHostSupportedVersion {
    [CmdletBinding(DefaultParameterSetName = 'ComputerName')]
    param(
        [Parameter(ParameterSetName = 'ComputerName', Position = 0, ValueFromPipeline = $true)] [string[]] $ComputerName,
        [switch] $Default
    )
    process {
        Invoke-FakeCall 'Get-VMHostSupportedVersion' '' {
            param($State)
            foreach ($version in (Get-FakeField $State['host'] 'supportedVersions' @('8.0', '9.0', '10.0'))) {
                New-FakeObject 'VMHostSupportedVersion' ([ordered]@{ Name = $version; Version = [version]$version; IsDefault = $false })
            }
        }
    }
}

# A host before 2016 does not know the setting, and Get-Command says so. The text is this file's own.
if ((Get-FakeField $FakeMachine['host'] 'exposes' $true) -eq $false) {
    $old = ${function:Set-VMProcessor}.ToString() -replace '\[Nullable\[bool\]\] \$ExposeVirtualizationExtensions,', ''
    Set-Item -Path Function:Set-VMProcessor -Value ([scriptblock]::Create($old))
}
