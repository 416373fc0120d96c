. ([IO.Path]::Combine($PSScriptRoot, '..', 'FakeHost', 'state.ps1'))
. ([IO.Path]::Combine($PSScriptRoot, 'objects.ps1'))
. ([IO.Path]::Combine($PSScriptRoot, 'power.ps1'))
. ([IO.Path]::Combine($PSScriptRoot, 'settings.ps1'))
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
