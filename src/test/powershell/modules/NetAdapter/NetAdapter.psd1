@{
    RootModule = 'NetAdapter.psm1'
    ModuleVersion = '2.0.0.0'
    GUID = 'c011b60d-2f8b-409c-894d-822ae755dbca'
    Description = 'Stands in for NetAdapter in tests'
    FunctionsToExport = 'Get-NetAdapter'
    CmdletsToExport = @()
    AliasesToExport = @()
}
