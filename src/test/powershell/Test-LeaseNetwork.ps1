<#
.SYNOPSIS
Tests of the administrator's commands for a machine's own network and Hyper-V role.

.PARAMETER Module
The folder of the module.
#>
param(
    [string] $Module = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'main', 'resources', 'io', 'jenkins', 'plugins',
        'hypervnested', 'powershell')
)
. (Join-Path -Path $PSScriptRoot -ChildPath 'harness.ps1') -Module $Module
. (Join-Path -Path $PSScriptRoot -ChildPath 'leases.ps1')

# the network ----------------------------------------------------------------------------------------------------
$switch = 'dddddddd-0000-4000-8000-000000000001'
$port = 'eeeeeeee-0000-4000-8000-000000000001'
$card = 'aaaaaaaa-0000-4000-8000-000000000001'
$made = {
    param($State)
    $State['network'] = @{
        switches = @(@{ id = $switch; name = 'VmNAT'; type = 'Internal'; notes = "hyperv-nested-virtualization $('b' * 32)" })
        nats = @(@{ name = 'LocalNAT'; prefix = '192.168.100.0/24' }, @{ name = 'Theirs'; prefix = '10.9.0.0/24' }); routes = @()
        interfaces = @(
            @{ guid = $port; index = 9; name = 'vEthernet (VmNAT)'; mac = '00155D000001'; switchId = $switch; dhcp = $false; dns = @()
                dnsStatic = $false; addresses = @(@{ ip = '192.168.100.1'; prefixLength = 24 }) },
            @{ guid = $card; index = 3; name = 'Ethernet'; mac = '00155D000002'; dhcp = $false; dhcpAddress = '10.0.0.7/24'
                dhcpDns = @(); dns = @('10.0.0.53'); dnsStatic = $true; addresses = @(@{ ip = '192.168.100.2'; prefixLength = 24 }) })
    }
}
function New-Network([string] $Set = "internal:$switch") {
    $wants = @{ a = 'x' }
    New-Lease @((New-Aspect 'switch' 'VmNAT' 'absent' $Set $wants), (New-Aspect 'nat' 'LocalNAT' 'absent' '192.168.100.0/24' $wants),
        (New-Aspect 'address' '192.168.100.1@switch:VmNAT' 'absent' "24 on $port" $wants),
        (New-Aspect 'address' "192.168.100.2@$card" 'absent' "24 on $card" $wants),
        (New-Aspect 'dns' $card 'automatic' '10.0.0.53' $wants), (New-Aspect 'dhcp' $card 'on' 'off' $wants)) 'a' 'a'
}
function Read-Net { (ConvertFrom-Json -InputObject ([IO.File]::ReadAllText($env:HVN_FAKE_STATE)) -AsHashtable)['network'] }
Test-That 'a network is put back thing by thing, and what others have stays' {
    Reset-Lab 'network' (New-Network) -State $made
    $outcome = Invoke-Restore @{ Subject = 'network'; All = $true }
    $net = Read-Net
    $outcome -ceq 'Restored' -and -not @($net['switches']).Count -and @($net['nats']).Count -eq 1 -and
        $net['nats'][0]['name'] -ceq 'Theirs' -and @($net['interfaces']).Count -eq 1 -and $net['interfaces'][0]['dhcp'] -and
        -not @($net['interfaces'][0]['addresses']).Count -and -not $net['interfaces'][0]['dnsStatic'] -and
        -not (Read-Lease 'network')['aspects'].Count
}
Test-That 'a switch that carries our mark is ours, though nobody had read its id' {
    Reset-Lab 'network' (New-Network "made:$('b' * 32)") -State $made
    (Invoke-Restore @{ Subject = 'network'; All = $true }) -ceq 'Restored' -and -not @((Read-Net)['switches']).Count
}
Test-That 'a switch of that name that somebody else made meanwhile stays and is told' {
    Reset-Lab 'network' (New-Network 'internal:dddddddd-0000-4000-8000-00000000000f') -State $made
    (Invoke-Restore @{ Subject = 'network'; All = $true }) -ceq 'Restored' -and @((Read-Net)['switches']).Count -eq 1 -and
        "$($report.Notes)" -match 'somebody else'
}
Test-That 'a switch that another VM uses meanwhile stays and is told' {
    Reset-Lab 'network' (New-Network) -State {
        param($State)
        & $made $State
        $State['vms'][1]['adapters'][0]['switchId'] = $switch
        $State['vms'][1]['adapters'][0]['switchName'] = 'VmNAT'
    }
    $outcome = Invoke-Restore @{ Subject = 'network'; All = $true }
    $outcome -ceq 'Restored' -and @((Read-Net)['switches']).Count -eq 1 -and "$($report.Notes)" -match "VM 'node-2' was connected"
}
Test-That 'what another holds of a network stays' {
    $lease = New-Network
    [void]($lease['members']['b'] = New-Member 'b')
    foreach ($aspect in $lease['aspects'][0..2]) { $aspect['wants'] += [ordered]@{ entry = 'b'; value = 'x' } }
    Reset-Lab 'network' $lease -State $made
    $outcome = Invoke-Restore @{ Subject = 'network'; Entry = 'a' }
    $net = Read-Net
    $outcome -ceq 'PassedOn' -and @($net['switches']).Count -eq 1 -and @($net['nats']).Count -eq 2 -and
        -not @($net['interfaces'][1]['addresses']).Count
}

# the role -------------------------------------------------------------------------------------------------------
$role = New-Lease @((New-Aspect 'role' '' 'absent' 'installed' @{ a = 'installed' })) 'a' 'a'
Test-That 'of a role it only says what to do' {
    Reset-Lab 'role' $role
    (Invoke-Restore @{ Subject = 'role'; All = $true }) -ceq 'ToDo' -and "$($report.Notes)" -match 'Uninstall-WindowsFeature' -and
        (Read-Lease 'role')['aspects'].Count -eq 1 -and -not (Get-Changes)
}
Test-That 'a role that is to stay ends its lease' {
    Reset-Lab 'role' $role
    (Invoke-Restore @{ Subject = 'role'; All = $true; KeepRole = $true }) -ceq 'Restored' -and -not (Read-Lease 'role')['aspects'].Count
}
Test-That 'a role that was taken away since ends its lease' {
    Reset-Lab 'role' $role -State { param($State) $State['role'] = @{ feature = 'Available'; tools = $false } }
    (Invoke-Restore @{ Subject = 'role'; All = $true }) -ceq 'Restored' -and -not (Read-Lease 'role')['aspects'].Count
}

Complete-Tests
