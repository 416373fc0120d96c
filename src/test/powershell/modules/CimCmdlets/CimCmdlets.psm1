. ([IO.Path]::Combine($PSScriptRoot, '..', 'FakeHost', 'state.ps1'))

function Get-CimInstance {
    [CmdletBinding(DefaultParameterSetName = 'ClassName')]
    param(
        [Parameter(Mandatory = $true, Position = 0)] [string] $ClassName,
        [string] $Namespace = 'root/cimv2',
        [string] $Filter,
        [string[]] $Property
    )
    Invoke-FakeCall 'Get-CimInstance' $ClassName {
        param($State, $Call)
        foreach ($instance in @(Get-FakeInstances $State $Call['class'] $Call['namespace'])) {
            if ($Call['filter'] -and -not (Test-FakeFilter $instance $Call['filter'])) { continue }
            $instance.PSObject.TypeNames.Insert(0, 'Microsoft.Management.Infrastructure.CimInstance')
            $instance
        }
    } @{ class = $ClassName; filter = $Filter; namespace = $Namespace.Replace('\', '/') }
}

# The one form of filter that is used here: Name='value'.
function Test-FakeFilter($Instance, [string] $Filter) {
    if ($Filter -notmatch "^(\w+)='([^']*)'`$") { throw "the fake cannot read the filter $Filter" }
    "$($Instance.($Matches[1]))" -eq $Matches[2]
}

function Get-FakeInstances($State, [string] $Class, [string] $Namespace) {
    $machine = $State['host']
    if ($Namespace -eq 'root/Microsoft/HomeNet') { return Get-FakeSharing $State }
    switch ($Class) {
        'Win32_ComputerSystem' {
            [pscustomobject]@{
                Name = $machine['name']; Manufacturer = $machine['manufacturer']; Model = $machine['model']
                HypervisorPresent = [bool](Get-FakeField $machine 'hypervisorPresent' $true)
            }
        }
        'Win32_ComputerSystemProduct' { [pscustomobject]@{ UUID = "$($machine['uuid'])".ToUpperInvariant() } }
        'Win32_OperatingSystem' {
            [pscustomobject]@{
                BuildNumber = "$($machine['build'])"; ProductType = [uint32]$machine['productType']
                Caption = $machine['caption']; FakeEdition = "$(Get-FakeField $machine 'edition' '')"
                LastBootUpTime = [DateTime]::UtcNow.AddHours(-1)
            }
        }
        'Win32_Processor' {
            foreach ($socket in 1, 2) {
                [pscustomobject]@{
                    Manufacturer = $machine['processor']; Architecture = [uint16](Get-FakeField $machine 'architecture' 9)
                }
            }
        }
        'Win32_SystemEnclosure' { [pscustomobject]@{ SMBIOSAssetTag = "$(Get-FakeField $machine 'assetTag' '')" } }
        'Win32_Service' { Get-FakeServices $State }
        'Win32_PerfFormattedData_HvStats_HyperVHypervisor' {
            if (-not (Get-FakeField $State['role'] 'counters' $true)) {
                $full = 'HRESULT 0x80041010,Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand'
                New-FakeCimFailure $State 'invalidClass' $full 'MetadataError'
            }
            if (Test-FakeHypervisor $State) { [pscustomobject]@{ Name = ''; LogicalProcessors = [uint64]8 } }
        }
        'Msvm_ShutdownComponent' { foreach ($vm in $State['vms']) { Get-FakeShutdown $vm } }
        'Msvm_KvpExchangeComponent' { foreach ($vm in $State['vms']) { Get-FakeKvp $vm } }
        default { throw "the fake has no class $Class" }
    }
}

# vmms comes with the role; hns is there where the state has its networks.
function Get-FakeServices($State) {
    if (Test-FakeRole $State) {
        $word = if (Test-FakeService $State) { 'Running' } else { 'Stopped' }
        [pscustomobject]@{ Name = 'vmms'; State = $word }
    }
    if ($null -ne $State['network'] -and $null -ne $State['network']['hns']) {
        [pscustomobject]@{ Name = 'hns'; State = 'Running' }
    }
}

# Internet Connection Sharing; a state without `sharing` has no such namespace.
function Get-FakeSharing($State) {
    if ($null -eq $State['network'] -or $null -eq $State['network']['sharing']) {
        $full = 'HRESULT 0x8004100e,Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand'
        New-FakeCimFailure $State 'invalidNamespace' $full 'MetadataError'
    }
    foreach ($connection in @(Get-FakeList $State['network'] 'sharing')) {
        [pscustomobject]@{
            Connection = [pscustomobject]@{ Name = $connection['name'] }
            IsIcsPrivate = [bool]$connection['private']; IsIcsPublic = [bool]$connection['public']
        }
    }
}

# There while the VM runs and has the service; OperationalStatus 12 until the guest answers.
function Get-FakeShutdown($Vm) {
    if ($Vm['state'] -ne 'Running' -or (Get-FakeField $Vm 'shutdown' 'offered') -eq 'none') { return }
    $status = if (Test-FakeBooted $Vm) { 2 } else { 12 }
    [pscustomobject]@{
        CreationClassName = 'Msvm_ShutdownComponent'; SystemName = "$($Vm['id'])".ToUpperInvariant()
        OperationalStatus = [uint16[]]@($status)
    }
}

function Get-FakeKvp($Vm) {
    $items = foreach ($entry in (Get-FakeField $Vm 'guest' @{}).GetEnumerator()) {
        $value = [Security.SecurityElement]::Escape("$($entry.Value)")
        '<INSTANCE CLASSNAME="Msvm_KvpExchangeDataItem"><PROPERTY NAME="Caption" TYPE="string"></PROPERTY>' +
            "<PROPERTY NAME=`"Data`" TYPE=`"string`"><VALUE>$value</VALUE></PROPERTY>" +
            "<PROPERTY NAME=`"Name`" TYPE=`"string`"><VALUE>$($entry.Key)</VALUE></PROPERTY></INSTANCE>"
    }
    if (-not (Test-FakeBooted $Vm)) { $items = @() }
    [pscustomobject]@{ SystemName = "$($Vm['id'])".ToUpperInvariant(); GuestIntrinsicExchangeItems = [string[]]@($items) }
}

function Invoke-CimMethod {
    [CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory = $true, Position = 0)] $InputObject,
        [Parameter(Mandatory = $true, Position = 1)] [string] $MethodName,
        [Collections.IDictionary] $Arguments
    )
    if ($MethodName -ne 'InitiateShutdown') { throw "the fake has no method $MethodName" }
    if ($Arguments['Force'] -isnot [bool] -or $Arguments['Reason'] -isnot [string]) { throw 'wrong arguments' }
    $id = $InputObject.SystemName.ToLowerInvariant()
    if (-not $PSCmdlet.ShouldProcess("$MethodName $id")) { return }
    Invoke-FakeCall 'Invoke-CimMethod' "$MethodName $id" {
        param($State, $Call)
        foreach ($vm in $State['vms']) { if ($vm['id'] -eq $Call['id']) { Stop-FakeGuest $vm $Call['force'] } }
    } @{ id = $id; force = $Arguments['Force'] }
}

# shutdown: offered, none, hangs (says yes and goes on running), locked (only with force), or a number to return
function Stop-FakeGuest($Vm, [bool] $Force) {
    $kind = Get-FakeField $Vm 'shutdown' 'offered'
    $code = 0
    if ($Vm['state'] -ne 'Running') { $code = 32775 }
    elseif ($kind -eq 'locked' -and -not $Force) { $code = 32781 }
    elseif ("$kind" -match '^\d+$') { $code = [int]"$kind" }
    elseif (-not (Test-FakeBooted $Vm)) { $code = 32780 }
    # 32782: somebody was first, and it goes off all the same
    if (@(0, 32782) -contains $code -and $kind -ne 'hangs') { Set-FakeVmState $Vm 'Off' 'Stopping' (Get-FakeField $Vm 'shutdownMillis' 0) }
    [pscustomobject]@{ ReturnValue = [uint32]$code }
}

Export-ModuleMember -Function Get-CimInstance, Invoke-CimMethod
