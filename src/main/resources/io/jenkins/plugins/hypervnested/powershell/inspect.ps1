# What only a check asks of a VM.

function Get-HvnDetails($Arguments) {
    $ids = Get-HvnIds $Arguments
    $vms = Get-HvnVms $ids
    $read = Invoke-HvnForEach $vms { param($All) Read-HvnDetails $All }
    $answers = [ordered]@{}
    foreach ($id in $ids) {
        if (-not $vms.ContainsKey($id)) { $answers[$id] = New-HvnFailure (New-HvnGoneError $id); continue }
        $answers[$id] = $read[$id]
        if ($answers[$id].ContainsKey('value')) { $answers[$id]['value'].Remove('id') }
    }
    $answers
}

function Read-HvnDetails($Vms) {
    $ids = @(foreach ($vm in $Vms) { $vm.Id.ToString() })
    $processors = Group-HvnByVm @(Hyper-V\Get-VMProcessor -VM $Vms -ErrorAction Stop)
    $snapshots = @(Hyper-V\Get-VMSnapshot -VM $Vms -ErrorAction Stop)
    $checkpoints = Group-HvnByVm @($snapshots | Sort-Object -Property CreationTime)
    $guests = Get-HvnParts 'Msvm_KvpExchangeComponent' $ids
    $shielded = Get-HvnShielded $Vms
    foreach ($vm in $Vms) {
        $id = $vm.Id.ToString()
        $guest = if ($guests.ContainsKey($id)) { ConvertFrom-HvnKvp $guests[$id] } else { @{} }
        $limited = Test-HvnAny $processors[$id] 'CompatibilityForMigrationEnabled'
        [ordered]@{
            id = $id
            guestSystem = "$($guest['OSName'])"
            guestBuild = Get-HvnNumber $guest['OSBuildNumber']
            guestIsServer = "$($guest['ProductType'])" -match '^[23]$'
            checkpoints = @(foreach ($checkpoint in $checkpoints[$id]) { "$($checkpoint.Name)" })
            automaticCheckpoints = [bool](Get-HvnProperty $vm 'AutomaticCheckpointsEnabled' -Otherwise $false)
            clustered = [bool](Get-HvnProperty $vm 'IsClustered' -Otherwise $false)
            replication = Get-HvnReplication $vm
            shielded = [bool]$shielded[$id]
            migrationCompatibility = $limited
            migrating = Test-HvnMoving $vm
        }
    }
}

function Get-HvnReplication($Vm) {
    switch ("$(Get-HvnProperty $Vm 'ReplicationMode' -Otherwise 'None')") {
        'None' { 'NONE' }
        'Primary' { 'PRIMARY' }
        default { 'REPLICA' }
    }
}

# The ids of shielded VMs. Only generation 2 can be, and only hosts from 2016 on know it. What comes back names no VM:
# one for each, in order, or it is not believed.
function Get-HvnShielded($Vms) {
    $shielded = @{}
    $second = @($Vms | Where-Object { $_.Generation -ge 2 })
    if (-not $second.Count -or -not (Test-HvnCommand 'Hyper-V\Get-VMSecurity')) { return $shielded }
    $found = @(Hyper-V\Get-VMSecurity -VM $second -ErrorAction Stop)
    if ($found.Count -ne $second.Count) {
        throw (New-HvnBadRequest 'not one security setting for each VM')
    }
    for ($i = 0; $i -lt $found.Count; $i++) {
        $shielded[$second[$i].Id.ToString()] = [bool](Get-HvnProperty $found[$i] 'Shielded' -Otherwise $false)
    }
    $shielded
}

function Test-HvnCommand([string] $Name) {
    try { [bool](Get-Command -Name $Name -ErrorAction Stop) }
    catch [Management.Automation.CommandNotFoundException] { $false }
}

function Get-HvnNumber($Text) {
    $number = 0
    if ([int]::TryParse("$Text", [ref]$number)) { return [long]$number }
    [long]0
}

# What the guest says of itself. It is the guest's text: bounded, and read without document types.
function ConvertFrom-HvnKvp($Component) {
    $items = @{}
    foreach ($xml in @(Get-HvnProperty $Component 'GuestIntrinsicExchangeItems' -Otherwise @())) {
        if ("$xml".Length -gt 8192) { continue }
        $pair = ConvertFrom-HvnKvpItem $xml
        if ($pair.ContainsKey('Name')) { $items[$pair['Name']] = Limit-HvnText "$($pair['Data'])" 400 }
    }
    $items
}

function ConvertFrom-HvnKvpItem([string] $Xml) {
    $pair = @{}
    $safe = @{ DtdProcessing = 'Prohibit'; XmlResolver = $null }
    $settings = New-Object -TypeName Xml.XmlReaderSettings -Property $safe
    $text = New-Object -TypeName IO.StringReader -ArgumentList $Xml
    $reader = [Xml.XmlReader]::Create($text, $settings)
    try {
        $name = ''
        while ($reader.Read()) {
            if ($reader.Name -ceq 'PROPERTY') { $name = "$($reader.GetAttribute('NAME'))" }
            elseif ($reader.NodeType -eq 'Text') { $pair[$name] = $reader.Value }
        }
    }
    catch [Xml.XmlException] { return @{} }   # a guest may say what it likes
    finally { $reader.Dispose() }
    $pair
}
