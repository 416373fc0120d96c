. ([IO.Path]::Combine($PSScriptRoot, '..', 'FakeHost', 'state.ps1'))

function Get-HnsNetwork {
    [CmdletBinding()]
    param()
    Invoke-FakeCall 'Get-HnsNetwork' '' {
        param($State)
        foreach ($network in @(Get-FakeList $State['network'] 'hns')) {
            [pscustomobject]@{
                ID = [guid]::NewGuid().ToString(); Name = $network['name']; Type = $network['type']
                Subnets = @([pscustomobject]@{ AddressPrefix = $network['prefix']; GatewayAddress = '' })
            }
        }
    }
}

Export-ModuleMember -Function Get-HnsNetwork
