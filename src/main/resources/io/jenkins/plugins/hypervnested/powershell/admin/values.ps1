# What the machine shows of each aspect of a lease, in the words of the lease; nothing where its object is gone.

# Names differ by case, and by nothing else; PowerShell's operators take some different ones for equal.
function Test-HvnSame([string] $One, [string] $Other) { [string]::Equals($One, $Other, 'Ordinal') }

# What counts as off, on, or neither, as a saved VM.
function Get-HvnPower([string] $PlatformState) {
    if ($PlatformState -eq 'Off') { return 'off' }
    $on = 'Running', 'Starting', 'Reset', 'Stopping', 'ForceShutdown', 'ForceReboot', 'Resuming'
    if ($on -contains $PlatformState) { return 'on' }
    'halted'
}

function Get-HvnShows([string] $Subject, $Aspect, $State) {
    if ($Subject -ceq 'role') { return Get-HvnRoleValue $Aspect $State }
    if ($Subject -ceq 'network') { return Get-HvnNetworkValue $Aspect $State }
    Get-HvnVmValue $Aspect $State
}

function ConvertTo-HvnOnOff([bool] $On) { if ($On) { 'on' } else { 'off' } }

function Get-HvnVmValue($Aspect, $Vm) {
    switch -CaseSensitive ($Aspect['aspect']) {
        'nesting' { return ConvertTo-HvnOnOff $Vm['nesting'] }
        'power' { return Get-HvnPower $Vm['platformState'] }
    }
    foreach ($adapter in $Vm['adapters']) {
        if (-not (Test-HvnSame $adapter['id'] $Aspect['object'])) { continue }
        switch -CaseSensitive ($Aspect['aspect']) {
            'spoofing' { return ConvertTo-HvnOnOff $adapter['spoofing'] }
            'connection' { if ($adapter['switchId']) { return $adapter['switchId'] } else { return 'none' } }
        }
    }
}

function Get-HvnRoleValue($Aspect, $Role) {
    if ($Aspect['aspect'] -cne 'role') { return }
    switch -CaseSensitive ($Role['feature']) {
        'INSTALLED' { if ($Role['tools']) { 'installed' } else { 'without tools' } }
        { @('ABSENT', 'UNAVAILABLE') -ccontains $_ } { 'absent' }
        { @('INSTALLING', 'REMOVING') -ccontains $_ } { 'pending' }
    }
}

function Get-HvnNetworkValue($Aspect, $Network) {
    switch -CaseSensitive ($Aspect['aspect']) {
        'switch' { return Get-HvnSwitchValue $Aspect['object'] $Network }
        'nat' {
            foreach ($nat in $Network['nats']) {
                if ([string]::Equals($nat['name'], $Aspect['object'], 'OrdinalIgnoreCase')) { return $nat['prefix'] }
            }
            return 'absent'
        }
        'address' { return Get-HvnAddressValue $Aspect $Network }
    }
    $on = Get-HvnConnectionOf $Aspect $Network
    if (-not $on) { return }
    switch -CaseSensitive ($Aspect['aspect']) {
        'route' { if (Test-HvnGateway $Network $on -NextHop (Get-HvnBefore $Aspect)) { 'present' } else { 'absent' } }
        'dns' { if ($on['dnsStatic'] -and @($on['dns']).Count) { @($on['dns']) -join ',' } else { 'automatic' } }
        'dhcp' { ConvertTo-HvnOnOff $on['dhcp'] }
    }
}

function Get-HvnSwitchesNamed([string] $Name, $Network) {
    , @($Network['switches'] | Where-Object { Test-HvnSame $_['name'] $Name })
}

function Get-HvnSwitchValue([string] $Name, $Network) {
    $named = Get-HvnSwitchesNamed $Name $Network
    if (-not $named.Count) { return 'absent' }
    if ($named.Count -gt 1) { return "$($named.Count) switches" }
    if ($named[0]['type'] -eq 'Internal') { return 'internal:' + $named[0]['id'] }
    $named[0]['type'].ToLowerInvariant()
}

# An object is an address or a next hop, an at sign, and where that is.
function Get-HvnBefore($Aspect) {
    $at = $Aspect['object'].IndexOf('@')
    if ($at -lt 0) { '' } else { $Aspect['object'].Substring(0, $at) }
}

function Get-HvnAfter($Aspect) { $Aspect['object'].Substring($Aspect['object'].IndexOf('@') + 1) }

# The network connection that an aspect is of.
function Get-HvnConnectionOf($Aspect, $Network) {
    $where = Get-HvnAfter $Aspect
    $field = 'guid'
    if ($where.StartsWith('switch:', [StringComparison]::Ordinal)) {
        $named = Get-HvnSwitchesNamed $where.Substring(7) $Network
        if ($named.Count -ne 1) { return }
        $field = 'switchId'
        $where = $named[0]['id']
    }
    foreach ($interface in $Network['interfaces']) {
        if (Test-HvnSame $interface[$field] $where) { return $interface }
    }
}

# What is on no connection is absent, where the connection comes and goes with the switch; gone otherwise.
function Get-HvnAddressValue($Aspect, $Network) {
    $on = Get-HvnConnectionOf $Aspect $Network
    if (-not $on) {
        if ((Get-HvnAfter $Aspect).StartsWith('switch:', [StringComparison]::Ordinal)) { 'absent' }
        return
    }
    foreach ($address in $on['addresses']) {
        if ($address['ip'] -ceq (Get-HvnBefore $Aspect)) { return "$($address['prefixLength']) on $($on['guid'])" }
    }
    'absent'
}

function Test-HvnGateway($Network, $Interface, [string] $NextHop) {
    foreach ($route in $Network['routes']) {
        $fits = $route['interfaceGuid'] -ceq $Interface['guid'] -and $route['prefix'] -ceq '0.0.0.0/0'
        if ($fits -and $route['nextHop'] -ceq $NextHop) { return $true }
    }
    $false
}
