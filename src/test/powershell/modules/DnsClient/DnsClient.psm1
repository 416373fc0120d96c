. ([IO.Path]::Combine($PSScriptRoot, '..', 'FakeHost', 'state.ps1'))

function Get-DnsClientServerAddress {
    [CmdletBinding()]
    param(
        [Parameter(ValueFromPipelineByPropertyName = $true)] [uint32[]] $InterfaceIndex,
        [Alias('Family')] [ValidateSet('IPv4', 'IPv6')] [string[]] $AddressFamily
    )
    Invoke-FakeCall 'Get-DnsClientServerAddress' "$InterfaceIndex" {
        param($State, $Call)
        foreach ($interface in @(Get-FakeInterfaces $State)) {
            if ($Call['indexes'] -and $Call['indexes'] -notcontains [uint32]$interface['index']) { continue }
            foreach ($family in 'IPv4', 'IPv6') {
                if ($Call['family'] -and $Call['family'] -notcontains $family) { continue }
                $servers = if ($family -eq 'IPv4') { @(Get-FakeServers $interface) } else { @('fec0:0:0:ffff::1') }
                New-FakeCimObject 'MSFT_DNSClientServerAddress' ([ordered]@{
                    InterfaceIndex = [uint32]$interface['index']; InterfaceAlias = $interface['name']
                    AddressFamily = $(if ($family -eq 'IPv4') { [uint16]2 } else { [uint16]23 }); ServerAddresses = [string[]]$servers
                })
            }
        }
    } @{ indexes = $InterfaceIndex; family = $AddressFamily }
}

# It replaces the list.
function Set-DnsClientServerAddress {
    [CmdletBinding(DefaultParameterSetName = 'ByAlias', SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(ParameterSetName = 'ByAlias', Mandatory = $true, Position = 0)] [string[]] $InterfaceAlias,
        [Parameter(ParameterSetName = 'ByName', Mandatory = $true)] [uint32[]] $InterfaceIndex,
        [Alias('Addresses')] [string[]] $ServerAddresses,
        [Alias('ResetAddresses')] [switch] $ResetServerAddresses
    )
    if (-not $PSCmdlet.ShouldProcess("$InterfaceIndex")) { return }
    if ($PSCmdlet.ParameterSetName -ne 'ByName') { throw 'the fake takes the index of a connection alone' }
    Invoke-FakeCall 'Set-DnsClientServerAddress' "$InterfaceIndex $ServerAddresses" {
        param($State, $Call)
        Assert-FakeAdministrator $State 'Set-DnsClientServerAddress'
        foreach ($index in $Call['indexes']) {
            $interface = Get-FakeInterface $State $index 'Set-DnsClientServerAddress'
            $interface['dnsStatic'] = -not $Call['reset']
            $interface['dns'] = @(if (-not $Call['reset']) { $Call['servers'] })
        }
    } @{ indexes = $InterfaceIndex; servers = $ServerAddresses; reset = [bool]$ResetServerAddresses }
}

Export-ModuleMember -Function *-DnsClient*
