# Several VMs are changed side by side: Start-VM alone may take seconds. Workers are runspaces of this process, made
# when first needed. Each does one change as a request of its own, so there is one way only in which a VM is changed.

function Get-HvnWorkers {
    if ($HvnState['Workers']) { return $HvnState['Workers'] }
    $initial = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
    $module = $MyInvocation.MyCommand.Module
    if ($module) { $initial.ImportPSModule([string[]]@($module.Path)) }
    else {
        foreach ($function in Get-ChildItem -Path Function:*-H*v*) {
            $initial.Commands.Add((New-HvnWorkerFunction $function))
        }
        $state = @{ Actors = @{}; Hash = ''; Workers = $null; SafeFolder = $null; Boot = $null }
        foreach ($variable in @('HvnState', $state), @('HvnMoving', $HvnMoving)) {
            $initial.Variables.Add((New-HvnWorkerVariable $variable[0] $variable[1]))
        }
    }
    $pool = [Management.Automation.Runspaces.RunspaceFactory]::CreateRunspacePool($initial)
    [void]$pool.SetMaxRunspaces(32)
    $pool.Open()
    $HvnState['Workers'] = $pool
    , $pool
}

function New-HvnWorkerFunction($Function) {
    $type = 'Management.Automation.Runspaces.SessionStateFunctionEntry'
    New-Object -TypeName $type -ArgumentList $Function.Name, $Function.Definition
}

function New-HvnWorkerVariable([string] $Name, $Value) {
    $type = 'Management.Automation.Runspaces.SessionStateVariableEntry'
    New-Object -TypeName $type -ArgumentList $Name, $Value, ''
}

function Invoke-HvnSideBySide($Changes, $Answers) {
    $pool = Get-HvnWorkers
    $jobs = New-Object -TypeName Collections.ArrayList
    try {
        foreach ($change in $Changes) {
            $request = ConvertTo-HvnMessage @{ id = 0; verb = 'change'; args = @{ changes = @($change) } }
            $shell = [powershell]::Create()
            $shell.RunspacePool = $pool
            [void]$shell.AddCommand('Invoke-HypervNested').AddParameter('Request', $request)
            [void]$jobs.Add(@{ vm = $change['vm']; shell = $shell; result = $shell.BeginInvoke() })
        }
        foreach ($job in $jobs) {
            while (-not $job['result'].AsyncWaitHandle.WaitOne(1000)) { Update-HvnBeats 2000 }
            try { $Answers[$job['vm']] = Receive-HvnAnswer $job }
            catch { $Answers[$job['vm']] = New-HvnFailure $_ }
        }
    }
    finally { foreach ($job in $jobs) { $job['shell'].Dispose() } }
    $Answers
}

function Receive-HvnAnswer($Job) {
    $message = ConvertFrom-HvnMessage (@($Job['shell'].EndInvoke($Job['result']))[0])
    if ($message.Contains('error')) { return @{ error = $message['error'] } }
    $message['value'][$Job['vm']]
}

function Close-HvnWorkers {
    if (-not $HvnState['Workers']) { return }
    $HvnState['Workers'].Dispose()
    $HvnState['Workers'] = $null
}
