@{
    RootModule = 'Hyper-V.psm1'
    ModuleVersion = '2.0.0.0'
    GUID = 'af4bddd0-8583-4ff2-84b2-a33f5c8de8a7'
    Description = 'Stands in for Hyper-V in tests'
    FunctionsToExport = 'Get-VM', 'Start-VM', 'Stop-VM', 'Resume-VM', 'Suspend-VM', 'Save-VM', 'Get-VMProcessor',
        'Set-VMProcessor', 'Get-VMNetworkAdapter', 'Set-VMNetworkAdapter', 'Get-VMSnapshot', 'Get-VMHost',
        'Get-VMHostSupportedVersion', 'Get-VMSecurity', 'Remove-VMSavedState', 'Rename-VM', 'Remove-VM',
        'Get-VMSwitch', 'New-VMSwitch', 'Remove-VMSwitch', 'Connect-VMNetworkAdapter', 'Disconnect-VMNetworkAdapter',
        'New-PSSession'
    CmdletsToExport = @()
    AliasesToExport = @()
}
