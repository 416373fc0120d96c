@{
    RootModule = 'HypervNested.psm1'
    ModuleVersion = '1.0.0'
    GUID = '5d0a1a8e-7c1f-4b0e-9a3d-0a6f5f1d2c47'
    Author = 'The Jenkins project'
    Copyright = 'MIT licence'
    Description = 'The verbs of the Jenkins plugin hyperv-nested-virtualization, for a JEA endpoint'
    PowerShellVersion = '5.1'
    FunctionsToExport = 'Invoke-HypervNested', 'Invoke-HypervNestedChange'
    CmdletsToExport = @()
    VariablesToExport = @()
    AliasesToExport = @()
}
