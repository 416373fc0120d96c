@{
    RootModule = 'Dism.psm1'
    ModuleVersion = '3.0'
    GUID = 'a4b3bd79-2aa3-4258-bc64-0bc7d1fb9b1d'
    Description = 'Stands in for Dism in tests'
    FunctionsToExport = 'Get-WindowsOptionalFeature', 'Enable-WindowsOptionalFeature', 'Disable-WindowsOptionalFeature'
    CmdletsToExport = @()
    AliasesToExport = @()
}
