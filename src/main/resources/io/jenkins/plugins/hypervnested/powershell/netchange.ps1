# Changes of this machine's own network. A connection is named by its GUID and resolved to the index of the moment,
# what is removed is the very object that was found: no name is passed to a parameter that expands wildcards.

function Invoke-HvnNetworkChange($Change) {
    $do = $Change['do']
    [void]$(switch -CaseSensitive ($do) {
        'createSwitch' { New-HvnSwitch $Change }
        'removeSwitch' { Remove-HvnSwitch $Change }
        'createNat' { New-HvnNat $Change }
        'removeNat' { Remove-HvnNat $Change }
        'addAddress' { Add-HvnAddress $Change }
        'removeAddress' { Remove-HvnAddress $Change }
        'addRoute' { Set-HvnRoute $Change -Remove $false }
        'removeRoute' { Set-HvnRoute $Change -Remove $true }
        'setDns' { Set-HvnDns $Change }
        'setDhcp' { Set-HvnDhcp $Change }
    })
}

# For the platform's cmdlets that change something.
function Get-HvnQuiet { @{ Confirm = $false; ErrorAction = 'Stop' } }

function New-HvnSwitch($Change) {
    $quiet = Get-HvnQuiet
    $notes = "hyperv-nested-virtualization $($Change['mark'])"
    Hyper-V\New-VMSwitch -Name $Change['name'] -SwitchType Internal -Notes $notes @quiet
}

# The switch of that id.
function Get-HvnSwitch([string] $Id) {
    foreach ($vmSwitch in Hyper-V\Get-VMSwitch -ErrorAction Stop) {
        if ([string]::Equals("$($vmSwitch.Id)", $Id, 'OrdinalIgnoreCase')) { return $vmSwitch }
    }
    throw (New-HvnError 'HVN.SwitchGone' "no switch has the id $Id" -Category ObjectNotFound -Target $Id)
}

function Remove-HvnSwitch($Change) {
    $quiet = Get-HvnQuiet
    Hyper-V\Remove-VMSwitch -VMSwitch (Get-HvnSwitch $Change['switch']) -Force @quiet
}

function New-HvnNat($Change) {
    $quiet = Get-HvnQuiet
    [void](Import-HvnModule 'NetNat')
    NetNat\New-NetNat -Name $Change['name'] -InternalIPInterfaceAddressPrefix $Change['prefix'] @quiet
}

# Without a name Remove-NetNat removes all of them.
function Remove-HvnNat($Change) {
    $quiet = Get-HvnQuiet
    [void](Import-HvnModule 'NetNat')
    foreach ($nat in @(Get-HvnFound { NetNat\Get-NetNat -ErrorAction Stop })) {
        if (-not [string]::Equals("$($nat.Name)", $Change['name'], 'OrdinalIgnoreCase')) { continue }
        if ("$($nat.InternalIPInterfaceAddressPrefix)" -cne $Change['prefix']) { continue }
        NetNat\Remove-NetNat -InputObject $nat @quiet
        return
    }
    $said = 'no NAT has that name and that prefix'
    throw (New-HvnError 'HVN.NatGone' $said -Category ObjectNotFound -Target $Change['name'])
}

# What names the connection of that GUID to the cmdlets of IPv4, and keeps them quiet.
function Get-HvnConnection([string] $Guid, [switch] $AnyFamily) {
    foreach ($adapter in Get-HvnNetworkAdapters) {
        if ((ConvertTo-HvnGuid $adapter.InterfaceGuid) -cne $Guid) { continue }
        [void](Import-HvnModule 'NetTCPIP')
        $connection = Get-HvnQuiet
        $connection['InterfaceIndex'] = [uint32]$adapter.InterfaceIndex
        if (-not $AnyFamily) { $connection['AddressFamily'] = 'IPv4' }
        return $connection
    }
    $said = "no network connection has the GUID $Guid"
    throw (New-HvnError 'HVN.InterfaceGone' $said -Category ObjectNotFound -Target $Guid)
}

function Add-HvnAddress($Change) {
    $there = Get-HvnConnection $Change['interface']
    NetTCPIP\New-NetIPAddress -IPAddress $Change['ip'] -PrefixLength $Change['prefixLength'] @there
}

function Remove-HvnAddress($Change) {
    $there = Get-HvnConnection $Change['interface']
    NetTCPIP\Remove-NetIPAddress -IPAddress $Change['ip'] @there
}

function Set-HvnRoute($Change, [bool] $Remove) {
    $route = Get-HvnConnection $Change['interface']
    $route['DestinationPrefix'] = '0.0.0.0/0'
    $route['NextHop'] = $Change['nextHop']
    if ($Remove) { NetTCPIP\Remove-NetRoute @route }
    else { NetTCPIP\New-NetRoute @route }
}

function Set-HvnDns($Change) {
    $there = Get-HvnConnection $Change['interface'] -AnyFamily
    [void](Import-HvnModule 'DnsClient')
    $servers = [string[]]@($Change['servers'])
    if ($servers.Count) { DnsClient\Set-DnsClientServerAddress -ServerAddresses $servers @there; return }
    $others = Get-HvnStaticDnsOfIpv6 $Change['interface']
    DnsClient\Set-DnsClientServerAddress -ResetServerAddresses @there
    if ($others.Count) { DnsClient\Set-DnsClientServerAddress -ServerAddresses $others @there }
}

# A reset takes the servers of both families away, and those of IPv6 are not ours to change.
function Get-HvnStaticDnsOfIpv6([string] $Guid) {
    if (-not (Test-HvnWindows)) { return , [string[]]@() }
    $path = "SYSTEM\CurrentControlSet\Services\Tcpip6\Parameters\Interfaces\{$Guid}"
    , [string[]]@("$(Get-HvnRegistryValue $path 'NameServer')" -split '[, ]+' | Where-Object { $_ })
}

function Set-HvnDhcp($Change) {
    $there = Get-HvnConnection $Change['interface']
    $state = if ($Change['on']) { 'Enabled' } else { 'Disabled' }
    NetTCPIP\Set-NetIPInterface -Dhcp $state @there
}
