# The lock of one lease: a file open without sharing, held for the length of one verb.
# No named mutex: anybody may create one of that name first, and it belongs to a thread.

function Get-HvnPath([string] $Folder, [string] $Subject, [string] $Kind) {
    [IO.Path]::Combine($Folder, "$Subject.$Kind")
}

# The open file, or nothing while somebody else has it open.
function Open-HvnExclusive([string] $Path) {
    try { [IO.File]::Open($Path, 'OpenOrCreate', 'ReadWrite', 'None') }
    catch [IO.DirectoryNotFoundException] { throw (New-HvnFolderError "$Path has no folder" $Path) }
    catch [UnauthorizedAccessException] { throw (New-HvnFolderError "$Path may not be opened by this account" $Path) }
    # what is left is a sharing violation, whose number differs between the systems
    catch [IO.IOException] { return }
}

function Wait-HvnTurn { [Threading.Thread]::Sleep((Get-Random -Minimum 20 -Maximum 120)) }

function New-HvnBusyError([string] $Subject) {
    New-HvnError 'HVN.LeaseBusy' 'the lock was not free within 10 seconds' -Category ResourceBusy -Target $Subject
}

# The bound is that of the whole verb: of several leases one after the other, the later ones get what is left of it.
function Lock-HvnLease([string] $Folder, [string] $Subject, $Clock = [Diagnostics.Stopwatch]::StartNew()) {
    while ($true) {
        $lock = Open-HvnExclusive (Get-HvnPath $Folder $Subject -Kind 'lock')
        if ($lock) { return $lock }
        if ($Clock.ElapsedMilliseconds -ge 10000) { throw (New-HvnBusyError $Subject) }
        Wait-HvnTurn
    }
}

# Does it again while another program, such as a virus scanner, has a file open: for 5 seconds, then it is an error.
function Invoke-HvnRetry([scriptblock] $Action) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        try { return & $Action }
        catch [IO.FileNotFoundException], [IO.DirectoryNotFoundException] { throw }
        catch [IO.IOException], [UnauthorizedAccessException] {
            if ($clock.ElapsedMilliseconds -ge 5000) { throw }
        }
        Wait-HvnTurn
    }
}
