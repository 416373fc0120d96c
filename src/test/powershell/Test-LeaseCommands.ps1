<#
.SYNOPSIS
Tests of how the administrator's commands are typed and piped, of what they say, and of their help.

.PARAMETER Module
The folder of the module.
#>
param(
    [string] $Module = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'main', 'resources', 'io', 'jenkins', 'plugins',
        'hypervnested', 'powershell')
)
. (Join-Path -Path $PSScriptRoot -ChildPath 'harness.ps1') -Module $Module
. (Join-Path -Path $PSScriptRoot -ChildPath 'leases.ps1')

# what an administrator types -------------------------------------------------------------------------------
Test-That 'an id may be typed in capitals, as Windows shows it elsewhere' {
    $lettered = 'abcdef11-1111-4111-8111-111111111111'
    Reset-Lab $lettered (New-Enabled) -State { param($State) $State['vms'][0]['id'] = $lettered; & $enabled $State }
    @(Get-HypervNestedLease -Subject $lettered.ToUpperInvariant()).Count -eq 1 -and
        (Invoke-Restore @{ Subject = $lettered.ToUpperInvariant(); All = $true }) -ceq 'Restored'
}
Test-That 'a lease that is asked for and is not there is an error' {
    Reset-Lab $one (New-Enabled)
    $said = @(Get-HypervNestedLease -Subject $two -ErrorAction Continue 2>&1)
    $said.Count -eq 1 -and $said[0].FullyQualifiedErrorId -clike 'HVN.NoLease,*' -and "$($said[0])" -match $two
}
Test-That 'what is no id is an error that says where ids are shown' {
    $said = @(Get-HypervNestedLease -Subject 'node-1' -ErrorAction Continue 2>&1)
    $outcome = Invoke-Restore @{ Subject = 'node-1'; All = $true }
    $said.Count -eq 1 -and "$said" -match 'node-1' -and "$said" -match 'Get-HypervNestedLease' -and
        $outcome -ceq 'HVN.NoSubject' -and "$problem" -match 'Get-HypervNestedLease'
}
Test-That 'a machine without leases shows none, and that is no error' {
    [IO.Directory]::Delete($leases, $true)
    -not @(Get-HypervNestedLease -ErrorAction Continue 2>&1).Count
}
Test-That 'every lease may be piped on to be given up' {
    Reset-Lab $one (New-Enabled) -State $enabled
    $outcomes = Get-HypervNestedLease | Restore-HypervNestedLease -All -Confirm:$false
    @($outcomes).Count -eq 1 -and $outcomes.Outcome -ceq 'Restored' -and -not (Read-Vm)['nesting']
}
Test-That 'a VM of Hyper-V may be piped to both commands' {
    Reset-Lab $one (New-Enabled) -State $enabled
    $shown = Hyper-V\Get-VM -Id $one | Get-HypervNestedLease
    $report = Hyper-V\Get-VM -Id $one | Restore-HypervNestedLease -All -Confirm:$false
    $shown.Subject -ceq $one -and $report.Outcome -ceq 'Restored'
}
Test-That 'holders of one controller may be chosen and piped on to be given up' {
    $lease = New-Enabled 'a', 'b', 'c'
    $lease['members']['b']['controller'] = 'another'
    Reset-Lab $one $lease -State $enabled
    $chosen = (Get-HypervNestedLease).Holders | Where-Object { $_.Controller -ceq 'c1' }
    $outcomes = @($chosen | Restore-HypervNestedLease -Confirm:$false)
    @($outcomes).Count -eq 2 -and $outcomes[1].Outcome -ceq 'PassedOn' -and @((Read-Lease)['members'].Keys) -join ',' -ceq 'b' -and
        (Read-Vm)['nesting']
}
Test-That 'one lease that cannot be given up does not keep the next from it' {
    Reset-Lab $one (New-Enabled) -State $enabled
    Write-HvnLease $leases $two -Epoch '-' -Text (ConvertTo-HvnJson (New-Enabled @()))
    [IO.File]::WriteAllText((Get-HvnPath $leases $one -Kind 'json'), 'cut')
    $said = @(Get-HypervNestedLease | Restore-HypervNestedLease -All -Confirm:$false -ErrorAction Continue 2>&1)
    $said.Count -eq 2 -and $said[0].FullyQualifiedErrorId -clike 'HVN.LeaseDamaged,*' -and $said[1].Subject -ceq $two
}
Test-That 'a lease on the console says who holds it and what of it was changed' {
    Reset-Lab $one (New-Enabled) -State $enabled
    $shown = Get-HypervNestedLease | Out-String -Width 200
    $shown -match 'job #a' -and $shown -match 'nesting: on now, off first' -and $shown -notmatch '@\{'
}
Test-That 'each command has help for each of its parameters, and examples that run' {
    Reset-Lab $one (New-Enabled) -State $enabled
    $problems = @(foreach ($name in 'Get-HypervNestedLease', 'Restore-HypervNestedLease') {
        $help = Get-Help -Name $name -Full
        $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
        $without = @($help.parameters.parameter | Where-Object { -not "$($_.PSObject.Properties['description'])" })
        foreach ($parameter in $without) { if ($common -cnotcontains $parameter.name) { "$name -$($parameter.name)" } }
        if (@($help.examples.example).Count -lt 2) { "$name has no examples" }
        foreach ($example in $help.examples.example) {
            $typed = $example.code.Replace('11111111-1111-4111-8111-111111111111', $one)
            if (-not "$($example.remarks[0].Text)".Trim()) { "what is it for: $typed" }
            $errors = $null
            [void][Management.Automation.Language.Parser]::ParseInput($typed, [ref]$null, [ref]$errors)
            if ($errors) { "$typed : $($errors[0])" }
        }
    })
    if ($problems) { $problems -join '; ' } else { $true }
}
Test-That 'while a guest is waited for, a progress bar says so' {
    Reset-Lab $one (New-Enabled) -State { param($State) & $enabled $State; $State['vms'][0]['shutdownMillis'] = 8000 }
    $shell = [powershell]::Create([Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
    [void]$shell.AddScript('param($Path, $Subject) Import-Module -Name $Path
        Restore-HypervNestedLease -Subject $Subject -All -Confirm:$false').AddArgument($admin.Path).AddArgument($one)
    $outcome = $shell.Invoke()
    $records = @($shell.Streams.Progress | Where-Object { $_.Activity -match 'node-1' })
    $shell.Dispose()
    $outcome[0].Outcome -ceq 'Restored' -and @($records | Where-Object { $_.StatusDescription -match 'guest' }).Count -and
        $records[-1].RecordType -eq 'Completed'
}

Complete-Tests
