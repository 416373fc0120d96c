#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
Installs the module HypervNested on this host and registers the endpoint through which Jenkins reaches it.

.DESCRIPTION
Members of the given groups may then ask for the plugin's verbs, run by a virtual account of this host, and for
nothing else; they need no further rights on the host. Running it again updates both. WinRM restarts at the end, which
ends the sessions that are open.

.PARAMETER Group
The groups, or accounts, whose members may use the endpoint, such as CONTOSO\Jenkins-HyperV.

.PARAMETER Name
Name of the endpoint: what the host's JEA configuration name in Jenkins has to say.

.PARAMETER ModuleFolder
Where modules for all users are kept.

.EXAMPLE
.\Register-HypervNestedEndpoint.ps1 -Group CONTOSO\Jenkins-HyperV
#>
[CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High')]
param(
    [Parameter(Mandatory = $true)] [ValidateNotNullOrEmpty()] [string[]] $Group,
    [ValidatePattern('^[A-Za-z0-9._-]+$')] [string] $Name = 'HypervNested',
    [string] $ModuleFolder = [IO.Path]::Combine($env:ProgramFiles, 'WindowsPowerShell', 'Modules')
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

function Copy-EndpointModule([string] $Source, [string] $Target) {
    $scripts = if (Test-Path -LiteralPath (Join-Path -Path $Source -ChildPath 'module.txt')) { $Source }
    else { Split-Path -Path $Source -Parent }
    $role = Join-Path -Path $Target -ChildPath 'RoleCapabilities'
    [void](New-Item -Path $role -ItemType Directory -Force)
    foreach ($file in 'HypervNested.psd1', 'HypervNested.psm1', 'RoleCapabilities/HypervNested.psrc') {
        $to = Join-Path -Path $Target -ChildPath $file
        Copy-Item -LiteralPath (Join-Path -Path $Source -ChildPath $file) -Destination $to
    }
    $index = Join-Path -Path $scripts -ChildPath 'module.txt'
    foreach ($file in @('module.txt') + [IO.File]::ReadAllLines($index)) {
        if ($file) { Copy-Item -LiteralPath (Join-Path -Path $scripts -ChildPath $file) -Destination $Target }
    }
}

function New-EndpointFile([string] $Source, [string[]] $Members) {
    $settings = Import-PowerShellDataFile -LiteralPath (Join-Path -Path $Source -ChildPath 'HypervNested.pssc')
    $roles = @{}
    foreach ($member in $Members) { $roles[$member] = @{ RoleCapabilities = 'HypervNested' } }
    $settings['RoleDefinitions'] = $roles
    $path = Join-Path -Path ([IO.Path]::GetTempPath()) -ChildPath ([guid]::NewGuid().ToString('N') + '.pssc')
    New-PSSessionConfigurationFile -Path $path @settings
    $path
}

if (-not $PSCmdlet.ShouldProcess($Name, 'Install the module, register the endpoint and restart WinRM')) { return }
$manifest = Import-PowerShellDataFile -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath 'HypervNested.psd1')
$version = $manifest.ModuleVersion
Copy-EndpointModule -Source $PSScriptRoot -Target ([IO.Path]::Combine($ModuleFolder, 'HypervNested', $version))
$file = New-EndpointFile -Source $PSScriptRoot -Members $Group
try { [void](Register-PSSessionConfiguration -Name $Name -Path $file -Force) }
finally { Remove-Item -LiteralPath $file }
