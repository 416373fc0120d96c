# Several VMs are changed side by side: Start-VM alone may take seconds. Workers are runspaces of this process, made
# when first needed. What can be fetched for all VMs at once is fetched before.

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

function Start-HvnWorker($Pool, $Parameters) {
    $shell = [powershell]::Create()
    $shell.RunspacePool = $Pool
    [void]$shell.AddCommand('Invoke-HypervNestedChange').AddParameters($Parameters)
    @{ vm = $Parameters['Change']['subject']; shell = $shell; result = $shell.BeginInvoke() }
}

function Invoke-HvnSideBySide($Changes, $Answers) {
    $vms = Get-HvnVms @(foreach ($change in $Changes) { $change['subject'] })
    $asked = @(foreach ($change in $Changes) { if ($change['do'] -ceq 'shutdown') { $change['subject'] } })
    $components = if ($asked.Count) { Get-HvnParts 'Msvm_ShutdownComponent' $asked } else { @{} }
    $pool = Get-HvnWorkers
    $jobs = New-Object -TypeName Collections.ArrayList
    try {
        foreach ($change in $Changes) {
            $id = $change['subject']
            $parameters = @{ Change = $change; Vm = $vms[$id]; Component = $components[$id] }
            [void]$jobs.Add((Start-HvnWorker $pool $parameters))
        }
        foreach ($job in $jobs) {
            while (-not $job['result'].AsyncWaitHandle.WaitOne(1000)) { Update-HvnBeats 2000 }
            try { $Answers[$job['vm']] = @($job['shell'].EndInvoke($job['result']))[0] }
            catch { $Answers[$job['vm']] = New-HvnFailure $_ }
        }
    }
    finally { foreach ($job in $jobs) { $job['shell'].Dispose() } }
}

function Close-HvnWorkers {
    if (-not $HvnState['Workers']) { return }
    $HvnState['Workers'].Dispose()
    $HvnState['Workers'] = $null
}
