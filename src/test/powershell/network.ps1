# What the tests of the network share: a host with one connection, and one change at a time.
$lan = 'aaaaaaaa-0000-4000-8000-000000000001'
$default = 'c08cb7b8-9b3c-408e-8e30-5e16a3aeb444'
$epoch = 'a' * 32
$mark = 'b' * 32
Set-State {
    param($State)
    $State['network'] = @{
        switches = @(@{ id = $default; name = 'Default Switch'; type = 'Internal'; notes = '' })
        nats = @(); routes = @()
        interfaces = @(@{
            guid = $lan; index = 3; name = 'Ethernet'; mac = '00155D0A0B0C'; dhcp = $true; dhcpAddress = '10.20.0.7/24'
            dhcpGateway = '10.20.0.1'; dhcpDns = @('10.20.0.53'); dns = @(); dnsStatic = $false; addresses = @()
        })
    }
}

function Read-Network {
    $answer = (Send-Request 'observe' @{ ids = @('network') })['value']['network']
    if ($answer.ContainsKey('error')) { throw $answer['error']['id'] }
    $answer['value']['network']
}
function Read-Interface([string] $Guid = $lan) {
    @((Read-Network)['interfaces'] | Where-Object { $_['guid'] -ceq $Guid })[0]
}
# One change of the network: `ok`, or the id and category of its error.
function Send-Change([string] $Do, $Fields = @{}, [string] $Subject = 'network') {
    $change = @{ subject = $Subject; epoch = $epoch; do = $Do } + $Fields
    $answer = Send-Request 'change' @{ changes = @($change) }
    if ($answer.ContainsKey('error')) { return "$($answer['error']['id']) $($answer['error']['category'])" }
    $mine = $answer['value'][$Subject]
    if ($mine.ContainsKey('error')) { return "$($mine['error']['id']) $($mine['error']['category'])" }
    'ok'
}
function Set-Network([string] $Name, $Value) { Set-State { param($State) $State['network'][$Name] = $Value } }
function Get-Log { [IO.File]::ReadAllText("$env:HVN_FAKE_STATE.log") }
