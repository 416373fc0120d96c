# The way from what a VM is to what its lease wants, as the plugin's Plan has it: one step, found anew from each look.

# A change that is to be told, with a sentence for people.
function New-HvnTell([string] $Do, [string] $Sentence, $Fields = @{}) {
    @{ kind = 'tell'; do = $Do; fields = $Fields; sentence = $Sentence }
}

function New-HvnWait([string] $Reason) { @{ kind = 'wait'; reason = $Reason } }

# What is wanted of each aspect that is not as wanted, by `aspect`; of adapters a list.
function Get-HvnVmDifferences($Task, $Lease, $Vm) {
    $differences = @{ nesting = $null; power = $null; spoofing = @(); connection = @() }
    foreach ($aspect in $Lease['aspects']) {
        $value = Get-HvnVmValue $aspect $Vm
        $wanted = Get-HvnWanted $Lease $aspect -Value $value
        $lost = $aspect['aspect'] -ceq 'connection' -and $Task['lost'].ContainsKey($aspect['object'])
        if ($lost -and $null -ne $wanted) { $wanted = 'none' }
        if ($null -eq $wanted -or $wanted -ceq $value) { continue }
        switch -CaseSensitive ($aspect['aspect']) {
            'nesting' { $differences['nesting'] = $wanted }
            'power' { $differences['power'] = $wanted }
            'spoofing' { $differences['spoofing'] += @{ id = $aspect['object']; wanted = $wanted } }
            'connection' { $differences['connection'] += @{ id = $aspect['object']; wanted = $wanted } }
        }
    }
    $differences
}

# The next step; nothing when the VM is as wanted, or when what is left would interrupt those who work on it.
function Get-HvnVmStep($Task, $Lease, $Vm) {
    $differ = Get-HvnVmDifferences $Task $Lease -Vm $Vm
    $power = Get-HvnPower $Vm['platformState']
    $may = -not $Lease['ready'].Count
    $spoofed = @($differ['spoofing'])
    $needsOff = $null -ne $differ['nesting'] -or ($Task['spoofingNeedsOff'] -and $spoofed.Count)
    if ($power -ceq 'halted' -and (($needsOff -and $may) -or $differ['power'])) { return Get-HvnWakeStep $Vm }
    if ($null -ne $differ['nesting'] -and ($may -or $power -ceq 'off')) {
        if ($power -cne 'off') { return @{ kind = 'stop' } }
        $verb = if ($Vm['nesting']) { 'hides' } else { 'exposes' }
        return New-HvnTell 'expose' "$verb the virtualization extensions" -Fields @{ on = -not $Vm['nesting'] }
    }
    if ($spoofed.Count -and (-not $Task['spoofingNeedsOff'] -or $power -ceq 'off' -or $may)) {
        if ($Task['spoofingNeedsOff'] -and $power -cne 'off') { return @{ kind = 'stop' } }
        $on = $spoofed[0]['wanted'] -ceq 'on'
        $sentence = "turns MAC address spoofing $($spoofed[0]['wanted']) on one adapter"
        return New-HvnTell 'spoof' $sentence -Fields @{ adapter = $spoofed[0]['id']; on = $on }
    }
    foreach ($moved in $differ['connection']) {
        $to = if ($moved['wanted'] -ceq 'none') { '' } else { $moved['wanted'] }
        return New-HvnTell 'connect' 'connects one adapter as it was' -Fields @{ adapter = $moved['id']; switch = $to }
    }
    if ($power -cne 'off' -and $differ['power'] -ceq 'off' -and $may) { return @{ kind = 'stop' } }
    if ($power -ceq 'off' -and $differ['power'] -ceq 'on') { return New-HvnTell 'start' 'starts the VM' }
}

# A saved state is resumed, never discarded.
function Get-HvnWakeStep($Vm) {
    switch -Regex ($Vm['platformState']) {
        '^(Saved|FastSaved|Hibernated)$' { return New-HvnTell 'start' 'resumes the VM' }
        '^Paused$' { return New-HvnTell 'resume' 'resumes the VM' }
    }
    New-HvnWait "the VM is $($Vm['platformState'])"
}

# Whether there is nothing to tell a VM now.
function Test-HvnUnderway($Vm) {
    $moving = 'Starting', 'Reset', 'Stopping', 'ForceShutdown', 'ForceReboot', 'Saving', 'FastSaving', 'Pausing',
        'Resuming', 'ComponentServicing'
    $moving -contains $Vm['platformState'] -or ($Vm['platformState'] -eq 'Off' -and $Vm['merging'])
}
