@{
    RootModule = 'HypervNestedLease.psm1'
    ModuleVersion = '1.0.0'
    GUID = '7b0c0a52-9a0c-4b1f-8a46-2f6a2f1f9c61'
    Author = 'The Jenkins project'
    Copyright = 'MIT licence'
    Description = 'Shows and gives up leases of the Jenkins plugin hyperv-nested-virtualization, without Jenkins'
    PowerShellVersion = '5.1'
    FunctionsToExport = 'Get-HypervNestedLease', 'Restore-HypervNestedLease'
    CmdletsToExport = @()
    VariablesToExport = @()
    AliasesToExport = @()
}
