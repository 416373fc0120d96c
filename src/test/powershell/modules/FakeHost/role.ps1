# The Hyper-V role of a simulated machine: its field `role`. A state without it has the role, installed long ago.

function Get-FakeFeature($State) { Get-FakeField $State['role'] 'feature' 'Installed' }

function Test-FakeRole($State) { @('Installed', 'UninstallPending') -contains (Get-FakeFeature $State) }

# Whether a hypervisor runs here: the role is there, it is to be launched, and the processor has what it takes. In a VM
# that is what the outer machine exposes (`extensions`, told when the VM boots).
function Test-FakeHypervisor($State) {
    $launch = Get-FakeField $State['role'] 'launch' 'auto'
    (Test-FakeRole $State) -and $launch -eq 'auto' -and [bool](Get-FakeField $State['host'] 'extensions' $true)
}

# Whether the tools are there, the module among them: they come at once, without a restart.
function Test-FakeTools($State) { [bool](Get-FakeField $State['role'] 'tools' (Test-FakeRole $State)) }

function Test-FakeService($State) {
    (Test-FakeRole $State) -and (Get-FakeField $State['host'] 'service' 'running') -eq 'running'
}

# One restart of the machine: tells whether Windows restarts by itself once more during this boot.
function Restart-FakeRole($State) {
    $role = $State['role']
    if ($null -eq $role) { return $false }
    switch (Get-FakeFeature $State) {
        'UninstallPending' {
            $role['feature'] = 'Available'
            $role['tools'] = $false
        }
        'InstallPending' {
            $done = 1 + [long](Get-FakeField $role 'restarts' 0)
            $role['restarts'] = $done
            if ($done -lt [long](Get-FakeField $role 'restartsNeeded' 2)) { return $true }
            $role['feature'] = 'Installed'
            $role.Remove('restarts')
        }
    }
    $false
}

# Installing and removing, in the words of Windows Server; both need a restart.
function Install-FakeRole($State, [bool] $Install) {
    if ($null -eq $State['role']) { $State['role'] = [ordered]@{ feature = 'Installed'; tools = $true } }
    $role = $State['role']
    $word = Get-FakeFeature $State
    if ($Install -and @('Installed', 'InstallPending') -notcontains $word) {
        $role['feature'] = 'InstallPending'
        $role['tools'] = $true
        return $true
    }
    if (-not $Install -and $word -eq 'Installed') { $role['feature'] = 'UninstallPending'; return $true }
    if (-not $Install -and $word -eq 'InstallPending') {
        $role['feature'] = 'Available'
        $role['tools'] = $false
        $role.Remove('restarts')
        return $true
    }
    $false
}
