# Errors travel by id and category, never by text: texts are localised.

function New-HvnError([string] $Id, [string] $Message, [string] $Category, [string] $Target = '', [long] $Code = 0) {
    $exception = New-Object -TypeName InvalidOperationException -ArgumentList $Message
    $exception.Data['HvnCode'] = $Code
    New-Object -TypeName Management.Automation.ErrorRecord -ArgumentList $exception, $Id, $Category, $Target
}

# The two sides are of different versions, or a message was damaged.
function New-HvnBadRequest([string] $Message, [string] $Target = '') {
    New-HvnError 'HVN.BadRequest' $Message -Category InvalidData -Target $Target
}

# A record of another runspace, to be thrown here. As it is it would lose its id when its exception has a record of its
# own.
function New-HvnCarrier([Management.Automation.ErrorRecord] $Record) {
    $exception = New-Object -TypeName InvalidOperationException -ArgumentList $Record.Exception.Message
    $exception.Data['HvnRecord'] = $Record
    $arguments = $exception, $Record.FullyQualifiedErrorId, $Record.CategoryInfo.Category, $Record.TargetObject
    New-Object -TypeName Management.Automation.ErrorRecord -ArgumentList $arguments
}

# The record that another runspace's command failed with, out of what is thrown for it here.
function Get-HvnThrown([Management.Automation.ErrorRecord] $Record) {
    $cause = Get-HvnCause $Record.Exception
    if ($cause -ne $Record.Exception -and $cause -is [Management.Automation.RuntimeException] -and $cause.ErrorRecord) {
        return $cause.ErrorRecord
    }
    $Record
}

# The exception that a method threw, out of the one that PowerShell wrapped around it.
function Get-HvnCause([Exception] $Exception) {
    while ($Exception -is [Management.Automation.MethodInvocationException] -and $Exception.InnerException) {
        $Exception = $Exception.InnerException
    }
    $Exception
}

function Get-HvnErrorCode([Exception] $Exception) {
    if ($Exception.Data.Contains('HvnCode')) { return [long]$Exception.Data['HvnCode'] }
    $native = $Exception.PSObject.Properties['NativeErrorCode']
    if ($native) { return [long]$native.Value }
    # 0x8013.... are the runtime's own numbers for kinds of exceptions; they say nothing of the platform
    if (('{0:x8}' -f $Exception.HResult) -match '^8013') { return 0 }
    [long]$Exception.HResult
}

function Limit-HvnText([string] $Text, [int] $Length) {
    if ($Text.Length -gt $Length) { return $Text.Substring(0, $Length) }
    $Text
}

function ConvertTo-HvnError([Management.Automation.ErrorRecord] $Record) {
    if ($Record.Exception.Data.Contains('HvnRecord')) { $Record = $Record.Exception.Data['HvnRecord'] }
    $cause = Get-HvnCause $Record.Exception
    # what a method threw on behalf of another runspace or machine brings that one's own record along
    $Record = Get-HvnThrown $Record
    $id = $Record.FullyQualifiedErrorId
    if ($cause -is [Management.Automation.CommandNotFoundException] -and $cause.CommandName -like 'Hyper-V\*') {
        $id = 'HVN.NoModule'
    }
    [ordered]@{
        id = Limit-HvnText $id 400
        category = $Record.CategoryInfo.Category.ToString()
        message = Limit-HvnText $cause.Message 4000
        target = Limit-HvnText $Record.CategoryInfo.TargetName 400
        type = $cause.GetType().FullName
        code = Get-HvnErrorCode $cause
    }
}

# The error of one VM among several.
function New-HvnFailure([Management.Automation.ErrorRecord] $Record) { @{ error = ConvertTo-HvnError $Record } }

function Get-HvnSha256([byte[]] $Bytes) {
    $hash = [Security.Cryptography.SHA256]::Create()
    try { [BitConverter]::ToString($hash.ComputeHash($Bytes)).Replace('-', '').ToLowerInvariant() }
    finally { $hash.Dispose() }
}

# A property, or something else where it is nothing or only other versions of the platform have it. Hyper-V's objects
# ask the platform when a property is looked at. Where that fails PowerShell gives nothing, without a word, and nothing
# would be taken for off; a method's failure it tells.
function Get-HvnProperty($Object, [string] $Name, $Otherwise) {
    $property = $Object.PSObject.Properties[$Name]
    if (-not $property) { return $Otherwise }
    try { $value = $property.get_Value() }
    catch {
        $said = "$Name cannot be read: $($_.Exception.GetBaseException().Message)"
        throw (New-HvnError 'HVN.NotRead' $said -Category ReadError -Target $Name)
    }
    if ($null -ne $value) { return $value }
    $Otherwise
}
