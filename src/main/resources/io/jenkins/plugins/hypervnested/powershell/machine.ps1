# What the machine says of itself.

function Test-HvnWindows { [Environment]::OSVersion.Platform -eq [PlatformID]::Win32NT }

# Something for tests alone: on Windows the environment decides nothing.
function Get-HvnTestSetting([string] $Name) {
    if (-not (Test-HvnWindows)) { [Environment]::GetEnvironmentVariable($Name) }
}

function Get-HvnHello {
    [ordered]@{
        protocol = 1
        module = $HvnState['Hash']
        verbs = @('hello', 'describe', 'find', 'inspect', 'observe', 'await', 'write', 'change', 'leases', 'endActor',
            'enter', 'leave')
        powerShell = $PSVersionTable.PSVersion.ToString()
        processId = [long]$PID
        processStarted = Get-HvnStarted
    }
}

function Get-HvnStarted {
    $process = [Diagnostics.Process]::GetCurrentProcess()
    try { $process.StartTime.ToFileTimeUtc() } finally { $process.Dispose() }
}

function Get-HvnMillis {
    $ticks = [decimal][Diagnostics.Stopwatch]::GetTimestamp()
    [long][Math]::Truncate($ticks * 1000 / [Diagnostics.Stopwatch]::Frequency)
}

function Get-HvnClock { [ordered]@{ boot = Get-HvnBoot; millis = Get-HvnMillis } }

function Get-HvnBoot {
    $given = Get-HvnTestSetting 'HYPERV_NESTED_BOOT'
    if ($given) { return $given }
    if (-not (Test-HvnWindows)) { return [IO.File]::ReadAllText('/proc/sys/kernel/random/boot_id').Trim() }
    $boot = Read-HvnBootKey
    if ($boot) { return $boot }
    try { New-HvnBootKey } catch [Security.SecurityException], [UnauthorizedAccessException] {
        # an account without rights holds no lease; it gets a boot that equals no other reading of anybody
        if (-not $HvnState['Boot']) { $HvnState['Boot'] = [guid]::NewGuid().ToString() }
        $HvnState['Boot']
    }
}

function Read-HvnBootKey {
    $root = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', 'Registry64')
    try {
        $key = $root.OpenSubKey('SOFTWARE\hyperv-nested-boot')
        if ($key) { try { $key.GetValue('boot') } finally { $key.Dispose() } }
    }
    finally { $root.Dispose() }
}

# Windows drops a volatile key when it shuts down. Two processes may write the first value at once: the later one
# counts, so each looks again when the other must have written.
function New-HvnBootKey {
    $root = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', 'Registry64')
    try {
        $check = [Microsoft.Win32.RegistryKeyPermissionCheck]::ReadWriteSubTree
        $key = $root.CreateSubKey('SOFTWARE\hyperv-nested-boot', $check, [Microsoft.Win32.RegistryOptions]::Volatile)
        try { if (-not $key.GetValue('boot')) { $key.SetValue('boot', [guid]::NewGuid().ToString()) } }
        finally { $key.Dispose() }
    }
    finally { $root.Dispose() }
    [Threading.Thread]::Sleep(250)
    Read-HvnBootKey
}

function Test-HvnAdministrator {
    if (-not (Test-HvnWindows)) { return (Get-HvnTestSetting 'HYPERV_NESTED_ADMINISTRATOR') -ne 'false' }
    $identity = [Security.Principal.WindowsIdentity]::GetCurrent()
    $principal = New-Object -TypeName Security.Principal.WindowsPrincipal -ArgumentList $identity
    $principal.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
}

function Get-HvnAccount {
    if (Test-HvnWindows) { return [Security.Principal.WindowsIdentity]::GetCurrent().Name }
    [Environment]::UserName
}

# One object of a class, with no more of it than is asked for: some properties of a processor take a second to measure.
function Get-HvnInstance([string] $Class, [string[]] $Property) {
    foreach ($instance in CimCmdlets\Get-CimInstance -ClassName $Class -Property $Property -ErrorAction Stop) {
        return $instance
    }
}

# Whether the module is there, its service answers, and the setting is known.
function Get-HvnHyperV {
    $facts = @{ module = $false; service = $false; exposes = $false }
    try { Import-Module -Name Hyper-V -ErrorAction Stop }
    catch [IO.FileNotFoundException] { return $facts }
    $facts['module'] = $true
    $facts['exposes'] = Test-HvnExposes
    try {
        [void](Hyper-V\Get-VMHost -ErrorAction Stop)
        $facts['service'] = $true
    }
    catch {
        # a service that refuses is one that answers: ids as Get-VM and Start-VM give them to an account without rights
        $facts['service'] = $_.CategoryInfo.Category -eq 'PermissionDenied' -or
            $_.FullyQualifiedErrorId -match '^(AccessDenied|Unspecified),'
    }
    $facts
}

function Test-HvnExposes {
    (Get-Command -Name Hyper-V\Set-VMProcessor).Parameters.ContainsKey('ExposeVirtualizationExtensions')
}

function Get-HvnArchitecture($Number) {
    $names = @{ 0 = 'X86'; 5 = 'ARM'; 9 = 'X64'; 12 = 'ARM64' }
    if ($names.ContainsKey([int]$Number)) { return $names[[int]$Number] }
    "$Number"
}

function Get-HvnDescription {
    $system = Get-HvnInstance 'Win32_ComputerSystem' 'Name', 'Manufacturer', 'Model', 'HypervisorPresent'
    $product = Get-HvnInstance 'Win32_ComputerSystemProduct' 'UUID'
    $windows = Get-HvnInstance 'Win32_OperatingSystem' 'BuildNumber', 'ProductType', 'Caption'
    $processor = Get-HvnInstance 'Win32_Processor' 'Manufacturer', 'Architecture'
    $chassis = Get-HvnInstance 'Win32_SystemEnclosure' 'SMBIOSAssetTag'
    $hyperV = Get-HvnHyperV
    [ordered]@{
        name = "$($system.Name)"
        uuid = "$($product.UUID)".ToLowerInvariant()
        manufacturer = "$($system.Manufacturer)"
        model = "$($system.Model)"
        azure = "$(if ($chassis) { $chassis.SMBIOSAssetTag })" -ceq '7783-7084-3265-9085-8269-3286-77'
        processor = "$($processor.Manufacturer)"
        architecture = Get-HvnArchitecture $processor.Architecture
        build = [long]$windows.BuildNumber
        server = $windows.ProductType -ne 1
        caption = "$($windows.Caption)"
        powerShell = $PSVersionTable.PSVersion.ToString()
        process64 = [Environment]::Is64BitProcess
        hyperV = $hyperV['service']
        hyperVModule = $hyperV['module']
        exposes = $hyperV['exposes']
        hypervisorPresent = [bool]$system.HypervisorPresent
        administrator = Test-HvnAdministrator
        account = Get-HvnAccount
        leaseFolderProblem = Get-HvnFolderProblem
        clock = Get-HvnClock
    }
}
