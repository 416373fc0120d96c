# The module as it is installed on a host with a JEA endpoint: the same files that are sent to other hosts.
Set-StrictMode -Version 2.0

# A restricted session loads no module by itself. A machine that is yet to get the role has no Hyper-V module.
foreach ($name in 'CimCmdlets', 'Hyper-V') {
    try { Import-Module -Name $name -ErrorAction Stop }
    catch [IO.FileNotFoundException] { Write-Verbose -Message "there is no module $name" }
}

$folder = $PSScriptRoot
if (-not (Test-Path -LiteralPath (Join-Path -Path $folder -ChildPath 'module.txt'))) {
    $folder = Split-Path -Path $folder -Parent
}
# The hash tells a controller whether this is the text that it would have sent; a signed file is another text.
$text = ''
foreach ($name in [IO.File]::ReadAllLines((Join-Path -Path $folder -ChildPath 'module.txt'))) {
    if ($name) {
        . (Join-Path -Path $folder -ChildPath $name)
        $text += [IO.File]::ReadAllText((Join-Path -Path $folder -ChildPath $name)).Replace("`r`n", "`n") + "`n"
    }
}
# it may have to be sent further, into a VM
$HvnState['Text'] = $text
$HvnState['Hash'] = Get-HvnSha256 ([Text.Encoding]::UTF8.GetBytes($text))

Export-ModuleMember -Function Invoke-HypervNested, Invoke-HypervNestedChange
