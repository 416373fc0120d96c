package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformShellTest {

    private static final Map<String, String> WINDOWS = Map.of("SystemRoot", "D:\\Windows", "PATH", "C:\\evil");

    @Test
    void windowsPowerShellIsWhereWindowsKeepsIt() throws Exception {
        assertEquals(
                "D:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
                PlatformShell.locate("Windows Server 2022", WINDOWS::get, path -> false));
    }

    @Test
    void aProcessOf32BitsReachesTheOneOf64() throws Exception {
        assertEquals(
                "D:\\Windows\\Sysnative\\WindowsPowerShell\\v1.0\\powershell.exe",
                PlatformShell.locate("Windows 11", WINDOWS::get, path -> path.contains("Sysnative")));
    }

    @Test
    void otherSystemsHaveNone() {
        TroubleException e =
                assertThrows(TroubleException.class, () -> PlatformShell.locate("Linux", WINDOWS::get, path -> true));

        assertEquals(Trouble.Kind.NO_POWERSHELL, e.trouble().kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Windows", "\\\\server\\share", "C:\\a\"b"})
    void aSystemRootThatIsNoneIsRefused(String root) {
        assertThrows(TroubleException.class, () -> PlatformShell.locate("Windows 11", name -> root, path -> false));
    }

    @Test
    void whatAnAdminNamedIsTaken() throws Exception {
        assertEquals("/opt/pwsh", PlatformShell.locate("/opt/pwsh"));
    }
}
