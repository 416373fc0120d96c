@{
    RootModule = 'NetNat.psm1'
    ModuleVersion = '2.0.0.0'
    GUID = '105ab8ee-8a0f-4979-9d88-7bf3bc7f15cd'
    Description = 'Stands in for NetNat in tests'
    FunctionsToExport = 'Get-NetNat', 'New-NetNat', 'Remove-NetNat'
    CmdletsToExport = @()
    AliasesToExport = @()
}
