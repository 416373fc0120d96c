@{
    RootModule = 'DnsClient.psm1'
    ModuleVersion = '2.0.0.0'
    GUID = '8fc6d852-5e68-42ac-ba9a-e972bc92ea4c'
    Description = 'Stands in for DnsClient in tests'
    FunctionsToExport = 'Get-DnsClientServerAddress', 'Set-DnsClientServerAddress'
    CmdletsToExport = @()
    AliasesToExport = @()
}
