@{
    RootModule = 'NetTCPIP.psm1'
    ModuleVersion = '2.0.0.0'
    GUID = '92205db2-1f44-40d8-8bc3-7d80611d162a'
    Description = 'Stands in for NetTCPIP in tests'
    FunctionsToExport = 'Get-NetIPInterface', 'Set-NetIPInterface', 'Get-NetIPAddress', 'New-NetIPAddress', 'Remove-NetIPAddress',
        'Get-NetRoute', 'New-NetRoute', 'Remove-NetRoute'
    CmdletsToExport = @()
    AliasesToExport = @()
}
