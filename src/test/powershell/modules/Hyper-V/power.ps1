# What moves a VM from one state to another.

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
