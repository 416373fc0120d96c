@{
    RootModule = 'CimCmdlets.psm1'
    ModuleVersion = '1.0.0.0'
    GUID = 'f2a1d0a4-56f4-4f0e-9a4a-2f0d1b7c9a01'
    Description = 'Stands in for CimCmdlets in tests'
    FunctionsToExport = 'Get-CimInstance', 'Invoke-CimMethod'
    CmdletsToExport = @()
    AliasesToExport = @()
}
