. ([IO.Path]::Combine($PSScriptRoot, '..', 'FakeHost', 'state.ps1'))

# Windows Server alone has it; a client answers that it is for servers.
function Assert-FakeServer($State, [string] $Cmdlet) {
    if ([int]$State['host']['productType'] -ne 1) { return }
    $class = $Cmdlet.Replace('-', '') + 'Command'
    $full = "WindowsClientNotSupported,Microsoft.Windows.ServerManager.Commands.$class"
    New-FakeCimFailure $State 'notServer' $full 'DeviceError'
}

function Get-WindowsFeature {
    [CmdletBinding()]
    param([Parameter(Position = 0, ValueFromPipeline = $true)] [string[]] $Name)
    Invoke-FakeCall 'Get-WindowsFeature' "$Name" {
        param($State, $Call)
        Assert-FakeServer $State 'Get-WindowsFeature'
        $tools = if (Test-FakeTools $State) { 'Installed' } else { 'Available' }
        $words = [ordered]@{ 'Hyper-V' = Get-FakeFeature $State; 'Hyper-V-PowerShell' = $tools; 'Hyper-V-Tools' = $tools }
        foreach ($feature in $words.Keys) {
            if ($Call['names'] -and -not @($Call['names'] | Where-Object { $feature -like $_ }).Count) { continue }
            [pscustomobject]@{
                Name = $feature; DisplayName = $feature; InstallState = $words[$feature]
                Installed = @('Installed', 'UninstallPending') -contains $words[$feature]
            }
        }
    } @{ names = $Name }
}

# What stands against it. A machine that is a VM without extensions is told that a hypervisor is running already.
function Assert-FakePrerequisites($State) {
    $key = Get-FakeField $State['role'] 'prerequisites' ''
    if (-not $key -and -not (Get-FakeField $State['host'] 'extensions' $true)) { $key = 'processor' }
    if (-not $key) { return }
    $full = 'Alteration_PrerequisiteCheck_Failed,Microsoft.Windows.ServerManager.Commands.AddWindowsFeatureCommand'
    New-FakeCimFailure $State "prerequisite-$key" $full 'InvalidOperation'
}

# The wait is not under the machine's lock: others go on reading meanwhile.
function Wait-FakeRoleWork {
    $state = ConvertFrom-FakeJson (Read-FakeText (Get-FakePath))
    $millis = [int](Get-FakeField $state['role'] 'installMillis' 0)
    if ($millis) { [Threading.Thread]::Sleep($millis) }
}

function ConvertTo-FakeResult([bool] $Changed) {
    [pscustomobject]@{
        Success = $true; RestartNeeded = $(if ($Changed) { 'Yes' } else { 'No' })
        ExitCode = $(if ($Changed) { 'SuccessRestartRequired' } else { 'NoChangeNeeded' }); FeatureResult = @()
    }
}

function Install-WindowsFeature {
    [CmdletBinding(DefaultParameterSetName = 'ComponentNamesAndRunningComputer', SupportsShouldProcess = $true,
        ConfirmImpact = 'Medium')]
    param(
        [Parameter(ParameterSetName = 'ComponentNamesAndRunningComputer', Mandatory = $true, Position = 0)] [string[]] $Name,
        [Parameter(ParameterSetName = 'ComponentNamesAndRunningComputer')] [switch] $IncludeManagementTools,
        [Parameter(ParameterSetName = 'ComponentNamesAndRunningComputer')] [switch] $Restart
    )
    if (-not $PSCmdlet.ShouldProcess("$Name")) { return }
    if ("$Name" -ne 'Hyper-V' -or -not $IncludeManagementTools -or $Restart) { throw 'the fake installs Hyper-V alone' }
    Wait-FakeRoleWork
    Invoke-FakeCall 'Install-WindowsFeature' "$Name" {
        param($State)
        Assert-FakeServer $State 'Install-WindowsFeature'
        Assert-FakeAdministrator $State 'Install-WindowsFeature'
        if (Test-FakeRole $State) { return ConvertTo-FakeResult $false }
        Assert-FakePrerequisites $State
        ConvertTo-FakeResult (Install-FakeRole $State $true)
    }
}

function Uninstall-WindowsFeature {
    [CmdletBinding(DefaultParameterSetName = 'RunningComputer', SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory = $true, Position = 0)] [string[]] $Name,
        [switch] $IncludeManagementTools,
        [Parameter(ParameterSetName = 'RunningComputer')] [switch] $Restart
    )
    if (-not $PSCmdlet.ShouldProcess("$Name")) { return }
    if ("$Name" -ne 'Hyper-V' -or $Restart) { throw 'the fake removes Hyper-V alone' }
    Wait-FakeRoleWork
    Invoke-FakeCall 'Uninstall-WindowsFeature' "$Name" {
        param($State)
        Assert-FakeServer $State 'Uninstall-WindowsFeature'
        Assert-FakeAdministrator $State 'Uninstall-WindowsFeature'
        ConvertTo-FakeResult (Install-FakeRole $State $false)
    }
}

Export-ModuleMember -Function Get-WindowsFeature, Install-WindowsFeature, Uninstall-WindowsFeature
