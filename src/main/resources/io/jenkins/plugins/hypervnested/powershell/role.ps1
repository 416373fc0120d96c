# The Hyper-V role of this machine: how far it is, and the work of installing or removing it. That takes minutes, so it
# runs in a runspace of its own; a verb only begins it, and whoever observes the role is told how it goes.

function Read-HvnRole {
    $windows = Get-HvnWindows
    $work = Get-HvnRoleWork
    $features = if ($windows['server']) { Get-HvnServerFeatures } else { Get-HvnClientFeatures }
    $pending = @('INSTALLING', 'REMOVING') -ccontains $features['feature'] -or (Test-HvnRestartPending)
    $hypervisor = Test-HvnHypervisor $windows['boot']
    $problem = 'NONE'
    if ($features['feature'] -ceq 'INSTALLED' -and -not $pending -and -not $hypervisor) {
        $problem = Get-HvnLaunchProblem $windows['boot']
    }
    [ordered]@{
        server = $windows['server']
        edition = $windows['edition']
        feature = $features['feature']
        tools = $features['tools']
        restartPending = $pending
        working = $work['working'] -or (Test-HvnServicing $features['feature'])
        service = Test-HvnService 'vmms'
        hypervisor = $hypervisor
        launchProblem = $problem
        failure = $work['failure']
    }
}

# The same words as RoleState.fingerprint() in Java.
function Get-HvnRoleFingerprint($Role) {
    $marks = foreach ($mark in @('tools', 't'), @('restartPending', 'r'), @('working', 'w'), @('service', 's'),
        @('hypervisor', 'h')) {
        if ($Role[$mark[0]]) { $mark[1] } else { '-' }
    }
    $failed = if ($null -eq $Role['failure']) { '-' } else { 'f' }
    '{0}/{1}/{2}/{3}' -f $Role['feature'], ($marks -join ''), $Role['launchProblem'], $failed
}

function Get-HvnWindows {
    $system = @(CimCmdlets\Get-CimInstance -ClassName 'Win32_OperatingSystem' -ErrorAction Stop)[0]
    $edition = if (Test-HvnWindows) { Get-HvnRegistryValue 'SOFTWARE\Microsoft\Windows NT\CurrentVersion' 'EditionID' }
    else { Get-HvnProperty $system 'FakeEdition' -Otherwise '' }
    @{ server = $system.ProductType -ne 1; edition = "$edition"; boot = $system.LastBootUpTime }
}

function Get-HvnServerFeatures {
    $names = 'Hyper-V', 'Hyper-V-PowerShell', 'Hyper-V-Tools'
    $words = @{}
    [void](Import-HvnModule 'ServerManager')
    foreach ($feature in ServerManager\Get-WindowsFeature -Name $names -ErrorAction Stop) {
        $words["$($feature.Name)"] = "$($feature.InstallState)"
    }
    # the tools with windows are not for a server without a desktop; the module is what counts
    @{
        feature = ConvertTo-HvnFeature "$($words['Hyper-V'])"
        tools = "$($words['Hyper-V-PowerShell'])" -eq 'Installed'
    }
}

function Get-HvnClientFeatures {
    [void](Import-HvnModule 'Dism')
    @{
        feature = ConvertTo-HvnFeature (Get-HvnOptionalFeature 'Microsoft-Hyper-V-All')
        tools = (Get-HvnOptionalFeature 'Microsoft-Hyper-V-Management-PowerShell') -eq 'Enabled'
    }
}

# The state of a feature, or nothing where this Windows does not have it.
function Get-HvnOptionalFeature([string] $Name) {
    try {
        $found = @(Dism\Get-WindowsOptionalFeature -Online -FeatureName $Name -ErrorAction Stop)
        if ($found.Count) { return "$($found[0].State)" }
    }
    catch {
        # 0x800702e4 and 0x80070005: this account may not ask, which tells nothing of the feature
        if (('{0:x8}' -f (Get-HvnCause $_.Exception).HResult) -match '^800(702e4|70005)$') { throw }
    }
    ''
}

function ConvertTo-HvnFeature([string] $Word) {
    switch -Regex ($Word) {
        '^(Installed|Enabled)$' { return 'INSTALLED' }
        '^(Available|Disabled)$' { return 'ABSENT' }
        '^(InstallPending|EnablePending)$' { return 'INSTALLING' }
        '^(UninstallPending|DisablePending)$' { return 'REMOVING' }
    }
    'UNAVAILABLE'
}

function Test-HvnServicingKey([string] $Name) {
    if (-not (Test-HvnWindows)) { return $false }
    $root = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', 'Registry64')
    try {
        $key = $root.OpenSubKey("SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\$Name")
        if ($key) { $key.Dispose() }
        $null -ne $key
    }
    finally { $root.Dispose() }
}

function Test-HvnRestartPending { Test-HvnServicingKey 'RebootPending' }

# Whether Windows installs or removes something of its own accord, or for somebody whose process ended meanwhile. Of a
# role that is installed nothing is left to wait for, whatever else Windows installs.
function Test-HvnServicing([string] $Feature) {
    if (Test-HvnServicingKey 'RebootInProgress') { return $true }
    if (-not (Test-HvnWindows) -or $Feature -ceq 'INSTALLED') { return $false }
    $workers = [Diagnostics.Process]::GetProcessesByName('TiWorker')
    foreach ($worker in $workers) { $worker.Dispose() }
    $workers.Count -gt 0
}

# Its counters have instances where it runs, or it said in this boot that it was launched. Inside a VM other classes
# would speak of the hypervisor outside.
function Test-HvnHypervisor($Boot) {
    $query = @{ ClassName = 'Win32_PerfFormattedData_HvStats_HyperVHypervisor'; ErrorAction = 'Stop' }
    try { if (@(CimCmdlets\Get-CimInstance @query).Count) { return $true } }
    catch { if (-not (Test-HvnNoSuchClass $_)) { throw } }
    @(Get-HvnHypervisorEvents $Boot) -contains 2
}

# The numbers of what the hypervisor wrote into the log since Windows started. 2 tells its scheduler when it is
# launched; 5 that it is not to be launched, 41 that the processor shows no extensions.
function Get-HvnHypervisorEvents($Boot) {
    [void](Import-HvnModule 'Microsoft.PowerShell.Diagnostics')
    $filter = @{ LogName = 'System'; ProviderName = 'Microsoft-Windows-Hyper-V-Hypervisor'; StartTime = $Boot }
    try { $events = @(Microsoft.PowerShell.Diagnostics\Get-WinEvent -FilterHashtable $filter -ErrorAction Stop) }
    catch {
        # none of that kind, or Windows does not know the provider yet
        if ($_.FullyQualifiedErrorId -notmatch '^(NoMatching|LogsAndProviders)') { throw }
        return
    }
    foreach ($one in $events) { [int]$one.Id }
}

# Of other failures only that there was one is known.
function Get-HvnLaunchProblem($Boot) {
    $ids = @(Get-HvnHypervisorEvents $Boot)
    if ($ids -contains 41) { return 'NO_EXTENSIONS' }
    if ($ids -contains 5) { return 'LAUNCH_TYPE_OFF' }
    'OTHER'
}

# What is under way in this process, and why the last of it failed.
function Get-HvnRoleWork {
    $work = $HvnState['Role']
    if (-not $work) { return @{ working = $false; failure = $null } }
    if ($work['shell']) {
        if (-not $work['result'].IsCompleted) { return @{ working = $true; failure = $null } }
        $work['failure'] = Complete-HvnRoleWork $work['shell'] $work['result']
        Start-HvnDisposal $work['shell']
        $work['shell'] = $null
    }
    @{ working = $false; failure = $work['failure'] }
}

# Why it failed, or nothing.
function Complete-HvnRoleWork($Shell, $Result) {
    try {
        foreach ($said in $Shell.EndInvoke($Result)) {
            if ((Get-HvnProperty $said 'Success' -Otherwise $true) -eq $false) {
                $code = "$(Get-HvnProperty $said 'ExitCode' -Otherwise 'Failed')"
                $record = New-HvnError 'HVN.RoleFailed' "Windows reports $code" -Category InvalidResult -Target $code
                return ConvertTo-HvnError $record
            }
        }
    }
    catch { return ConvertTo-HvnError $_ }
    $null
}

function Start-HvnRoleWork($Change) {
    if ((Get-HvnRoleWork)['working']) { return }
    $install = $Change['do'] -ceq 'installRole'
    $server = (Get-HvnWindows)['server']
    $module = if ($server) { 'ServerManager' } else { 'Dism' }
    $command = if ($server) { @('Uninstall-WindowsFeature', 'Install-WindowsFeature')[[int]$install] }
    else { @('Disable-WindowsOptionalFeature', 'Enable-WindowsOptionalFeature')[[int]$install] }
    $parameters = if ($server) { @{ Name = 'Hyper-V'; IncludeManagementTools = $true; Confirm = $false } }
    else { @{ Online = $true; FeatureName = 'Microsoft-Hyper-V-All'; NoRestart = $true } }
    if (-not $server -and $install) { $parameters['All'] = $true }
    $parameters['ErrorAction'] = 'Stop'
    $parameters['WarningAction'] = 'SilentlyContinue'
    $initial = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
    $shell = [powershell]::Create($initial)
    [void]$shell.AddCommand("$module\$command").AddParameters($parameters)
    $HvnState['Role'] = @{ shell = $shell; result = $shell.BeginInvoke(); failure = $null }
}

# Lets go of what is under way without waiting: Windows itself may go on with it.
function Close-HvnRoleWork {
    $work = $HvnState['Role']
    if ($work -and $work['shell']) { [void]$work['shell'].BeginStop($null, $null) }
    $HvnState['Role'] = $null
}
