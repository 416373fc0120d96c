. ([IO.Path]::Combine($PSScriptRoot, '..', 'FakeHost', 'state.ps1'))

function Assert-FakeProvider($State, [string] $Cmdlet) {
    if ($null -ne $State['network'] -and (Get-FakeField $State['network'] 'noNatProvider' $false)) {
        New-FakeCimFailure $State 'invalidClass' "HRESULT 0x80041010,$Cmdlet" 'MetadataError'
    }
}

# natBusy: true, or how many more calls find the file in use
function Assert-FakeNotBusy($State, [string] $Cmdlet) {
    $network = Get-FakeNetwork $State
    $busy = Get-FakeField $network 'natBusy' 0
    if ($busy -is [bool] -and -not $busy) { return }
    if ($busy -isnot [bool]) {
        if ($busy -le 0) { return }
        $network['natBusy'] = $busy - 1
        # the state is not kept by a call that fails
        Save-FakeState (Get-FakePath) $State
    }
    New-FakeCimFailure $State 'sharing' "HRESULT 0x80070020,$Cmdlet" 'NotSpecified'
}

function ConvertTo-FakeNat($Nat) {
    New-FakeCimObject 'MSFT_NetNat' ([ordered]@{
        Name = $Nat['name']; ExternalIPInterfaceAddressPrefix = ''; InternalIPInterfaceAddressPrefix = $Nat['prefix']
        IcmpQueryTimeout = 30; TcpEstablishedConnectionTimeout = 1800; Store = 'Local'; Active = $true
    })
}

# The NATs that names mean, with wildcards; all without a name.
function Select-FakeNats($State, $Names, [string] $Cmdlet) {
    $all = @(Get-FakeList $State['network'] 'nats')
    if (-not $Names) { return $all }
    foreach ($name in $Names) {
        $found = @($all | Where-Object { $_['name'] -like $name })
        if (-not $found.Count -and $name -notmatch '[*?\[]') {
            New-FakeCimFailure $State 'notFound' "CmdletizationQuery_NotFound_Name,$Cmdlet" 'ObjectNotFound' $name
        }
        $found
    }
}

function Get-NetNat {
    [CmdletBinding()]
    param([Parameter(Position = 0, ValueFromPipelineByPropertyName = $true)] [string[]] $Name)
    Invoke-FakeCall 'Get-NetNat' "$Name" {
        param($State, $Call)
        Assert-FakeProvider $State 'Get-NetNat'
        foreach ($nat in @(Select-FakeNats $State $Call['names'] 'Get-NetNat')) { ConvertTo-FakeNat $nat }
    } @{ names = $Name }
}

function New-NetNat {
    [CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory = $true)] [string] $Name,
        [string] $InternalIPInterfaceAddressPrefix
    )
    if (-not $PSCmdlet.ShouldProcess($Name)) { return }
    Invoke-FakeCall 'New-NetNat' "$Name $InternalIPInterfaceAddressPrefix" {
        param($State, $Call)
        Assert-FakeAdministrator $State 'New-NetNat'
        Assert-FakeProvider $State 'New-NetNat'
        Assert-FakeNotBusy $State 'New-NetNat'
        Assert-FakeFreeName $State $Call['name']
        Assert-FakeFreePrefix $State $Call['prefix']
        $nat = [ordered]@{ name = $Call['name']; prefix = $Call['prefix'] }
        Add-FakeItem (Get-FakeNetwork $State) 'nats' $nat
        ConvertTo-FakeNat $nat
    } @{ name = $Name; prefix = $InternalIPInterfaceAddressPrefix }
}

function Assert-FakeFreeName($State, [string] $Name) {
    $network = Get-FakeNetwork $State
    $taken = @(Get-FakeList $network 'nats' | Where-Object { $_['name'] -eq $Name })
    if ($taken.Count -or (Get-FakeField $network 'natOwnedByOther' $false)) {
        New-FakeCimFailure $State 'duplicate' 'Windows System Error 52,New-NetNat' 'NotSpecified'
    }
}

# The addresses of a switch's own adapter may lie in the prefix: that is what a gateway is.
function Assert-FakeFreePrefix($State, [string] $Prefix) {
    $hidden = Get-FakeField $State['network'] 'prefixOwnedByOther' $false
    if ($hidden -or $Prefix -notmatch '^[\d.]+/\d+$') {
        New-FakeCimFailure $State 'parameter' 'Windows System Error 87,New-NetNat' 'InvalidArgument'
    }
    $others = @(foreach ($nat in @(Get-FakeList $State['network'] 'nats')) { $nat['prefix'] })
    foreach ($interface in @(Get-FakeInterfaces $State)) {
        if ($interface['switchId']) { continue }
        foreach ($address in @(Get-FakeAddresses $State $interface)) {
            $others += "$($address['ip'])/$($address['prefixLength'])"
        }
    }
    foreach ($route in @(Get-FakeList $State['network'] 'routes')) {
        if ($route['prefix'] -ne '0.0.0.0/0') { $others += $route['prefix'] }
    }
    foreach ($other in $others) {
        if (Test-FakeOverlap $Prefix $other) {
            New-FakeCimFailure $State 'parameter' 'Windows System Error 87,New-NetNat' 'InvalidArgument'
        }
    }
}

function Remove-NetNat {
    [CmdletBinding(DefaultParameterSetName = 'Query (cdxml)', SupportsShouldProcess = $true, ConfirmImpact = 'High')]
    param(
        [Parameter(ParameterSetName = 'Query (cdxml)', Position = 0, ValueFromPipelineByPropertyName = $true)] [string[]] $Name,
        [Parameter(ParameterSetName = 'InputObject (cdxml)', Mandatory = $true, ValueFromPipeline = $true)] [psobject[]] $InputObject
    )
    process {
        Assert-FakeCimObject $InputObject 'MSFT_NetNat'
        $names = if ($InputObject) { @(foreach ($object in $InputObject) { $object.Name }) } else { $Name }
        if (-not $PSCmdlet.ShouldProcess("$names")) { return }
        Invoke-FakeCall 'Remove-NetNat' "$names" {
            param($State, $Call)
            Assert-FakeAdministrator $State 'Remove-NetNat'
            Assert-FakeProvider $State 'Remove-NetNat'
            Assert-FakeNotBusy $State 'Remove-NetNat'
            $found = if ($Call['exactly']) { @(Get-FakeList $State['network'] 'nats' | Where-Object { $Call['names'] -contains $_['name'] }) }
            else { @(Select-FakeNats $State $Call['names'] 'Remove-NetNat') }
            foreach ($nat in $found) {
                Remove-FakeItem (Get-FakeNetwork $State) 'nats' $nat
            }
        } @{ names = $names; exactly = [bool]$InputObject }
    }
}

Export-ModuleMember -Function Get-NetNat, New-NetNat, Remove-NetNat
