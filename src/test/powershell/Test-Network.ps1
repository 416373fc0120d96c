<#
.SYNOPSIS
Tests of the network's verbs over the simulated host: what is read, and the fence.

.PARAMETER Module
The folder of the module.
#>
param(
    [string] $Module = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'main', 'resources', 'io', 'jenkins', 'plugins',
        'hypervnested', 'powershell')
)
. (Join-Path -Path $PSScriptRoot -ChildPath 'harness.ps1') -Module $Module
. (Join-Path -Path $PSScriptRoot -ChildPath 'network.ps1')

# reading ---------------------------------------------------------------------------------------------------
Test-That 'an interface is read with what DHCP gave it' {
    $i = Read-Interface
    $i['dhcp'] -and $i['addresses'][0]['ip'] -ceq '10.20.0.7' -and -not $i['addresses'][0]['manual'] -and
        $i['addresses'][0]['prefixLength'] -eq 24 -and $i['addresses'][0]['state'] -ceq 'Preferred' -and
        $i['dns'][0] -ceq '10.20.0.53' -and -not $i['dnsStatic'] -and $i['mac'] -ceq '00155D0A0B0C' -and $i['index'] -eq 3
}
Test-That 'the answer has every field of a network, and lease and clock' {
    $value = (Send-Request 'observe' @{ ids = @('network') })['value']['network']['value']
    $fields = 'fingerprint', 'foreign', 'hyperV', 'interfaces', 'natProblem', 'nats', 'routes', 'switches'
    (@($value['network'].Keys | Sort-Object) -join ',') -ceq ($fields -join ',') -and
        $value['lease']['stamp'] -ceq 'absent' -and $value.ContainsKey('clock') -and $value['processId'] -eq $PID
}
Test-That 'a switch is read with those who use it' {
    $switch = (Read-Network)['switches'][0]
    $switch['name'] -ceq 'Default Switch' -and $switch['type'] -ceq 'Internal' -and $switch['mark'] -ceq '' -and
        $switch['users'][0]['vmId'] -ceq $one -and $switch['users'][0]['adapterId'] -clike "Microsoft:$one*"
}
Test-That 'a route names its connection, and none for the loopback' {
    $routes = (Read-Network)['routes']
    $gateway = @($routes | Where-Object { $_['prefix'] -ceq '0.0.0.0/0' })[0]
    $loopback = @($routes | Where-Object { $_['prefix'] -ceq '127.0.0.0/8' })[0]
    $gateway['nextHop'] -ceq '10.20.0.1' -and $gateway['interfaceGuid'] -ceq $lan -and $gateway['manual'] -and
        $loopback['interfaceGuid'] -ceq '' -and -not $loopback['manual']
}
Test-That 'two readings of the same have one fingerprint' {
    (Read-Network)['fingerprint'] -ceq (Read-Network)['fingerprint'] -and (Read-Network)['fingerprint'] -cmatch '\A[0-9a-f]{64}\z'
}
Test-That 'reading asks as much of the platform with thirty VMs as with one' {
    $before = @((Get-Log) -split "`n").Count
    [void](Read-Network)
    (@((Get-Log) -split "`n").Count - $before) -le 12
}
Test-That 'nothing else translates addresses where there is neither HNS nor sharing' { @((Read-Network)['foreign']).Count -eq 0 }
Test-That 'networks of HNS and shared connections are told' {
    Set-Network 'hns' @(@{ name = 'nat'; type = 'nat'; prefix = '172.20.0.0/20' })
    Set-Network 'sharing' @(@{ name = 'Ethernet'; private = $true; public = $false }, @{ name = 'x'; private = $false })
    $foreign = (Read-Network)['foreign']
    Set-Network 'hns' $null
    Set-Network 'sharing' $null
    $foreign.Count -eq 2 -and $foreign[0]['kind'] -ceq 'HNS' -and $foreign[0]['prefix'] -ceq '172.20.0.0/20' -and
        $foreign[0]['type'] -ceq 'nat' -and $foreign[1]['kind'] -ceq 'SHARING' -and $foreign[1]['type'] -ceq 'ICS'
}
Test-That 'a machine without WinNAT says so and has no error' {
    Set-Network 'noNatProvider' $true
    $network = Read-Network
    Set-Network 'noNatProvider' $false
    $network['natProblem'] -cne '' -and @($network['nats']).Count -eq 0
}
Test-That 'a machine whose service is down has no switches and no error' {
    Set-State { param($State) $State['host']['service'] = 'stopped' }
    $network = Read-Network
    Set-State { param($State) $State['host']['service'] = 'running' }
    -not $network['hyperV'] -and @($network['switches']).Count -eq 0 -and @($network['interfaces']).Count -eq 1
}
Test-That 'a network that cannot be read is an error of the network alone' {
    Set-State { param($State) $State['failAt'] = @(@{ cmdlet = 'Get-NetRoute'; call = 0; id = 'X'; category = 'NotSpecified' }) }
    $value = (Send-Request 'observe' @{ ids = @('network', $one) })['value']
    Set-State { param($State) $State['failAt'] = @() }
    $value['network']['error']['id'] -ceq 'X' -and $value[$one]['value']['vm']['id'] -ceq $one
}
Test-That 'inspect is of VMs alone' { (Send-Request 'inspect' @{ ids = @('network') })['error']['id'] -ceq 'HVN.BadRequest' }
Test-That 'an adapter tells its MAC address' {
    Set-State { param($State) $State['vms'][0]['adapters'][0]['mac'] = '00155D010203' }
    $vm = (Send-Request 'observe' @{ ids = @($one) })['value'][$one]['value']['vm']
    $vm['adapters'][0]['mac'] -ceq '00155D010203'
}
Test-That 'an adapter without an address yet has an empty one' { (ConvertTo-HvnMac '000000000000') -ceq '' }

# the fence -------------------------------------------------------------------------------------------------
Test-That 'nothing is changed without a lease' {
    (Send-Change 'createSwitch' @{ name = 'VmNAT'; mark = $mark }) -ceq 'HVN.Fenced InvalidOperation' -and
        (Get-Log) -cnotmatch 'New-VMSwitch'
}
Test-That 'the network has a lease' { (Enter-Floor 'network' $epoch) -ceq 'WRITTEN' }
Test-That 'another epoch changes nothing' {
    $change = @{ subject = 'network'; epoch = 'f' * 32; do = 'createNat'; name = 'x'; prefix = '1.2.3.0/24' }
    $answer = Send-Request 'change' @{ changes = @($change) }
    $answer['value']['network']['error']['id'] -ceq 'HVN.Fenced' -and (Get-Log) -cnotmatch 'New-NetNat'
}
Test-That 'the lease is listed by its subject' { (Send-Request 'leases' @{})['value']['network']['actorMine'] }
foreach ($case in @('shutdown', @{}), @('installRole', @{}), @('connect', @{ adapter = 'x'; switch = '' })) {
    Test-That "$($case[0]) is no change of a network" { (Send-Change $case[0] $case[1]) -ceq 'HVN.BadRequest InvalidData' }
}
Test-That 'what nobody knows is an unknown verb' { (Send-Change 'explode') -clike 'HVN.UnknownVerb*' }
foreach ($case in @('addAddress', @{ interface = $lan; ip = '10.*'; prefixLength = 24 }),
    @('addAddress', @{ interface = '*'; ip = '10.0.0.1'; prefixLength = 24 }), @('removeNat', @{ name = 'x'; prefix = '*' }),
    @('createNat', @{ name = ''; prefix = '10.0.0.0/8' }), @('removeSwitch', @{ switch = 'VmNAT' }),
    @('setDns', @{ interface = $lan; servers = @('*') }), @('createSwitch', @{ name = 'x'; mark = 'y' })) {
    Test-That "$($case[0]) with a field of another form is refused" {
        (Send-Change $case[0] $case[1]) -ceq 'HVN.BadRequest InvalidData'
    }
}

Close-HvnEverything
Complete-Tests
