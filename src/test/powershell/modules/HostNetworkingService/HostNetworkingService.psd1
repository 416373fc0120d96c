@{
    RootModule = 'HostNetworkingService.psm1'
    ModuleVersion = '2.0.0.0'
    GUID = '0862b5c7-1ff6-48e4-b8ef-219ab494c9cb'
    Description = 'Stands in for HostNetworkingService in tests'
    FunctionsToExport = 'Get-HnsNetwork'
    CmdletsToExport = @()
    AliasesToExport = @()
}
