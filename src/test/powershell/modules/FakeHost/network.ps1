# The IPv4 network of a simulated machine: its field `network`. ../../README.md has its fields.

# Of a state without such a field an empty network that is not kept unless something changes it.
function Get-FakeNetwork($State) {
    if ($null -eq $State['network']) {
        $State['network'] = [ordered]@{ switches = @(); nats = @(); interfaces = @(); routes = @() }
    }
    $State['network']
}

function Get-FakeList($Table, [string] $Name) {
    if ($null -eq $Table -or $null -eq $Table[$Name]) { return }
    foreach ($item in $Table[$Name]) { if ($null -ne $item) { $item } }
}

function Add-FakeItem($Table, [string] $Name, $Item) { $Table[$Name] = @(@(Get-FakeList $Table $Name) + $Item) }

function Remove-FakeItem($Table, [string] $Name, $Item) {
    $Table[$Name] = @(Get-FakeList $Table $Name | Where-Object { -not [object]::ReferenceEquals($_, $Item) })
}

# Connections that are there by now; `at`: one that is still to come.
function Get-FakeInterfaces($State) {
    foreach ($interface in @(Get-FakeList $State['network'] 'interfaces')) {
        if ([long](Get-FakeField $interface 'at' 0) -le (Get-FakeNow)) { $interface }
    }
}

# What waits for a moment: it is not in the state any more once that moment has passed.
function Update-FakeNetworkTime($State, [long] $Now) {
    $moved = $false
    foreach ($interface in @(Get-FakeList $State['network'] 'interfaces')) {
        foreach ($name in 'at', 'dhcpAt') {
            if ($null -ne $interface[$name] -and $interface[$name] -le $Now) { $interface.Remove($name); $moved = $true }
        }
        foreach ($address in @(Get-FakeList $interface 'addresses')) {
            if ($null -ne $address['tentativeUntil'] -and $address['tentativeUntil'] -le $Now) {
                $address.Remove('tentativeUntil')
                $moved = $true
            }
        }
    }
    $moved
}

function ConvertTo-FakeNumber([string] $Ip) {
    $number = [long]0
    foreach ($part in $Ip.Split('.')) { $number = $number * 256 + [int]$part }
    $number
}

function ConvertFrom-FakeNumber([long] $Number) {
    '{0}.{1}.{2}.{3}' -f (($Number -shr 24) -band 255), (($Number -shr 16) -band 255), (($Number -shr 8) -band 255), ($Number -band 255)
}

# First and last number of a prefix, as 10.0.0.0/8.
function Get-FakeRange([string] $Prefix) {
    $parts = $Prefix.Split('/')
    $size = [long][Math]::Pow(2, 32 - [int]$parts[1])
    $first = (ConvertTo-FakeNumber $parts[0])
    $first -= $first % $size
    @($first, ($first + $size - 1))
}

function Test-FakeOverlap([string] $One, [string] $Other) {
    $a = Get-FakeRange $One
    $b = Get-FakeRange $Other
    $a[0] -le $b[1] -and $b[0] -le $a[1]
}

# Whether an address by DHCP is there by now.
function Test-FakeLease($Interface) {
    [bool]$Interface['dhcp'] -and [bool]$Interface['dhcpAddress'] -and $null -eq $Interface['dhcpAt']
}

# Addresses that a connection has now: those that were set, else what DHCP gives, else one that it gave itself.
function Get-FakeAddresses($State, $Interface) {
    $duplicates = @(Get-FakeList $State['network'] 'duplicates')
    foreach ($address in @(Get-FakeList $Interface 'addresses')) {
        $word = 'Preferred'
        if ($null -ne $address['tentativeUntil']) { $word = 'Tentative' }
        elseif ($duplicates -contains $address['ip']) { $word = 'Duplicate' }
        @{ ip = $address['ip']; prefixLength = [int]$address['prefixLength']; state = $word; origin = 'Manual' }
    }
    if (Test-FakeLease $Interface) {
        $parts = $Interface['dhcpAddress'].Split('/')
        @{ ip = $parts[0]; prefixLength = [int]$parts[1]; state = 'Preferred'; origin = 'Dhcp' }
    }
    elseif ($Interface['dhcp'] -and $Interface['selfAddress'] -and -not @(Get-FakeList $Interface 'addresses').Count) {
        @{ ip = $Interface['selfAddress']; prefixLength = 16; state = 'Preferred'; origin = 'WellKnown' }
    }
}

function Get-FakeServers($Interface) {
    if ($Interface['dnsStatic']) { return @(Get-FakeList $Interface 'dns') }
    if (Test-FakeLease $Interface) { return @(Get-FakeList $Interface 'dhcpDns') }
}

# Routes as Windows shows them: those of each address by itself, that of DHCP, and those that were made.
function Get-FakeRoutes($State) {
    @{ prefix = '127.0.0.0/8'; nextHop = '0.0.0.0'; index = 1; protocol = 'Local' }
    foreach ($interface in @(Get-FakeInterfaces $State)) {
        $index = [long]$interface['index']
        @{ prefix = '224.0.0.0/4'; nextHop = '0.0.0.0'; index = $index; protocol = 'Local' }
        @{ prefix = '255.255.255.255/32'; nextHop = '0.0.0.0'; index = $index; protocol = 'Local' }
        foreach ($address in @(Get-FakeAddresses $State $interface)) {
            $range = Get-FakeRange "$($address['ip'])/$($address['prefixLength'])"
            $first = ConvertFrom-FakeNumber $range[0]
            @{ prefix = "$first/$($address['prefixLength'])"; nextHop = '0.0.0.0'; index = $index; protocol = 'Local' }
            @{ prefix = "$($address['ip'])/32"; nextHop = '0.0.0.0'; index = $index; protocol = 'Local' }
        }
        if ((Test-FakeLease $interface) -and $interface['dhcpGateway']) {
            @{ prefix = '0.0.0.0/0'; nextHop = $interface['dhcpGateway']; index = $index; protocol = 'NetMgmt' }
        }
        foreach ($route in @(Get-FakeList $State['network'] 'routes')) {
            if ($route['interface'] -ne $interface['guid']) { continue }
            $protocol = Get-FakeField $route 'protocol' 'NetMgmt'
            @{ prefix = $route['prefix']; nextHop = $route['nextHop']; index = $index; protocol = $protocol }
        }
    }
}

function New-FakeCimObject([string] $Class, $Properties) {
    $object = [pscustomobject]$Properties
    foreach ($name in 'Microsoft.Management.Infrastructure.CimInstance',
        "Microsoft.Management.Infrastructure.CimInstance#root/StandardCimv2/$Class") {
        $object.PSObject.TypeNames.Insert(0, $name)
    }
    $object
}

function Assert-FakeCimObject($Objects, [string] $Class) {
    foreach ($object in $Objects) {
        if ($object.PSObject.TypeNames[0] -notlike "*/$Class") {
            throw (New-Object -TypeName Management.Automation.ParameterBindingException -ArgumentList "no $Class")
        }
    }
}

# The network may only be changed by an administrator.
function Assert-FakeAdministrator($State, [string] $Cmdlet) {
    if ((Get-FakeField $State['host'] 'account' 'administrator') -eq 'administrator') { return }
    New-FakeCimFailure $State 'denied' "Windows System Error 5,$Cmdlet" 'PermissionDenied' $State['host']['name']
}

# The connection of that index, or the error that the cmdlet gives.
function Get-FakeInterface($State, [long] $Index, [string] $Cmdlet) {
    foreach ($interface in @(Get-FakeInterfaces $State)) { if ([long]$interface['index'] -eq $Index) { return $interface } }
    New-FakeCimFailure $State 'notFound' "CmdletizationQuery_NotFound_InterfaceIndex,$Cmdlet" 'ObjectNotFound' "$Index"
}

# The machine's own adapter on an internal switch: it comes vEthernetMillis after the switch.
function New-FakeSwitchInterface($State, $Switch) {
    $network = Get-FakeNetwork $State
    $index = [long]4
    foreach ($interface in @(Get-FakeList $network 'interfaces')) { $index = [Math]::Max($index, [long]$interface['index']) }
    $digits = [guid]::NewGuid().ToString('N').ToUpperInvariant()
    $interface = [ordered]@{
        guid = [guid]::NewGuid().ToString(); index = $index + 1
        name = "vEthernet ($($Switch['name']))$(Get-FakeField $network 'vEthernetSuffix' '')"
        mac = '00155D' + $digits.Substring(0, 6); switchId = $Switch['id']; dhcp = $true
        selfAddress = '169.254.{0}.{1}' -f (Get-Random -Minimum 1 -Maximum 254), (Get-Random -Minimum 1 -Maximum 254)
        dns = @(); dnsStatic = $false; addresses = @()
    }
    $late = [long](Get-FakeField $network 'vEthernetMillis' 0)
    if ($late) { $interface['at'] = (Get-FakeNow) + $late }
    Add-FakeItem $network 'interfaces' $interface
}

function Remove-FakeSwitchInterface($State, [string] $SwitchId) {
    $network = Get-FakeNetwork $State
    foreach ($interface in @(Get-FakeList $network 'interfaces')) {
        if ($interface['switchId'] -ne $SwitchId) { continue }
        foreach ($route in @(Get-FakeList $network 'routes')) {
            if ($route['interface'] -eq $interface['guid']) { Remove-FakeItem $network 'routes' $route }
        }
        Remove-FakeItem $network 'interfaces' $interface
    }
}
