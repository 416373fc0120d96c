$m="$($ExecutionContext.SessionState.LanguageMode)";if($m-ne'FullLanguage'){"HVN-LANGUAGE $m";exit 64}
$l,$h,$b=[Console]::In.ReadLine()-split' '
try{$d=[Convert]::FromBase64String($b);if($b.Length-ne$l-or([BitConverter]::ToString([Security.Cryptography.SHA256]::Create().ComputeHash($d))-replace'-')-ne$h){throw}}catch{'HVN-MODULE damaged';exit 65}
$t=[Text.Encoding]::UTF8.GetString($d);.([scriptblock]::Create($t));Start-HypervNestedLoop $t $h
