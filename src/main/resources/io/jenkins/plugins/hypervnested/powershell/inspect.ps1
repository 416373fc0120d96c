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
    $checkpoints = Group-HvnByVm @(Hyper-V\Get-VMSnapshot -VM $Vms -ErrorAction Stop | Sort-Object -Property CreationTime)
    $guests = Get-HvnParts 'Msvm_KvpExchangeComponent' $ids
    foreach ($vm in $Vms) {
        $id = $vm.Id.ToString()
        $guest = if ($guests.ContainsKey($id)) { ConvertFrom-HvnKvp $guests[$id] } else { @{} }
        $limited = @($processors[$id] | Where-Object { Get-HvnProperty $_ 'CompatibilityForMigrationEnabled' $false })
        [ordered]@{
            id = $id
            guestSystem = "$($guest['OSName'])"
            guestBuild = Get-HvnNumber $guest['OSBuildNumber']
            guestIsServer = "$($guest['ProductType'])" -match '^[23]$'
            checkpoints = @(foreach ($checkpoint in $checkpoints[$id]) { "$($checkpoint.Name)" })
            automaticCheckpoints = [bool](Get-HvnProperty $vm 'AutomaticCheckpointsEnabled' $false)
            clustered = [bool](Get-HvnProperty $vm 'IsClustered' $false)
            replication = Get-HvnReplication $vm
            shielded = Test-HvnShielded $vm
            migrationCompatibility = $limited.Count -gt 0
            migrating = Test-HvnMoving $vm
        }
    }
}

function Get-HvnReplication($Vm) {
    switch ("$(Get-HvnProperty $Vm 'ReplicationMode' 'None')") {
        'None' { 'NONE' }
        'Primary' { 'PRIMARY' }
        default { 'REPLICA' }
    }
}

# Only VMs of generation 2 can be shielded, and only hosts from 2016 on know it.
function Test-HvnShielded($Vm) {
    if ($Vm.Generation -lt 2 -or -not $HvnState['Security']) {
        if ($Vm.Generation -lt 2 -or -not (Test-HvnSecurity)) { return $false }
    }
    $security = Hyper-V\Get-VMSecurity -VM $Vm -ErrorAction Stop
    [bool]$security.Shielded
}

function Test-HvnSecurity {
    $HvnState['Security'] = (Get-Module -Name Hyper-V).ExportedCommands.ContainsKey('Get-VMSecurity')
    $HvnState['Security']
}

function Get-HvnNumber($Text) {
    $number = 0
    if ([int]::TryParse("$Text", [ref]$number)) { return [long]$number }
    [long]0
}

# What the guest says of itself. It is the guest's text: bounded, and read without document types.
function ConvertFrom-HvnKvp($Component) {
    $items = @{}
    foreach ($xml in @(Get-HvnProperty $Component 'GuestIntrinsicExchangeItems' @())) {
        if ("$xml".Length -gt 8192) { continue }
        $pair = ConvertFrom-HvnKvpItem $xml
        if ($pair.ContainsKey('Name')) { $items[$pair['Name']] = Limit-HvnText "$($pair['Data'])" 400 }
    }
    $items
}

function ConvertFrom-HvnKvpItem([string] $Xml) {
    $pair = @{}
    $settings = New-Object -TypeName Xml.XmlReaderSettings -Property @{ DtdProcessing = 'Prohibit'; XmlResolver = $null }
    $text = New-Object -TypeName IO.StringReader -ArgumentList $Xml
    $reader = [Xml.XmlReader]::Create($text, $settings)
    try {
        $name = ''
        while ($reader.Read()) {
            if ($reader.NodeType -eq 'Element' -and $reader.Name -eq 'PROPERTY') { $name = $reader.GetAttribute('NAME') }
            elseif ($reader.NodeType -eq 'Text' -and ($name -eq 'Name' -or $name -eq 'Data')) { $pair[$name] = $reader.Value }
        }
    }
    catch [Xml.XmlException] { return @{} }   # a guest may say what it likes
    finally { $reader.Dispose() }
    $pair
}
