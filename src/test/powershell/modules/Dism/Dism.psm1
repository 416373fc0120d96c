. ([IO.Path]::Combine($PSScriptRoot, '..', 'FakeHost', 'state.ps1'))

# A Windows without the feature (Home, or a server that is asked for a client's) does not know its name.
function Assert-FakeKnown($State, [string] $Cmdlet) {
    if ((Get-FakeFeature $State) -ne 'Unknown') { return }
    New-FakeCimFailure $State 'unknownFeature' "Microsoft.Dism.Commands.$($Cmdlet.Replace('-', ''))Command" 'NotSpecified'
}

function ConvertTo-FakeOptionalState($State) {
    $words = @{
        Installed = 'Enabled'; Available = 'Disabled'; Removed = 'DisabledWithPayloadRemoved'
        InstallPending = 'EnablePending'; UninstallPending = 'DisablePending'
    }
    $words[(Get-FakeFeature $State)]
}

function Get-WindowsOptionalFeature {
    [CmdletBinding()]
    param(
        [string] $FeatureName,
        [Parameter(ParameterSetName = 'Online')] [switch] $Online
    )
    Invoke-FakeCall 'Get-WindowsOptionalFeature' $FeatureName {
        param($State, $Call)
        Assert-FakeKnown $State 'Get-WindowsOptionalFeature'
        $word = ConvertTo-FakeOptionalState $State
        if ($Call['name'] -eq 'Microsoft-Hyper-V-Management-PowerShell') {
            $word = if (Test-FakeTools $State) { 'Enabled' } else { 'Disabled' }
        }
        [pscustomobject]@{ FeatureName = $Call['name']; State = $word; RestartRequired = 'Possible' }
    } @{ name = $FeatureName }
}

function Wait-FakeOptionalWork {
    $state = ConvertFrom-FakeJson (Read-FakeText (Get-FakePath))
    $millis = [int](Get-FakeField $state['role'] 'installMillis' 0)
    if ($millis) { [Threading.Thread]::Sleep($millis) }
}

function Enable-WindowsOptionalFeature {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [string[]] $FeatureName,
        [Parameter(ParameterSetName = 'Online')] [switch] $Online,
        [switch] $All, [switch] $NoRestart
    )
    # without -NoRestart it would ask
    if (-not $All -or -not $NoRestart -or -not $Online) { throw 'the fake enables without a restart, with all, alone' }
    Wait-FakeOptionalWork
    Invoke-FakeCall 'Enable-WindowsOptionalFeature' "$FeatureName" {
        param($State)
        Assert-FakeAdministrator $State 'Enable-WindowsOptionalFeature'
        Assert-FakeKnown $State 'Enable-WindowsOptionalFeature'
        [pscustomobject]@{ Online = $true; RestartNeeded = (Install-FakeRole $State $true) }
    }
}

function Disable-WindowsOptionalFeature {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true)] [string[]] $FeatureName,
        [Parameter(ParameterSetName = 'Online')] [switch] $Online,
        [switch] $NoRestart
    )
    if (-not $NoRestart -or -not $Online) { throw 'the fake disables without a restart alone' }
    Wait-FakeOptionalWork
    Invoke-FakeCall 'Disable-WindowsOptionalFeature' "$FeatureName" {
        param($State)
        Assert-FakeAdministrator $State 'Disable-WindowsOptionalFeature'
        Assert-FakeKnown $State 'Disable-WindowsOptionalFeature'
        [pscustomobject]@{ Online = $true; RestartNeeded = (Install-FakeRole $State $false) }
    }
}

Export-ModuleMember -Function *-WindowsOptionalFeature
