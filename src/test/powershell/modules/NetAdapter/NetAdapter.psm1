. ([IO.Path]::Combine($PSScriptRoot, '..', 'FakeHost', 'state.ps1'))

function Get-NetAdapter {
    [CmdletBinding(DefaultParameterSetName = 'ByName')]
    param(
        [Parameter(ParameterSetName = 'ByName', Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [Parameter(ParameterSetName = 'ByIfIndex', Mandatory = $true)] [Alias('ifIndex')] [uint32[]] $InterfaceIndex
    )
    Invoke-FakeCall 'Get-NetAdapter' "$Name$InterfaceIndex" {
        param($State, $Call)
        foreach ($interface in @(Get-FakeInterfaces $State)) {
            if ($Call['indexes'] -and $Call['indexes'] -notcontains [uint32]$interface['index']) { continue }
            if ($Call['names'] -and -not @($Call['names'] | Where-Object { $interface['name'] -like $_ }).Count) { continue }
            $braces = '{' + "$($interface['guid'])".ToUpperInvariant() + '}'
            New-FakeCimObject 'MSFT_NetAdapter' ([ordered]@{
                Name = $interface['name']; InterfaceIndex = [uint32]$interface['index']; InterfaceGuid = $braces
                DeviceID = $braces; MacAddress = "$($interface['mac'])" -replace '(..)(?=.)', '$1-'; Status = 'Up'
            })
        }
    } @{ names = $Name; indexes = $InterfaceIndex }
}

Export-ModuleMember -Function Get-NetAdapter
