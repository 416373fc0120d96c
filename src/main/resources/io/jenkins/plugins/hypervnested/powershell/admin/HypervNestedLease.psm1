# For an administrator at the machine itself, where no Jenkins comes back to give up what it holds. Files, locks, the
# fence and every change are those of the module that Jenkins sends; only what Java decides is decided here again.
Set-StrictMode -Version 2.0

$scripts = Split-Path -Path $PSScriptRoot -Parent
foreach ($name in [IO.File]::ReadAllLines((Join-Path -Path $scripts -ChildPath 'module.txt'))) {
    if ($name) { . (Join-Path -Path $scripts -ChildPath $name) }
}
foreach ($name in 'json', 'text', 'values', 'rules', 'vmplan', 'netplan', 'stopping', 'restoring',
    'telling', 'gone', 'showing', 'commands') {
    . (Join-Path -Path $PSScriptRoot -ChildPath "$name.ps1")
}

Export-ModuleMember -Function Get-HypervNestedLease, Restore-HypervNestedLease
