# The Hyper-V role of a simulated machine: its field `role`. A state without it has the role, installed long ago.

function Test-FakeRole($State) {
    $role = $State['role']
    $null -eq $role -or @('Installed', 'UninstallPending') -contains (Get-FakeField $role 'feature' 'Available')
}

# Whether a hypervisor runs here: the role is there, it is to be launched, and the processor has what it takes. In a VM
# that is what the outer machine exposes (`extensions`, told when the VM boots).
function Test-FakeHypervisor($State) {
    $launch = Get-FakeField $State['role'] 'launch' 'auto'
    (Test-FakeRole $State) -and $launch -eq 'auto' -and [bool](Get-FakeField $State['host'] 'extensions' $true)
}
