<#
.SYNOPSIS
Tests of what an administrator has without Jenkins: giving up a holder, while others hold or act, and what is written.

.DESCRIPTION
Leases here are written as Java writes them. That Java and these commands understand each other is tested from Java. The
other tests of these commands run beside these, each file in a process of its own.

.PARAMETER Module
The folder of the module.
#>
param(
    [string] $Module = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'main', 'resources', 'io', 'jenkins', 'plugins',
        'hypervnested', 'powershell')
)
. (Join-Path -Path $PSScriptRoot -ChildPath 'harness.ps1') -Module $Module
. (Join-Path -Path $PSScriptRoot -ChildPath 'leases.ps1')
$besides = @(foreach ($file in 'Test-LeasePower.ps1', 'Test-LeaseCommands.ps1', 'Test-LeaseNetwork.ps1') {
    Start-Tests (Join-Path -Path $PSScriptRoot -ChildPath $file)
})

# a holder that never comes back ----------------------------------------------------------------------------
Test-That 'a lease is put back by the command alone, and who left is remembered' {
    Reset-Lab $one (New-Enabled) -State $enabled
    $outcome = Invoke-Restore @{ Subject = $one; All = $true }
    $lease = Read-Lease
    $vm = Read-Vm
    $outcome -ceq 'Restored' -and -not $vm['nesting'] -and @('Running', 'Starting') -contains $vm['state'] -and
        -not $lease['aspects'].Count -and -not $lease['members'].Count -and $lease['left'][0]['entry'] -ceq 'a' -and
        -not $lease['actor'] -and (Get-Changes) -join ',' -ceq 'Invoke-CimMethod,Set-VMProcessor,Start-VM'
}

Test-That 'a VM that ran is left running where nobody asked for its power back' {
    $lease = New-Enabled
    $lease['stop']['restorePower'] = $false
    Reset-Lab $one $lease -State $enabled
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Restored' -and (Read-Vm)['state'] -ceq 'Off'
}
Test-That 'a VM that was off and was started for somebody goes off again, without being turned off' {
    $lease = New-Lease @((New-Aspect 'nesting' '' 'off' 'on' @{ a = 'on' }), (New-Aspect 'power' '' 'off' 'on' @{ a = 'on' })) 'a' 'a'
    Reset-Lab $one $lease -State $enabled
    (Invoke-Restore @{ Subject = $one; Entry = 'a' }) -ceq 'Restored' -and (Read-Vm)['state'] -ceq 'Off' -and
        (Get-Changes) -join ',' -ceq 'Invoke-CimMethod,Set-VMProcessor'
}
Test-That 'what shows its first value is not touched' {
    Reset-Lab $one (New-Enabled)
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Restored' -and -not (Get-Changes) -and -not (Read-Lease)['aspects'].Count
}
Test-That 'what somebody else changed is left alone and told' {
    $adapter = (Read-Vm)['adapters'][0]['id']
    Reset-Lab $one (New-Lease @((New-Aspect 'spoofing' $adapter 'on' $null @{ a = 'on' })) 'a' 'a')
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Restored' -and -not (Get-Changes) -and
        "$($report.Notes)" -match 'somebody else'
}
Test-That 'spoofing of the adapter of that id is put back' {
    $adapter = (Read-Vm $two)['adapters'][1]['id']
    Reset-Lab $two (New-Lease @((New-Aspect 'spoofing' $adapter 'off' 'on' @{ a = 'on' })) 'a' 'a') -State {
        param($State)
        $State['vms'][1]['adapters'][1]['spoofing'] = $true
    }
    (Invoke-Restore @{ Subject = $two; All = $true }) -ceq 'Restored' -and -not (Read-Vm $two)['adapters'][1]['spoofing']
}
Test-That 'an adapter that is gone stands in nobody''s way' {
    Reset-Lab $one (New-Lease @((New-Aspect 'spoofing' 'Microsoft:gone' 'off' 'on' @{ a = 'on' })) 'a' 'a')
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Restored' -and "$($report.Notes)" -match 'is gone'
}
Test-That 'a lease that nobody holds any more is put back as well' {
    Reset-Lab $one (New-Enabled @()) -State $enabled
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Restored' -and -not (Read-Vm)['nesting']
}
Test-That 'with -WhatIf nothing is done' {
    Reset-Lab $one (New-Enabled) -State $enabled
    $before = (Read-HvnLease $leases $one)['stamp']
    $said = Restore-HypervNestedLease -Subject $one -All -WhatIf 6>$null
    -not $said -and -not (Get-Changes) -and (Read-HvnLease $leases $one)['stamp'] -ceq $before
}

# others ----------------------------------------------------------------------------------------------------
Test-That 'what another still holds is passed on, and nobody is interrupted' {
    Reset-Lab $one (New-Enabled 'a', 'b') -State $enabled
    $outcome = Invoke-Restore @{ Subject = $one; Entry = 'a' }
    $lease = Read-Lease
    $outcome -ceq 'PassedOn' -and "$($report.HeldBy)" -match 'job #b' -and -not (Get-Changes) -and (Read-Vm)['nesting'] -and
        $lease['members'].Contains('b') -and -not $lease['members'].Contains('a') -and $lease['ready'].Contains('b') -and
        $lease['aspects'][0]['wants'].Count -eq 1
}
Test-That 'what would interrupt another is left to the last of them' {
    $lease = New-Lease @((New-Aspect 'nesting' '' 'off' 'on' @{ a = 'on' }), (New-Aspect 'power' '' 'on' $null @{ b = 'on' })) ('a', 'b') ('a', 'b')
    Reset-Lab $one $lease -State $enabled
    $outcome = Invoke-Restore @{ Subject = $one; Entry = 'a' }
    $names = @(foreach ($aspect in (Read-Lease)['aspects']) { $aspect['aspect'] }) -join ','
    $outcome -ceq 'PassedOn' -and -not (Get-Changes) -and $names -ceq 'nesting,power'
}
Test-That 'an actor that is alive is respected, and nothing is written' {
    $lease = New-Enabled
    $lease['actor'] = [ordered]@{ entry = 'a'; epoch = $epoch; boot = $boot; process = 1; started = 1 }
    Reset-Lab $one $lease -State $enabled -Epoch $epoch
    $alive = Open-HvnExclusive (Get-HvnPath $leases $one -Kind 'actor')
    $before = (Read-HvnLease $leases $one)['stamp']
    $outcome = Invoke-Restore @{ Subject = $one; All = $true }
    $alive.Dispose()
    $outcome -ceq 'HVN.ActorAlive' -and -not (Get-Changes) -and (Read-HvnLease $leases $one)['stamp'] -ceq $before
}
Test-That 'a dead actor is taken over with another epoch' {
    $lease = New-Enabled
    $lease['actor'] = [ordered]@{ entry = 'a'; epoch = $epoch; boot = $boot; process = 1; started = 1 }
    Reset-Lab $one $lease -State $enabled -Epoch $epoch
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Restored' -and -not (Read-Vm)['nesting'] -and
        (Read-HvnLease $leases $one)['epoch'] -ceq '-'
}
Test-That 'an actor of another boot is dead, whatever has its file open' {
    $lease = New-Enabled
    $lease['actor'] = [ordered]@{ entry = 'a'; epoch = $epoch; boot = 'another'; process = 1; started = 1 }
    Reset-Lab $one $lease -State $enabled -Epoch $epoch
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Restored'
}
Test-That 'a shutdown that the gone one asked for is awaited, not asked for again' {
    $lease = New-Enabled
    $now = Get-HvnClock
    $lease['asked'] = [ordered]@{ entry = 'a'; boot = $boot; at = $now['millis']; until = $now['millis'] + 60000 }
    Reset-Lab $one $lease -State {
        param($State)
        $State['vms'][0]['nesting'] = $true
        $State['vms'][0]['next'] = @{ state = 'Off'; at = [DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds() + 1500 }
    }
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Restored' -and (Get-Changes) -join ',' -ceq 'Set-VMProcessor,Start-VM'
}
Test-That 'nobody who holds nothing is given up' {
    Reset-Lab $one (New-Enabled) -State $enabled
    (Invoke-Restore @{ Subject = $one; Entry = 'x' }) -ceq 'HVN.NoHolder' -and -not (Get-Changes) -and (Read-Lease)['members'].Count -eq 1
}
Test-That 'not all is not all' {
    (Invoke-Restore @{ Subject = $one; All = $false }) -ceq 'HVN.NoHolder' -and (Read-Lease)['members'].Count -eq 1
}
Test-That 'a machine without such a lease says so' { (Invoke-Restore @{ Subject = $two; All = $true }) -ceq 'HVN.NoLease' }
Test-That 'who is no administrator changes nothing' {
    $env:HYPERV_NESTED_ADMINISTRATOR = 'false'
    $outcome = Invoke-Restore @{ Subject = $one; All = $true }
    $env:HYPERV_NESTED_ADMINISTRATOR = ''
    $outcome -ceq 'HVN.NoAdministrator'
}

Test-That 'a silent actor that cannot be ended is waited for, not asked again and again' {
    $lease = New-Enabled
    $lease['actor'] = [ordered]@{ entry = 'a'; epoch = $epoch; boot = $boot; process = 1; started = 1 }
    Reset-Lab $one $lease -State $enabled -Epoch $epoch
    # its file is open in something that has no such start
    $beat = "$epoch $boot $((Get-HvnMillis) - 100000) $PID 5"
    [IO.File]::WriteAllText((Get-HvnPath $leases $one -Kind 'beat'), $beat)
    $global:silent = @{ file = (Open-HvnExclusive (Get-HvnPath $leases $one -Kind 'actor')); waits = 0; asked = 0 }
    & $admin {
        $global:silent['wait'] = ${function:Wait-HvnMoment}
        $global:silent['stop'] = ${function:Stop-HvnActor}
        function script:Wait-HvnMoment { if (++$silent['waits'] -eq 2) { $silent['file'].Dispose() } }
        function script:Stop-HvnActor($Arguments) {
            if (++$silent['asked'] -gt 20) { throw 'asked again and again' }
            & $silent['stop'] $Arguments
        }
    }
    $outcome = Invoke-Restore @{ Subject = $one; All = $true }
    & $admin { foreach ($name in 'Wait-HvnMoment', 'Stop-HvnActor') { Remove-Item -Path "Function:$name" } }
    & $admin {
        Set-Item -Path Function:script:Wait-HvnMoment -Value $silent['wait']
        Set-Item -Path Function:script:Stop-HvnActor -Value $silent['stop']
    }
    $silent['file'].Dispose()
    $outcome -ceq 'Restored' -and $silent['waits'] -ge 2 -and $silent['asked'] -le 3
}

# what is written ------------------------------------------------------------------------------------------------
$strange = '{"later":{"n":1.50,"big":123456789012345678901234567890,"a\"b":[null,true,"plain"],"A":1,"a":2},' +
    (ConvertTo-HvnJson (New-Enabled 'a', 'b')).Substring(1).Replace('"aspect":"=nesting"', '"aspect":"=nesting","newer":[0.10]').Replace(
        '"run":"=run-b"', '"run":"=run-b","why":"=\u7bc0"')
Test-That 'fields of a later version are written back as they were, wherever they stand' {
    Reset-Lab $one -Text $strange -State $enabled
    $outcome = Invoke-Restore @{ Subject = $one; Entry = 'a' }
    $text = (Read-HvnLease $leases $one)['text']
    $kept = '"later":{"n":1.50,"big":123456789012345678901234567890,"a\"b":[null,true,"plain"],"A":1,"a":2}', '"newer":[0.10]',
        '"why":"=\u7bc0"'
    $outcome -ceq 'PassedOn' -and -not @($kept | Where-Object { -not $text.Contains($_) }).Count
}
Test-That 'a lease with fields of a later version is not dropped' {
    Reset-Lab $one -Text $strange -State $enabled
    $outcome = Invoke-Restore @{ Subject = $one; All = $true }
    $outcome -ceq 'Restored' -and (Read-HvnLease $leases $one)['text'].Contains('"n":1.50')
}
Test-That 'an aspect of a later version is kept and told, and never reconciled' {
    Reset-Lab $one (New-Lease @((New-Aspect 'tpm' '' 'off' 'on' @{ a = 'on' })) 'a' 'a')
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'Kept' -and "$($report.Notes)" -match 'tpm' -and
        (Read-Lease)['aspects'].Count -eq 1 -and -not (Get-Changes)
}
foreach ($broken in '{"aspects":[]}', '[]', 'x', '{}{}', ('{"a":' * 40 + '1' + '}' * 40), '{"left":1,"left":2}') {
    Test-That "a whole file that says $($broken.Substring(0, [Math]::Min(20, $broken.Length))) is damaged and not touched" {
        Reset-Lab $one -Text $broken -State $enabled
        $before = (Read-HvnLease $leases $one)['stamp']
        $shown = @(Get-HypervNestedLease)[0]
        (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'HVN.LeaseDamaged' -and $shown.Standing -ceq 'DAMAGED' -and
            $shown.Problem -and (Read-HvnLease $leases $one)['stamp'] -ceq $before -and -not (Get-Changes)
    }
}
Test-That 'a lease of a newer version is shown with what to do, and not touched' {
    Reset-Lab $one (New-Enabled) -State $enabled
    foreach ($kind in 'json', 'bak') {
        [IO.File]::WriteAllText((Get-HvnPath $leases $one -Kind $kind), "HVN-LEASE 2 -`n{}`nSHA-256 0`n")
    }
    $shown = @(Get-HypervNestedLease -Subject $one)[0]
    (Invoke-Restore @{ Subject = $one; All = $true }) -ceq 'HVN.LeaseNewer' -and $shown.Standing -ceq 'NEWER' -and
        $shown.Problem -match 'version' -and -not (Get-Changes)
}
Test-That 'what a lease says does nothing to the console' {
    $lease = New-Enabled
    $lease['members']['a']['shownAs'] = "job$([char]27)[2J`r`n#1"
    Reset-Lab $one $lease
    @(Get-HypervNestedLease)[0].Holders[0].ShownAs -ceq 'job [2J  #1'
}
Test-That 'every lease is shown, with what is there now and who waits' {
    $lease = New-Enabled 'a', 'b'
    $ticket = [ordered]@{ entry = 'w'; run = 'run-w'; shownAs = 'job #w'; wants = @(); boot = $boot; refreshed = 1 }
    $lease['tickets'] = @($ticket)
    Reset-Lab $one $lease -State $enabled
    Write-HvnLease $leases $two -Epoch '-' -Text (ConvertTo-HvnJson (New-Enabled @()))
    $shown = @(Get-HypervNestedLease)
    $shown.Count -eq 2 -and $shown[0].Name -ceq 'node-1' -and $shown[0].Holders.Count -eq 2 -and
        $shown[0].Aspects[0].Now -ceq 'on' -and $shown[0].Waiting[0] -ceq 'job #w' -and $shown[1].Standing -ceq 'OWED' -and
        $shown[0].Holders[0].Wants[0] -ceq 'nesting on'
}

foreach ($tests in $besides) { Receive-Tests $tests }
Complete-Tests
