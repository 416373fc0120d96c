# The IPv4 network of this machine: a handful of calls, each for everything at once, whatever the number of VMs.

# A restricted session loads no module by itself, and not every machine has every feature.
function Import-HvnModule([string] $Name) {
    # a module that is loaded would be looked for on disk all the same
    if (Get-Module -Name $Name) { return $true }
    try {
        Import-Module -Name $Name -ErrorAction Stop
        $true
    }
    catch [IO.FileNotFoundException] { $false }
}

function Test-HvnService([string] $Name) {
    $query = @{ ClassName = 'Win32_Service'; Filter = "Name='$Name'"; Property = 'Name', 'State'; ErrorAction = 'Stop' }
    foreach ($service in CimCmdlets\Get-CimInstance @query) { return "$($service.State)" -eq 'Running' }
    $false
}

# What a query for several finds. Some versions call it an error that there is none.
function Get-HvnFound([scriptblock] $Query) {
    try { & $Query }
    catch { if ($_.FullyQualifiedErrorId -notlike 'CmdletizationQuery_NotFound*') { throw } }
}

# A class or namespace that this machine does not have.
function Test-HvnNoSuchClass([Management.Automation.ErrorRecord] $Record) {
    $Record.FullyQualifiedErrorId -match '^HRESULT 0x(80041010|8004100e|80041002)(,|$)' -or
        $Record.CategoryInfo.Category -eq 'ObjectNotFound'
}

function ConvertTo-HvnGuid($Text) { "$Text".Trim('{', '}').ToLowerInvariant() }

# Twelve digits; Hyper-V shows zeros until an adapter got its address.
function ConvertTo-HvnMac($Text) {
    $digits = ("$Text" -replace '[^0-9A-Fa-f]').ToUpperInvariant()
    if ($digits -ceq '000000000000') { return '' }
    $digits
}

function Read-HvnNetwork {
    $network = [ordered]@{ hyperV = $false; natProblem = ''; switches = @(); nats = @() }
    $platform = Get-HvnSwitches
    $network['hyperV'] = $platform['there']
    $network['switches'] = $platform['switches']
    $nats = Get-HvnNats
    $network['natProblem'] = $nats['problem']
    $network['nats'] = $nats['nats']
    $network['interfaces'] = @(Get-HvnInterfaces $platform['devices'])
    $network['routes'] = @(Get-HvnRoutes $network['interfaces'])
    $network['foreign'] = @(Get-HvnForeign)
    $network['fingerprint'] = Get-HvnSha256 ([Text.Encoding]::ASCII.GetBytes((ConvertTo-HvnJson $network)))
    $network
}

# The switches, and which of them each connection of this machine itself belongs to, by the connection's GUID.
function Get-HvnSwitches {
    $found = @{ there = $false; switches = @(); devices = @{} }
    if (-not (Import-HvnModule 'Hyper-V')) { return $found }
    try { $switches = @(Hyper-V\Get-VMSwitch -ErrorAction Stop) }
    catch {
        if (Test-HvnService 'vmms') { throw }
        return $found
    }
    $found['there'] = $true
    if (-not $switches.Count) { return $found }
    foreach ($adapter in Hyper-V\Get-VMNetworkAdapter -ManagementOS -ErrorAction Stop) {
        $device = ConvertTo-HvnGuid (Get-HvnProperty $adapter 'DeviceId')
        $found['devices'][$device] = "$(Get-HvnProperty $adapter 'SwitchId')"
    }
    $users = @{}
    foreach ($adapter in Hyper-V\Get-VMNetworkAdapter -All -ErrorAction Stop) {
        $id = "$(Get-HvnProperty $adapter 'SwitchId')"
        if (-not $id -or (Get-HvnProperty $adapter 'IsManagementOs' -Otherwise $false)) { continue }
        if (-not $users.ContainsKey($id)) { $users[$id] = New-Object -TypeName Collections.ArrayList }
        [void]$users[$id].Add((ConvertTo-HvnUser $adapter))
    }
    $found['switches'] = @(foreach ($vmSwitch in $switches | Sort-Object -Property { "$($_.Id)" }) {
        ConvertTo-HvnSwitch $vmSwitch $users["$($vmSwitch.Id)"]
    })
    $found
}

function ConvertTo-HvnUser($Adapter) {
    [ordered]@{
        vmId = "$(Get-HvnProperty $Adapter 'VMId')"
        vmName = "$(Get-HvnProperty $Adapter 'VMName')"
        adapterId = "$(Get-HvnProperty $Adapter 'Id')"
    }
}

function ConvertTo-HvnSwitch($VmSwitch, $Users) {
    $notes = "$(Get-HvnProperty $VmSwitch 'Notes')"
    $mark = [regex]::Match($notes, '(\A|\s)hyperv-nested-virtualization (?<mark>[0-9a-f]{32})(\s|\z)')
    [ordered]@{
        id = "$(Get-HvnProperty $VmSwitch 'Id')"
        name = "$(Get-HvnProperty $VmSwitch 'Name')"
        type = "$(Get-HvnProperty $VmSwitch 'SwitchType')"
        mark = $mark.Groups['mark'].Value
        users = @($Users | Where-Object { $_ } | Sort-Object -Property { $_['adapterId'] })
    }
}

# No provider or no module: then nothing translates addresses here, and nothing can be made to.
function Get-HvnNats {
    $found = @{ problem = ''; nats = @() }
    if (-not (Import-HvnModule 'NetNat')) {
        $found['problem'] = 'there is no module NetNat'
        return $found
    }
    try { $nats = @(Get-HvnFound { NetNat\Get-NetNat -ErrorAction Stop }) }
    catch {
        if (-not (Test-HvnNoSuchClass $_)) { throw }
        $found['problem'] = Limit-HvnText "there is no WinNAT here: $((Get-HvnCause $_.Exception).Message)" 400
        return $found
    }
    $found['nats'] = @(foreach ($nat in $nats | Sort-Object -Property Name) {
        [ordered]@{ name = "$($nat.Name)"; prefix = "$($nat.InternalIPInterfaceAddressPrefix)" }
    })
    $found
}

# Objects by the index of their connection.
function Group-HvnByIndex($Objects) {
    $groups = @{}
    foreach ($object in $Objects) {
        $index = [long]$object.InterfaceIndex
        if (-not $groups.ContainsKey($index)) { $groups[$index] = New-Object -TypeName Collections.ArrayList }
        [void]$groups[$index].Add($object)
    }
    $groups
}

function Get-HvnNetworkAdapters {
    [void](Import-HvnModule 'NetAdapter')
    @(Get-HvnFound { NetAdapter\Get-NetAdapter -ErrorAction Stop })
}

function Get-HvnInterfaces($Devices) {
    [void](Import-HvnModule 'NetTCPIP')
    [void](Import-HvnModule 'DnsClient')
    $four = @{ AddressFamily = 'IPv4'; ErrorAction = 'Stop' }
    $adapters = @(Get-HvnNetworkAdapters | Sort-Object -Property InterfaceIndex)
    $layers = Group-HvnByIndex @(Get-HvnFound { NetTCPIP\Get-NetIPInterface @four })
    $addresses = Group-HvnByIndex @(Get-HvnFound { NetTCPIP\Get-NetIPAddress @four })
    $servers = Group-HvnByIndex @(Get-HvnFound { DnsClient\Get-DnsClientServerAddress @four })
    foreach ($adapter in $adapters) {
        $index = [long]$adapter.InterfaceIndex
        $guid = ConvertTo-HvnGuid $adapter.InterfaceGuid
        $layer = @($layers[$index])[0]
        $dhcp = $null -ne $layer -and "$($layer.Dhcp)" -eq 'Enabled'
        $dns = @(foreach ($list in $servers[$index]) { foreach ($server in $list.ServerAddresses) { "$server" } })
        [ordered]@{
            guid = $guid
            index = $index
            name = "$($adapter.Name)"
            mac = ConvertTo-HvnMac $adapter.MacAddress
            switchId = "$($Devices[$guid])"
            dhcp = $dhcp
            addresses = @(foreach ($address in $addresses[$index]) { ConvertTo-HvnAddress $address })
            dns = $dns
            dnsStatic = Test-HvnStaticDns $guid $layer -Guess (-not $dhcp -and $dns.Count)
        }
    }
}

function ConvertTo-HvnAddress($Address) {
    [ordered]@{
        ip = "$($Address.IPAddress)"
        prefixLength = [long]$Address.PrefixLength
        state = "$($Address.AddressState)"
        manual = "$($Address.PrefixOrigin)" -eq 'Manual'
    }
}

# No cmdlet tells whether a list of servers was set or came by itself; Windows keeps the two in different values.
function Test-HvnStaticDns([string] $Guid, $Layer, [bool] $Guess) {
    if (-not (Test-HvnWindows)) {
        return $Guess -or ($null -ne $Layer -and [bool](Get-HvnProperty $Layer 'FakeStaticDns' -Otherwise $false))
    }
    $path = "SYSTEM\CurrentControlSet\Services\Tcpip\Parameters\Interfaces\{$Guid}"
    [bool]"$(Get-HvnRegistryValue $path 'NameServer')".Trim()
}

# A value below the machine's own key; nothing where there is no such key or value.
function Get-HvnRegistryValue([string] $Path, [string] $Name) {
    $root = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', 'Registry64')
    try {
        $key = $root.OpenSubKey($Path)
        if ($key) { try { $key.GetValue($Name) } finally { $key.Dispose() } }
    }
    finally { $root.Dispose() }
}

function Get-HvnRoutes($Interfaces) {
    $guids = @{}
    foreach ($interface in $Interfaces) { $guids[$interface['index']] = $interface['guid'] }
    $routes = @(Get-HvnFound { NetTCPIP\Get-NetRoute -AddressFamily IPv4 -ErrorAction Stop })
    foreach ($route in $routes | Sort-Object -Property InterfaceIndex, DestinationPrefix, NextHop) {
        [ordered]@{
            prefix = "$($route.DestinationPrefix)"
            nextHop = "$($route.NextHop)"
            interfaceGuid = "$($guids[[long]$route.InterfaceIndex])"
            manual = "$($route.Protocol)" -eq 'NetMgmt'
        }
    }
}

# What else translates addresses on this machine and does not show among its NATs.
function Get-HvnForeign {
    foreach ($network in @(Get-HvnHostNetworks) | Where-Object { $_ } | Sort-Object -Property Name) {
        $prefixes = foreach ($subnet in @(Get-HvnProperty $network 'Subnets' -Otherwise @())) {
            Get-HvnProperty $subnet 'AddressPrefix' -Otherwise ''
        }
        [ordered]@{
            kind = 'HNS'
            name = Limit-HvnText "$($network.Name)" 400
            type = Limit-HvnText "$($network.Type)" 100
            prefix = Limit-HvnText "$(@($prefixes)[0])" 100
        }
    }
    foreach ($connection in Get-HvnSharedConnections) {
        $reference = Get-HvnProperty $connection 'Connection' -Otherwise @{}
        # the reference may hold nothing but the key
        $name = Get-HvnProperty $reference 'Name' -Otherwise (Get-HvnProperty $reference 'Guid' -Otherwise '')
        [ordered]@{ kind = 'SHARING'; name = Limit-HvnText "$name" 400; type = 'ICS'; prefix = '' }
    }
}

# The Host Network Service starts when it is asked; while it does not run there are none of its networks.
function Get-HvnHostNetworks {
    if (-not (Test-HvnService 'hns')) { return }
    try { [void](Import-HvnModule 'HostNetworkingService') }
    # where scripts are forbidden the network has to be read without it, as where there is no such module
    catch [Management.Automation.PSSecurityException] { return }
    if (Test-HvnCommand 'Get-HnsNetwork') { Get-HnsNetwork -ErrorAction Stop }
}

function Get-HvnSharedConnections {
    $query = @{ Namespace = 'root\Microsoft\HomeNet'; ClassName = 'HNet_ConnectionProperties'; ErrorAction = 'Stop' }
    try { CimCmdlets\Get-CimInstance @query | Where-Object { $_.IsIcsPrivate -or $_.IsIcsPublic } }
    catch { if (-not (Test-HvnNoSuchClass $_)) { throw } }
}
