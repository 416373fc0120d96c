. ([IO.Path]::Combine($PSScriptRoot, '..', 'FakeHost', 'state.ps1'))

function ConvertTo-FakeIPAddress($Interface, $Address, [string] $Store, [string] $Word) {
    New-FakeCimObject 'MSFT_NetIPAddress' ([ordered]@{
        IPAddress = $Address['ip']; InterfaceIndex = [uint32]$Interface['index']; InterfaceAlias = $Interface['name']
        AddressFamily = 'IPv4'; Type = 'Unicast'; PrefixLength = [byte]$Address['prefixLength']
        PrefixOrigin = $Address['origin']; SuffixOrigin = $Address['origin']; AddressState = $Word; PolicyStore = $Store
    })
}

function Get-NetIPInterface {
    [CmdletBinding(DefaultParameterSetName = 'ByName')]
    param(
        [Parameter(ParameterSetName = 'ByName')] [Alias('ifIndex')] [uint32[]] $InterfaceIndex,
        [Parameter(ParameterSetName = 'ByName')] [ValidateSet('IPv4', 'IPv6')] [string[]] $AddressFamily
    )
    Invoke-FakeCall 'Get-NetIPInterface' "$InterfaceIndex" {
        param($State, $Call)
        if ($Call['family'] -and $Call['family'] -notcontains 'IPv4') { return }
        foreach ($interface in @(Get-FakeInterfaces $State)) {
            if ($Call['indexes'] -and $Call['indexes'] -notcontains [uint32]$interface['index']) { continue }
            New-FakeCimObject 'MSFT_NetIPInterface' ([ordered]@{
                InterfaceIndex = [uint32]$interface['index']; InterfaceAlias = $interface['name']; AddressFamily = 'IPv4'
                Dhcp = $(if ($interface['dhcp']) { 'Enabled' } else { 'Disabled' }); ConnectionState = 'Connected'
                FakeStaticDns = [bool]$interface['dnsStatic']
            })
        }
    } @{ indexes = $InterfaceIndex; family = $AddressFamily }
}

function Set-NetIPInterface {
    [CmdletBinding(DefaultParameterSetName = 'ByName', SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(ParameterSetName = 'ByName')] [Alias('ifIndex')] [uint32[]] $InterfaceIndex,
        [Parameter(ParameterSetName = 'ByName')] [ValidateSet('IPv4', 'IPv6')] [string[]] $AddressFamily,
        [ValidateSet('Disabled', 'Enabled')] [string] $Dhcp
    )
    if (-not $PSCmdlet.ShouldProcess("$InterfaceIndex")) { return }
    Invoke-FakeCall 'Set-NetIPInterface' "$InterfaceIndex $Dhcp" {
        param($State, $Call)
        Assert-FakeAdministrator $State 'Set-NetIPInterface'
        foreach ($index in $Call['indexes']) {
            $interface = Get-FakeInterface $State $index 'Set-NetIPInterface'
            $on = $Call['dhcp'] -eq 'Enabled'
            $late = [long](Get-FakeField $State['network'] 'dhcpMillis' 0)
            if ($on -and -not $interface['dhcp'] -and $late) { $interface['dhcpAt'] = (Get-FakeNow) + $late }
            $interface['dhcp'] = $on
        }
    } @{ indexes = $InterfaceIndex; dhcp = $Dhcp }
}

function Get-NetIPAddress {
    [CmdletBinding()]
    param(
        [Parameter(ValueFromPipelineByPropertyName = $true)] [Alias('LocalAddress')] [string[]] $IPAddress,
        [Parameter(ValueFromPipelineByPropertyName = $true)] [Alias('ifIndex')] [uint32[]] $InterfaceIndex,
        [ValidateSet('IPv4', 'IPv6')] [string[]] $AddressFamily
    )
    Invoke-FakeCall 'Get-NetIPAddress' "$IPAddress" {
        param($State, $Call)
        if ($Call['family'] -and $Call['family'] -notcontains 'IPv4') { return }
        $loopback = @{ ip = '127.0.0.1'; prefixLength = 8; state = 'Preferred'; origin = 'WellKnown' }
        $all = @(, @(@{ index = 1; name = 'Loopback Pseudo-Interface 1' }, $loopback))
        foreach ($interface in @(Get-FakeInterfaces $State)) {
            foreach ($address in @(Get-FakeAddresses $State $interface)) { $all += , @($interface, $address) }
        }
        foreach ($pair in $all) {
            if ($Call['ips'] -and $Call['ips'] -notcontains $pair[1]['ip']) { continue }
            if ($Call['indexes'] -and $Call['indexes'] -notcontains [uint32]$pair[0]['index']) { continue }
            ConvertTo-FakeIPAddress $pair[0] $pair[1] 'ActiveStore' $pair[1]['state']
        }
    } @{ ips = $IPAddress; indexes = $InterfaceIndex; family = $AddressFamily }
}

function New-NetIPAddress {
    [CmdletBinding(DefaultParameterSetName = 'ByInterfaceAlias', SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory = $true, Position = 0)] [Alias('LocalAddress')] [string] $IPAddress,
        [Parameter(ParameterSetName = 'ByInterfaceAlias', Mandatory = $true)] [Alias('ifAlias')] [string] $InterfaceAlias,
        [Parameter(ParameterSetName = 'ByInterfaceIndex', Mandatory = $true)] [Alias('ifIndex')] [uint32] $InterfaceIndex,
        [byte] $PrefixLength = 32,
        [ValidateSet('IPv4', 'IPv6')] [string] $AddressFamily
    )
    if (-not $PSCmdlet.ShouldProcess($IPAddress)) { return }
    if ($PSCmdlet.ParameterSetName -ne 'ByInterfaceIndex') { throw 'the fake takes the index of a connection alone' }
    Invoke-FakeCall 'New-NetIPAddress' "$InterfaceIndex $IPAddress/$PrefixLength" {
        param($State, $Call)
        Assert-FakeAdministrator $State 'New-NetIPAddress'
        $interface = Get-FakeInterface $State $Call['index'] 'New-NetIPAddress'
        foreach ($other in @(Get-FakeInterfaces $State)) {
            foreach ($address in @(Get-FakeAddresses $State $other)) {
                if ($address['ip'] -ne $Call['ip']) { continue }
                # the machine tells it in one of two ways
                if ($other['guid'] -eq $interface['guid']) {
                    New-FakeCimFailure $State 'exists' 'Windows System Error 5010,New-NetIPAddress' 'ResourceExists'
                }
                New-FakeCimFailure $State 'parameter' 'Windows System Error 87,New-NetIPAddress' 'InvalidArgument'
            }
        }
        $address = [ordered]@{ ip = $Call['ip']; prefixLength = [int]$Call['length'] }
        $late = [long](Get-FakeField $State['network'] 'tentativeMillis' 0)
        if ($late) { $address['tentativeUntil'] = (Get-FakeNow) + $late }
        Add-FakeItem $interface 'addresses' $address
        $interface['dhcp'] = $false
        $shown = @{ ip = $address['ip']; prefixLength = $address['prefixLength']; origin = 'Manual' }
        ConvertTo-FakeIPAddress $interface $shown 'ActiveStore' 'Tentative'
        ConvertTo-FakeIPAddress $interface $shown 'PersistentStore' 'Invalid'
    } @{ ip = $IPAddress; index = $InterfaceIndex; length = $PrefixLength }
}

function Remove-NetIPAddress {
    [CmdletBinding(DefaultParameterSetName = 'Query (cdxml)', SupportsShouldProcess = $true, ConfirmImpact = 'High')]
    param(
        [Parameter(ParameterSetName = 'Query (cdxml)', Position = 0)] [Alias('LocalAddress')] [string[]] $IPAddress,
        [Parameter(ParameterSetName = 'Query (cdxml)')] [Alias('ifIndex')] [uint32[]] $InterfaceIndex,
        [Parameter(ParameterSetName = 'Query (cdxml)')] [ValidateSet('IPv4', 'IPv6')] [string[]] $AddressFamily
    )
    if (-not $PSCmdlet.ShouldProcess("$IPAddress")) { return }
    if (-not $IPAddress -or -not $InterfaceIndex) { throw 'the fake removes one address of one connection alone' }
    Invoke-FakeCall 'Remove-NetIPAddress' "$InterfaceIndex $IPAddress" {
        param($State, $Call)
        Assert-FakeAdministrator $State 'Remove-NetIPAddress'
        $interface = Get-FakeInterface $State $Call['index'] 'Remove-NetIPAddress'
        foreach ($address in @(Get-FakeList $interface 'addresses')) {
            if ($address['ip'] -eq $Call['ip']) { Remove-FakeItem $interface 'addresses' $address; return }
        }
        $full = 'CmdletizationQuery_NotFound_IPAddress,Remove-NetIPAddress'
        New-FakeCimFailure $State 'notFound' $full 'ObjectNotFound' $Call['ip']
    } @{ ip = $IPAddress[0]; index = $InterfaceIndex[0] }
}

function ConvertTo-FakeRoute($Route) {
    New-FakeCimObject 'MSFT_NetRoute' ([ordered]@{
        DestinationPrefix = $Route['prefix']; NextHop = $Route['nextHop']; InterfaceIndex = [uint32]$Route['index']
        AddressFamily = 'IPv4'; Protocol = $Route['protocol']; RouteMetric = [uint16]256
    })
}

function Get-NetRoute {
    [CmdletBinding()]
    param([ValidateSet('IPv4', 'IPv6')] [string[]] $AddressFamily)
    Invoke-FakeCall 'Get-NetRoute' '' {
        param($State, $Call)
        if ($Call['family'] -and $Call['family'] -notcontains 'IPv4') { return }
        foreach ($route in @(Get-FakeRoutes $State)) { ConvertTo-FakeRoute $route }
    } @{ family = $AddressFamily }
}

function New-NetRoute {
    [CmdletBinding(DefaultParameterSetName = 'ByInterfaceAlias', SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory = $true, Position = 0)] [string] $DestinationPrefix,
        [Parameter(ParameterSetName = 'ByInterfaceAlias', Mandatory = $true)] [Alias('ifAlias')] [string] $InterfaceAlias,
        [Parameter(ParameterSetName = 'ByInterfaceIndex', Mandatory = $true)] [Alias('ifIndex')] [uint32] $InterfaceIndex,
        [string] $NextHop,
        [ValidateSet('IPv4', 'IPv6')] [string] $AddressFamily
    )
    if (-not $PSCmdlet.ShouldProcess($DestinationPrefix)) { return }
    if ($PSCmdlet.ParameterSetName -ne 'ByInterfaceIndex') { throw 'the fake takes the index of a connection alone' }
    Invoke-FakeCall 'New-NetRoute' "$InterfaceIndex $DestinationPrefix $NextHop" {
        param($State, $Call)
        Assert-FakeAdministrator $State 'New-NetRoute'
        $interface = Get-FakeInterface $State $Call['index'] 'New-NetRoute'
        foreach ($route in @(Get-FakeRoutes $State)) {
            $same = $route['prefix'] -eq $Call['prefix'] -and $route['nextHop'] -eq $Call['nextHop']
            if ($same -and [long]$route['index'] -eq $Call['index']) {
                New-FakeCimFailure $State 'exists' 'Windows System Error 87,New-NetRoute' 'InvalidArgument'
            }
        }
        $made = [ordered]@{ prefix = $Call['prefix']; nextHop = $Call['nextHop']; interface = $interface['guid'] }
        Add-FakeItem (Get-FakeNetwork $State) 'routes' $made
        $shown = @{ prefix = $made['prefix']; nextHop = $made['nextHop']; index = $Call['index']; protocol = 'NetMgmt' }
        ConvertTo-FakeRoute $shown
        ConvertTo-FakeRoute $shown
    } @{ prefix = $DestinationPrefix; nextHop = $NextHop; index = $InterfaceIndex }
}

function Remove-NetRoute {
    [CmdletBinding(DefaultParameterSetName = 'ByName', SupportsShouldProcess = $true, ConfirmImpact = 'High')]
    param(
        [Parameter(ParameterSetName = 'ByName', Position = 0)] [string[]] $DestinationPrefix,
        [Parameter(ParameterSetName = 'ByName')] [Alias('ifIndex')] [uint32[]] $InterfaceIndex,
        [Parameter(ParameterSetName = 'ByName')] [string[]] $NextHop,
        [Parameter(ParameterSetName = 'ByName')] [ValidateSet('IPv4', 'IPv6')] [string[]] $AddressFamily
    )
    if (-not $PSCmdlet.ShouldProcess("$DestinationPrefix")) { return }
    if (-not $DestinationPrefix -or -not $InterfaceIndex -or -not $NextHop) { throw 'the fake removes one route alone' }
    Invoke-FakeCall 'Remove-NetRoute' "$InterfaceIndex $DestinationPrefix $NextHop" {
        param($State, $Call)
        Assert-FakeAdministrator $State 'Remove-NetRoute'
        $interface = Get-FakeInterface $State $Call['index'] 'Remove-NetRoute'
        foreach ($route in @(Get-FakeList $State['network'] 'routes')) {
            $same = $route['prefix'] -eq $Call['prefix'] -and $route['nextHop'] -eq $Call['nextHop']
            if ($same -and $route['interface'] -eq $interface['guid']) {
                Remove-FakeItem $State['network'] 'routes' $route
                return
            }
        }
        $full = 'CmdletizationQuery_NotFound_DestinationPrefix,Remove-NetRoute'
        New-FakeCimFailure $State 'notFound' $full 'ObjectNotFound' $Call['prefix']
    } @{ prefix = $DestinationPrefix[0]; nextHop = $NextHop[0]; index = $InterfaceIndex[0] }
}

Export-ModuleMember -Function *-Net*
