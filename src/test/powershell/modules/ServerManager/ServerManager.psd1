@{
    RootModule = 'ServerManager.psm1'
    ModuleVersion = '2.0.0.0'
    GUID = '2705ddb1-7db5-4510-b341-be09516283ff'
    Description = 'Stands in for ServerManager in tests'
    FunctionsToExport = 'Get-WindowsFeature', 'Install-WindowsFeature', 'Uninstall-WindowsFeature'
    CmdletsToExport = @()
    AliasesToExport = @()
}
