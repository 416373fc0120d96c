# The way back of a machine's network, as the plugin's NetworkPlan has it: NAT, routes, addresses, DNS, switch, DHCP.
# What others hold is theirs to make.

function Get-HvnNetworkStep($Task, $Lease, $Network) {
    foreach ($name in 'nat', 'route', 'address', 'dns', 'switch', 'dhcp') {
        foreach ($aspect in $Lease['aspects']) {
            if ($aspect['aspect'] -cne $name -or (Test-HvnHeld $aspect)) { continue }
            $value = Get-HvnNetworkValue $aspect $Network
            if (-not (Test-HvnOurs $Lease $aspect -Value $value)) { continue }
            return Get-HvnBackStep $aspect $value -Network $Network
        }
    }
    foreach ($aspect in $Lease['aspects']) {
        if (Test-HvnRenewing $Task $aspect -Network $Network) { return New-HvnWait 'it asks for an address by DHCP' }
    }
}

function Get-HvnBackStep($Aspect, [string] $Value, $Network) {
    $removes = "removes $(Get-HvnLabel $Aspect)"
    switch -CaseSensitive ($Aspect['aspect']) {
        'nat' { return New-HvnTell 'removeNat' $removes -Fields @{ name = $Aspect['object']; prefix = $Value } }
        'switch' { return Get-HvnSwitchStep $Aspect $Network }
    }
    $on = Get-HvnConnectionOf $Aspect $Network
    $fields = @{ interface = $on['guid'] }
    switch -CaseSensitive ($Aspect['aspect']) {
        'route' {
            $fields['nextHop'] = Get-HvnBefore $Aspect
            return New-HvnTell 'removeRoute' $removes -Fields $fields
        }
        'address' {
            $fields['ip'] = Get-HvnBefore $Aspect
            return New-HvnTell 'removeAddress' $removes -Fields $fields
        }
        'dns' {
            $fields['servers'] = @(if ($Aspect['first'] -cne 'automatic') { $Aspect['first'] -split ',' })
            $sentence = "sets $(Get-HvnLabel $Aspect) to $(ConvertTo-HvnShown $Aspect['first'])"
            return New-HvnTell 'setDns' $sentence -Fields $fields
        }
        'dhcp' {
            $fields['on'] = $Aspect['first'] -ceq 'on'
            return New-HvnTell 'setDhcp' "turns DHCP $(ConvertTo-HvnOnOff $fields['on'])" -Fields $fields
        }
    }
}

# A switch that others use meanwhile stays.
function Get-HvnSwitchStep($Aspect, $Network) {
    $ours = (Get-HvnSwitchesNamed $Aspect['object'] $Network)[0]
    $users = @($ours['users'] | ForEach-Object { "'" + (ConvertTo-HvnShown $_['vmName']) + "'" } | Sort-Object -Unique)
    if ($users.Count) {
        $note = "$(Get-HvnLabel $Aspect) stays: VM $($users -join ', ') was connected to it meanwhile"
        return @{ kind = 'alone'; aspect = $Aspect; note = $note }
    }
    New-HvnTell 'removeSwitch' "removes $(Get-HvnLabel $Aspect)" -Fields @{ switch = $ours['id'] }
}

# Whether a connection was made to ask for an address again, and has none yet; where none comes, there may be nobody who
# gives any.
function Test-HvnRenewing($Task, $Aspect, $Network) {
    if ($Aspect['aspect'] -cne 'dhcp' -or (Test-HvnHeld $Aspect) -or $Aspect['set'] -cne 'off') { return $false }
    $on = Get-HvnConnectionOf $Aspect $Network
    if (-not $on -or -not $on['dhcp'] -or @($on['addresses']).Count) { return $false }
    if (-not $Task['renewing']) { $Task['renewing'] = [Diagnostics.Stopwatch]::StartNew() }
    $Task['renewing'].ElapsedMilliseconds -lt 20000
}
