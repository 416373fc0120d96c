@{
    RootModule = 'Microsoft.PowerShell.Diagnostics.psm1'
    ModuleVersion = '7.0.0.0'
    GUID = 'f6c5b23c-7728-4d9e-80f1-abe417a73ec8'
    Description = 'Stands in for Microsoft.PowerShell.Diagnostics in tests'
    FunctionsToExport = 'Get-WinEvent'
    CmdletsToExport = @()
    AliasesToExport = @()
}
