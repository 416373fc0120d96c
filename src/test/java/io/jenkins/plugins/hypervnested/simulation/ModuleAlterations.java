package io.jenkins.plugins.hypervnested.simulation;

import static io.jenkins.plugins.hypervnested.powershell.AlteredModule.all;
import static io.jenkins.plugins.hypervnested.powershell.AlteredModule.replacing;

import java.util.function.UnaryOperator;

/** What tests change of the shipped module: times that would take minutes, places to die at, and mistakes. */
final class ModuleAlterations {

    private static final String KILL = "[Diagnostics.Process]::GetCurrentProcess().Kill()";

    /**
     * A guest may take four seconds to shut down, not ten minutes: that long everybody waits for a shutdown that was noted, and
     * for which nobody was left to ask.
     */
    static final UnaryOperator<String> QUICK = replacing(
            "$body = \"HVN-LEASE 1 $Epoch`n$Text`n\"",
            "$Text = $Text.Replace('\"boundMillis\":600000', '\"boundMillis\":4000')\n"
                    + "    $body = \"HVN-LEASE 1 $Epoch`n$Text`n\"");

    /** Dies at one of the moments of writing a lease: the file beside the state counts them down. */
    static final UnaryOperator<String> MORTAL = all(
            module -> module + "\nfunction Stop-HvnHere {\n    $path = \"$env:HVN_FAKE_STATE.moments\"\n"
                    + "    if (-not [IO.File]::Exists($path)) { return }\n"
                    + "    $left = [int][IO.File]::ReadAllText($path) - 1\n    [IO.File]::WriteAllText($path, \"$left\")\n"
                    + "    if ($left -eq 0) { [IO.File]::AppendAllText(\"$path.died\", \"$((Get-PSCallStack)[1].ScriptLineNumber)\"); "
                    + KILL + " }\n}\n",
            replacing(
                    "        $stream.Write($bytes, 0, $bytes.Length)\n        $stream.Flush($true)",
                    "        $stream.Write($bytes, 0, 20)\n        $stream.Flush()\n        Stop-HvnHere\n"
                            + "        $stream.Write($bytes, 20, $bytes.Length - 20)\n        $stream.Flush($true)"),
            replacing(
                    "    $target = Get-HvnPath $Folder $Subject -Kind 'json'\n",
                    "    Stop-HvnHere\n    $target = Get-HvnPath $Folder $Subject -Kind 'json'\n"),
            replacing(
                    "        else { [IO.File]::Move($temporary, $target) }\n    }\n",
                    "        else { [IO.File]::Move($temporary, $target) }\n    }\n    Stop-HvnHere\n"),
            replacing(
                    "    foreach ($kind in 'bak', 'json', 'beat') {\n",
                    "    foreach ($kind in 'bak', 'json', 'beat') {\n        Stop-HvnHere\n"));

    /** A mistake: a lease is written over its old text, not beside it. */
    static final UnaryOperator<String> IN_PLACE = all(
            replacing(
                    "    $temporary = Get-HvnPath $Folder $Subject -Kind ([guid]::NewGuid().ToString('N') + '.tmp')\n"
                            + "    $stream = [IO.File]::Open($temporary, 'CreateNew', 'Write', 'None')",
                    "    $temporary = Get-HvnPath $Folder $Subject -Kind 'json'\n"
                            + "    $stream = [IO.File]::Open($temporary, 'Create', 'Write', 'None')"),
            replacing(
                    "        if (Test-HvnThere $target) { [IO.File]::Replace($temporary, $target, $backup) }\n"
                            + "        else { [IO.File]::Move($temporary, $target) }\n",
                    "        [void]$backup\n"));

    /** A mistake: a lease is written though somebody else wrote it since its writer read it. */
    static final UnaryOperator<String> LOST_UPDATE =
            replacing("        if ($lease['stamp'] -cne $Write['expected']) { return 'CHANGED' }\n", "");

    /** A mistake: nothing tells our switch from another of that name. */
    static final UnaryOperator<String> NO_MARK =
            replacing("-SwitchType Internal -Notes $notes @quiet", "-SwitchType Internal -Notes '' @quiet");

    private ModuleAlterations() {}
}
