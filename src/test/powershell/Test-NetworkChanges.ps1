<#
.SYNOPSIS
Tests of the network's verbs over the simulated host: each change, and how each fails.

.PARAMETER Module
The folder of the module.
#>
param(
    [string] $Module = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'main', 'resources', 'io', 'jenkins', 'plugins',
        'hypervnested', 'powershell')
)
. (Join-Path -Path $PSScriptRoot -ChildPath 'harness.ps1') -Module $Module
. (Join-Path -Path $PSScriptRoot -ChildPath 'network.ps1')
[void](Enter-Floor 'network' $epoch)

# What is still to come comes when a test says so: nothing here is a race with a clock.
$never = 600000
function Set-Moment([scriptblock] $Set) {
    Set-State { param($State) foreach ($interface in $State['network']['interfaces']) { & $Set $interface } }
}

# switch ----------------------------------------------------------------------------------------------------
Set-Network 'vEthernetMillis' $never
Set-Network 'vEthernetSuffix' ' 2'
$made = @{}
Test-That 'a switch is made with its mark, and its adapter comes later under another name' {
    if ((Send-Change 'createSwitch' @{ name = 'VmNAT'; mark = $mark }) -cne 'ok') { return 'no switch' }
    $network = Read-Network
    $switch = @($network['switches'] | Where-Object { $_['name'] -ceq 'VmNAT' })[0]
    $made['switch'] = $switch['id']
    $early = @($network['interfaces'] | Where-Object { $_['switchId'] -ceq $switch['id'] }).Count
    $fingerprint = $network['fingerprint']
    $soon = [DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds() + 500
    Set-Moment { param($Interface) if ($Interface['at']) { $Interface['at'] = $soon } }
    $seen = Send-Request 'await' @{ seen = @{ network = $fingerprint }; millis = 30000 }
    $interface = @((Read-Network)['interfaces'] | Where-Object { $_['switchId'] -ceq $switch['id'] })[0]
    $made['interface'] = $interface['guid']
    $early -eq 0 -and $seen['value']['changed'][0] -ceq 'network' -and $switch['mark'] -ceq $mark -and
        $switch['type'] -ceq 'Internal' -and $interface['name'] -ceq 'vEthernet (VmNAT) 2'
}
Set-Network 'vEthernetMillis' 0
Test-That 'its adapter has the address that it gave itself, which nobody set' {
    $address = (Read-Interface $made['interface'])['addresses'][0]
    $address['ip'] -clike '169.254.*' -and -not $address['manual']
}
Test-That 'an unchanged network is not awaited beyond the time' {
    $seen = Send-Request 'await' @{ seen = @{ network = (Read-Network)['fingerprint'] }; millis = 300 }
    @($seen['value']['changed']).Count -eq 0
}
$adapter = "Microsoft:$one\A1A1A1A1-0000-4000-8000-000000000001"
Test-That 'an adapter of a VM is connected to the switch and then uses it' {
    if ((Enter-Floor $one $epoch) -cne 'WRITTEN') { return 'no lease' }
    $said = Send-Change 'connect' @{ adapter = $adapter; switch = $made['switch'] } $one
    $switch = @((Read-Network)['switches'] | Where-Object { $_['id'] -ceq $made['switch'] })[0]
    $said -ceq 'ok' -and $switch['users'][0]['adapterId'] -ceq $adapter
}
Test-That 'a switch that is used cannot be removed' {
    (Send-Change 'removeSwitch' @{ switch = $made['switch'] }) -clike 'ObjectInUse,*RemoveVMSwitch ResourceBusy'
}
Test-That 'an empty switch disconnects' {
    $said = Send-Change 'connect' @{ adapter = $adapter; switch = '' } $one
    $vm = (Send-Request 'observe' @{ ids = @($one) })['value'][$one]['value']['vm']
    $said -ceq 'ok' -and $vm['adapters'][0]['switchId'] -ceq '' -and $vm['adapters'][0]['switchName'] -ceq ''
}
Test-That 'a switch that is gone is told as gone, to connect and to remove' {
    $gone = '99999999-9999-4999-8999-999999999999'
    (Send-Change 'connect' @{ adapter = $adapter; switch = $gone } $one) -ceq 'HVN.SwitchGone ObjectNotFound' -and
        (Send-Change 'removeSwitch' @{ switch = $gone }) -ceq 'HVN.SwitchGone ObjectNotFound'
}
Test-That 'an adapter that is gone is told as gone' {
    (Send-Change 'connect' @{ adapter = 'Microsoft:x'; switch = '' } $one) -ceq 'HVN.AdapterGone ObjectNotFound'
}
Test-That 'the adapter goes back to its former switch' {
    (Send-Change 'connect' @{ adapter = $adapter; switch = $default } $one) -ceq 'ok'
}

# address ---------------------------------------------------------------------------------------------------
Set-Network 'tentativeMillis' $never
Test-That 'an address is added once, is tentative first and switches DHCP off' {
    $said = Send-Change 'addAddress' @{ interface = $made['interface']; ip = '192.168.100.1'; prefixLength = 24 }
    $first = (Read-Interface $made['interface'])
    Set-Moment {
        param($Interface)
        foreach ($address in $Interface['addresses']) { if ($address['tentativeUntil']) { $address['tentativeUntil'] = 1 } }
    }
    $done = Wait-Until { (Read-Interface $made['interface'])['addresses'][0]['state'] -ceq 'Preferred' }
    $said -ceq 'ok' -and $first['addresses'][0]['state'] -ceq 'Tentative' -and -not $first['dhcp'] -and $done -and
        (Read-Interface $made['interface'])['addresses'][0]['manual'] -and $first['addresses'].Count -eq 1
}
Set-Network 'tentativeMillis' 0
Test-That 'an address that is there already is an error' {
    $twice = @{ interface = $made['interface']; ip = '192.168.100.1'; prefixLength = 24 }
    $elsewhere = @{ interface = $lan; ip = '192.168.100.1'; prefixLength = 24 }
    (Send-Change 'addAddress' $twice) -clike 'Windows System Error 5010,*' -and
        (Send-Change 'addAddress' $elsewhere) -clike 'Windows System Error 87,* InvalidArgument'
}
Test-That 'an address that another machine has is a duplicate' {
    Set-Network 'duplicates' @('192.168.100.9')
    [void](Send-Change 'addAddress' @{ interface = $made['interface']; ip = '192.168.100.9'; prefixLength = 24 })
    $found = Wait-Until { @((Read-Interface $made['interface'])['addresses'] | Where-Object { $_['state'] -ceq 'Duplicate' }).Count }
    $found -and (Send-Change 'removeAddress' @{ interface = $made['interface']; ip = '192.168.100.9' }) -ceq 'ok'
}
Test-That 'an interface that is gone is told as gone' {
    $gone = '99999999-9999-4999-8999-999999999999'
    (Send-Change 'addAddress' @{ interface = $gone; ip = '1.2.3.4'; prefixLength = 24 }) -ceq 'HVN.InterfaceGone ObjectNotFound' -and
        (Send-Change 'setDhcp' @{ interface = $gone; on = $true }) -ceq 'HVN.InterfaceGone ObjectNotFound'
}
Test-That 'an address that is gone is an error of the platform' {
    (Send-Change 'removeAddress' @{ interface = $lan; ip = '1.2.3.4' }) -clike 'CmdletizationQuery_NotFound*ObjectNotFound'
}

# NAT -------------------------------------------------------------------------------------------------------
Test-That 'a NAT is made for its prefix' {
    $said = Send-Change 'createNat' @{ name = 'Local[NAT]'; prefix = '192.168.100.0/24' }
    $nat = (Read-Network)['nats'][0]
    $said -ceq 'ok' -and $nat['name'] -ceq 'Local[NAT]' -and $nat['prefix'] -ceq '192.168.100.0/24'
}
foreach ($case in @('an equal name', 'local[nat]', '172.16.0.0/24', 'Windows System Error 52,New-NetNat NotSpecified'),
    @('a prefix of another NAT', 'b', '192.168.0.0/16', 'Windows System Error 87,New-NetNat InvalidArgument'),
    @('a prefix of an address', 'b', '10.20.0.0/16', 'Windows System Error 87,New-NetNat InvalidArgument')) {
    Test-That "$($case[1]) is refused for $($case[0])" { (Send-Change 'createNat' @{ name = $case[1]; prefix = $case[2] }) -ceq $case[3] }
}
foreach ($case in @('natOwnedByOther', 'Windows System Error 52,*'), @('noNatProvider', 'HRESULT 0x80041010,* MetadataError'),
    @('natBusy', 'HRESULT 0x80070020,*')) {
    Test-That "a machine with $($case[0]) makes no NAT" {
        Set-Network $case[0] $true
        $said = Send-Change 'createNat' @{ name = 'c'; prefix = '172.16.0.0/24' }
        Set-Network $case[0] $false
        $said -clike $case[1]
    }
}
Test-That 'a file in use is free after so many calls' {
    Set-Network 'natBusy' 1
    $first = Send-Change 'createNat' @{ name = 'c'; prefix = '172.16.0.0/24' }
    $second = Send-Change 'createNat' @{ name = 'c'; prefix = '172.16.0.0/24' }
    $first -clike 'HRESULT 0x80070020*' -and $second -ceq 'ok'
}
Test-That 'a NAT of another prefix is not removed' {
    (Send-Change 'removeNat' @{ name = 'Local[NAT]'; prefix = '192.168.0.0/16' }) -ceq 'HVN.NatGone ObjectNotFound' -and
        (Read-Network)['nats'].Count -eq 2
}
Test-That 'exactly that NAT is removed, whatever the case of its name' {
    $said = Send-Change 'removeNat' @{ name = 'LOCAL[NAT]'; prefix = '192.168.100.0/24' }
    $said -ceq 'ok' -and (Read-Network)['nats'].Count -eq 1 -and (Read-Network)['nats'][0]['name'] -ceq 'c'
}
Test-That 'a NAT that is gone is told as gone' {
    (Send-Change 'removeNat' @{ name = 'Local[NAT]'; prefix = '192.168.100.0/24' }) -ceq 'HVN.NatGone ObjectNotFound'
}
[void](Send-Change 'removeNat' @{ name = 'c'; prefix = '172.16.0.0/24' })

# guest: address, route, DNS, DHCP --------------------------------------------------------------------------
Set-Network 'dhcpMillis' $never
Test-That 'a guest gets an address, a route and servers, and gives them back' {
    $before = (Read-Network)['fingerprint']
    $said = @(
        Send-Change 'addAddress' @{ interface = $lan; ip = '192.168.100.10'; prefixLength = 24 }
        Send-Change 'addRoute' @{ interface = $lan; nextHop = '192.168.100.1' }
        Send-Change 'setDns' @{ interface = $lan; servers = @('192.168.100.53', '1.1.1.1') }
    )
    $set = Read-Network
    $i = @($set['interfaces'] | Where-Object { $_['guid'] -ceq $lan })[0]
    $route = @($set['routes'] | Where-Object { $_['prefix'] -ceq '0.0.0.0/0' })
    $fits = $i['dnsStatic'] -and "$($i['dns'])" -ceq '192.168.100.53 1.1.1.1' -and -not $i['dhcp'] -and $route.Count -eq 1 -and
        $route[0]['nextHop'] -ceq '192.168.100.1' -and $route[0]['manual']
    if (-not $fits) { return 'not set' }
    $said += @(
        Send-Change 'removeRoute' @{ interface = $lan; nextHop = '192.168.100.1' }
        Send-Change 'removeAddress' @{ interface = $lan; ip = '192.168.100.10' }
        Send-Change 'setDns' @{ interface = $lan; servers = @() }
        Send-Change 'setDhcp' @{ interface = $lan; on = $true }
    )
    $renewing = @((Read-Interface)['addresses']).Count
    Set-Moment { param($Interface) if ($Interface['dhcpAt']) { $Interface['dhcpAt'] = 1 } }
    $back = Wait-Until { (Read-Network)['fingerprint'] -ceq $before }
    "$said" -ceq 'ok ok ok ok ok ok ok' -and $renewing -eq 0 -and $back
}
Set-Network 'dhcpMillis' 0
Test-That 'servers that were set stay static while DHCP is on' {
    [void](Send-Change 'setDns' @{ interface = $lan; servers = @('9.9.9.9') })
    $i = Read-Interface
    [void](Send-Change 'setDns' @{ interface = $lan; servers = @() })
    $i['dhcp'] -and $i['dnsStatic'] -and -not (Read-Interface)['dnsStatic']
}
Test-That 'a route that is there already, or gone, is an error of the platform' {
    (Send-Change 'addRoute' @{ interface = $lan; nextHop = '10.20.0.1' }) -clike 'Windows System Error 87,New-NetRoute*' -and
        (Send-Change 'removeRoute' @{ interface = $lan; nextHop = '10.9.9.9' }) -clike 'CmdletizationQuery_NotFound*ObjectNotFound'
}
Test-That 'DHCP is switched off' {
    $said = Send-Change 'setDhcp' @{ interface = $lan; on = $false }
    $off = Read-Interface
    [void](Send-Change 'setDhcp' @{ interface = $lan; on = $true })
    $said -ceq 'ok' -and -not $off['dhcp'] -and @($off['addresses']).Count -eq 0
}
Test-That 'the switch is removed with its adapter' {
    $said = Send-Change 'removeSwitch' @{ switch = $made['switch'] }
    $network = Read-Network
    $said -ceq 'ok' -and $network['switches'].Count -eq 1 -and $network['interfaces'].Count -eq 1
}
Test-That 'what was given back leaves the state as it was, to the byte' {
    [void](Wait-Until { (Read-Interface)['addresses'].Count -eq 1 })
    # any call that changes something keeps the state in its own form
    [void](Send-Change 'setDhcp' @{ interface = $lan; on = $true })
    $before = [IO.File]::ReadAllText($env:HVN_FAKE_STATE)
    $said = @(Send-Change 'createSwitch' @{ name = 'VmNAT'; mark = $mark })
    $switch = @((Read-Network)['switches'] | Where-Object { $_['name'] -ceq 'VmNAT' })[0]['id']
    [void](Wait-Until { (Read-Network)['interfaces'].Count -eq 2 })
    $interface = @((Read-Network)['interfaces'] | Where-Object { $_['switchId'] -ceq $switch })[0]['guid']
    $said += @(
        Send-Change 'addAddress' @{ interface = $interface; ip = '192.168.100.1'; prefixLength = 24 }
        Send-Change 'createNat' @{ name = 'LocalNAT'; prefix = '192.168.100.0/24' }
        Send-Change 'connect' @{ adapter = $adapter; switch = $switch } $one
        Send-Change 'addAddress' @{ interface = $lan; ip = '192.168.101.10'; prefixLength = 24 }
        Send-Change 'addRoute' @{ interface = $lan; nextHop = '192.168.101.1' }
        Send-Change 'setDns' @{ interface = $lan; servers = @('1.1.1.1') }
        Send-Change 'removeRoute' @{ interface = $lan; nextHop = '192.168.101.1' }
        Send-Change 'removeAddress' @{ interface = $lan; ip = '192.168.101.10' }
        Send-Change 'setDns' @{ interface = $lan; servers = @() }
        Send-Change 'setDhcp' @{ interface = $lan; on = $true }
        Send-Change 'connect' @{ adapter = $adapter; switch = $default } $one
        Send-Change 'removeNat' @{ name = 'LocalNAT'; prefix = '192.168.100.0/24' }
        Send-Change 'removeAddress' @{ interface = $interface; ip = '192.168.100.1' }
        Send-Change 'removeSwitch' @{ switch = $switch }
    )
    [void](Wait-Until { (Read-Interface)['addresses'].Count -eq 1 })
    if (@($said | Where-Object { $_ -cne 'ok' }).Count) { return "$said" }
    [IO.File]::ReadAllText($env:HVN_FAKE_STATE) -ceq $before
}
Test-That 'an account without rights reads an error, not an absence' {
    Set-State { param($State) $State['host']['account'] = 'none' }
    $answer = (Send-Request 'observe' @{ ids = @('network') })['value']['network']
    Set-State { param($State) $State['host']['account'] = 'administrator' }
    $answer['error']['id'] -clike 'Unspecified,*'
}
Test-That 'a network and a VM are changed with one request' {
    $changes = @{ subject = 'network'; epoch = $epoch; do = 'setDhcp'; interface = $lan; on = $true },
        @{ subject = $one; epoch = $epoch; do = 'connect'; adapter = $adapter; switch = $default }
    $value = (Send-Request 'change' @{ changes = $changes })['value']
    $value['network'].ContainsKey('value') -and $value[$one].ContainsKey('value')
}
Test-That 'nothing was removed by name, and no adapter was looked for by one' {
    (Get-Log) -cnotmatch '(?m)^Get-NetAdapter \d+ .*vEthernet'
}
Close-HvnEverything
Complete-Tests
