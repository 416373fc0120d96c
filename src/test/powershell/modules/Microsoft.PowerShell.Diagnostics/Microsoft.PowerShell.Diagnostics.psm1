. ([IO.Path]::Combine($PSScriptRoot, '..', 'FakeHost', 'state.ps1'))

# What the hypervisor wrote since the machine started: that it was launched, or why not.
function Get-WinEvent {
    [CmdletBinding()]
    param([Parameter(ParameterSetName = 'HashQuerySet', Mandatory = $true)] [hashtable[]] $FilterHashtable)
    Invoke-FakeCall 'Get-WinEvent' "$($FilterHashtable[0]['ProviderName'])" {
        param($State)
        $ids = @()
        if (Test-FakeHypervisor $State) { $ids = @(2) }
        elseif (Test-FakeRole $State) {
            if ((Get-FakeField $State['role'] 'launch' 'auto') -ne 'auto') { $ids = @(5) }
            elseif (-not (Get-FakeField $State['host'] 'extensions' $true)) { $ids = @(41) }
        }
        if (-not $ids.Count) {
            $full = 'NoMatchingEventsFound,Microsoft.PowerShell.Commands.GetWinEventCommand'
            New-FakeCimFailure $State 'noEvents' $full 'ObjectNotFound'
        }
        foreach ($id in $ids) { [pscustomobject]@{ Id = $id; LevelDisplayName = 'Error'; Message = '' } }
    }
}

Export-ModuleMember -Function Get-WinEvent
