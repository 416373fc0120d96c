<#
.SYNOPSIS
Tests of the administrator's commands where a VM has to be stopped, resumed or started, and of every call that fails.

.PARAMETER Module
The folder of the module.
#>
param(
    [string] $Module = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'main', 'resources', 'io', 'jenkins', 'plugins',
        'hypervnested', 'powershell')
)
. (Join-Path -Path $PSScriptRoot -ChildPath 'harness.ps1') -Module $Module
. (Join-Path -Path $PSScriptRoot -ChildPath 'leases.ps1')

# the power of a VM -----------------------------------------------------------------------------------------
Test-That 'a guest that does not shut down is not turned off, and the rest can be done later' {
    Reset-Lab $one (New-Enabled) -State { param($State) & $enabled $State; $State['vms'][0]['shutdown'] = 'hangs' }
    $outcome = Invoke-Restore @{ Subject = $one; All = $true; ShutdownSeconds = 1 }
    $said = $problem
    $stuck = (Read-Vm)['state'] -ceq 'Running' -and (Read-Vm)['nesting'] -and (Read-Lease)['aspects'].Count -eq 2
    $later = Invoke-Restore @{ Subject = $one; Entry = 'a'; ShutdownSeconds = 1; TurnOff = $true }
    $outcome -ceq 'HVN.DoesNotShutDown' -and $stuck -and "$said" -match '-TurnOff' -and $later -ceq 'Restored' -and
        -not (Read-Vm)['nesting'] -and @(Get-Changes) -ccontains 'Stop-VM'
}
Test-That 'a guest that refuses to shut down is not turned off without that being asked for' {
    Reset-Lab $one (New-Enabled) -State { param($State) & $enabled $State; $State['vms'][0]['shutdown'] = 'locked' }
    $outcome = Invoke-Restore @{ Subject = $one; All = $true }
    $asked = (Read-Lease)['asked']
    $outcome -ceq 'HVN.NoShutdown' -and -not $asked -and @(Get-Changes) -cnotcontains 'Stop-VM' -and
        (Invoke-Restore @{ Subject = $one; All = $true; TurnOff = $true }) -ceq 'Restored' -and -not (Read-Vm)['nesting']
}
Test-That 'a guest that offers no shutdown is not turned off either' {
    Reset-Lab $one (New-Enabled) -State { param($State) & $enabled $State; $State['vms'][0]['shutdown'] = 'none' }
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'HVN.NoShutdown' -and -not (Get-Changes)
}
Test-That 'a guest that shuts down already is waited for, not turned off' {
    Reset-Lab $one (New-Enabled) -State {
        param($State)
        & $enabled $State
        # somebody inside was first: the request is answered that one is under way
        $State['vms'][0]['shutdown'] = 32782
    }
    (Invoke-Restore @{ Subject = $one; All = $true; TurnOff = $true }) -ceq 'Restored' -and
        (Get-Changes) -join ',' -ceq 'Invoke-CimMethod,Set-VMProcessor,Start-VM'
}
foreach ($halted in 'Saved', 'Paused') {
    Test-That "a VM that is $halted is resumed, and then shut down" {
        Reset-Lab $one (New-Enabled) -State { param($State) & $enabled $State; $State['vms'][0]['state'] = $halted }
        $first = if ($halted -ceq 'Saved') { 'Start-VM' } else { 'Resume-VM' }
        (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Restored' -and -not (Read-Vm)['nesting'] -and
            (Get-Changes) -join ',' -ceq "$first,Invoke-CimMethod,Set-VMProcessor,Start-VM"
    }
}
Test-That 'a change that is refused for good is an error that says what was done' {
    Reset-Lab $one (New-Enabled) -State {
        param($State)
        & $enabled $State
        $State['failAt'] = @(@{ cmdlet = 'Set-VMProcessor'; call = 0; id = 'OperationFailed,x'; category = 'NotSpecified' })
    }
    $outcome = Invoke-Restore @{ Subject = $one; All = $true }
    Set-State { param($State) $State['failAt'] = @() }
    $outcome -ceq 'OperationFailed' -and "$problem" -match 'asks the guest to shut down' -and
        (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Restored' -and (Read-Vm)['state'] -cne 'Off'
}
Test-That 'a VM that is not there any more takes its lease along' {
    Reset-Lab $one (New-Enabled) -State { param($State) $State['vms'] = @($State['vms'] | Select-Object -Skip 1) }
    $outcome = Invoke-Restore @{ Subject = $one; All = $true }
    $lease = Read-Lease
    $outcome -ceq 'Gone' -and "$($report.Notes)" -match 'nesting on, which was off' -and -not $lease['aspects'].Count -and
        $lease['left'].Count -eq 1 -and -not (Get-Changes)
}
Test-That 'a service that does not answer says nothing of a VM' {
    Reset-Lab $one (New-Enabled) -State { param($State) $State['host']['service'] = 'stopped' }
    $outcome = Invoke-Restore @{ Subject = $one; All = $true }
    Set-State { param($State) $State['host']['service'] = 'running' }
    @('Gone', 'Restored') -cnotcontains $outcome -and (Read-Lease)['members'].Count -eq 1
}
Test-That 'who only worked inside a VM is told about' {
    Reset-Lab $one (New-Lease @((New-Aspect 'power' '' 'on' $null @{ a = 'on' })) 'a' 'a')
    $warnings = Restore-HypervNestedLease -Subject $one -All -WhatIf 3>&1 6>$null
    "$warnings" -match 'inside the guest'
}

# every change that fails, before it was made or after: run again, it is as it was
foreach ($cmdlet in 'Invoke-CimMethod', 'Set-VMProcessor', 'Start-VM', 'Get-VM', 'Get-VMProcessor') {
    foreach ($when in 'before', 'after') {
        Test-That "a failure $when $cmdlet leaves nothing that running it again does not put back" {
            Reset-Lab $one (New-Enabled) -State {
                param($State)
                & $enabled $State
                $State['failAt'] = @(@{ cmdlet = $cmdlet; call = 2 - [int]($cmdlet -cnotlike 'Get-*'); when = $when; id = 'OperationFailed,x'
                    category = 'NotSpecified' })
            }
            $first = Invoke-Restore @{ Subject = $one; All = $true }
            Set-State { param($State) $State['failAt'] = @() }
            $told = $first -ceq 'Restored' -or [bool]"$problem"
            $again = if ($first -ceq 'Restored') { $first } else { Invoke-Restore @{ Subject = $one; All = $true } }
            $ended = Wait-Until { @(Hyper-V\Get-VM -Id $one)[0].State -eq 'Running' }
            $told -and $again -ceq 'Restored' -and $ended -and -not (Read-Vm)['nesting'] -and -not (Read-Lease)['aspects'].Count
        }
    }
}

Complete-Tests
