package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The SSH library is optional: without it everything loads, and an SSH endpoint says what to install. */
class MissingSshLibraryTest {

    private static URL place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    /** Run inside a loader that has no SSH library. */
    public static final class Inside {

        private Inside() {}

        public static String failure(String hostKey) throws Exception {
            Endpoint endpoint = new Endpoint.Ssh("127.0.0.1", 22, "x", hostKey, "powershell", Duration.ofSeconds(1));
            try {
                PowerShellMachine.open(endpoint, HostSecrets.none(), NoiseSink.none());
                return "";
            } catch (MachineException e) {
                return e.failure().kind() + " " + e.failure().details().remedy();
            }
        }
    }

    @Test
    void anSshEndpointSaysWhatToInstall() throws Exception {
        URL[] places = Stream.of(PowerShellMachine.class, Machine.class, JsonObject.class, Inside.class)
                .map(MissingSshLibraryTest::place)
                .distinct()
                .toArray(URL[]::new);
        String key = EmbeddedSshServer.line(EmbeddedSshServer.key("ecdsa-sha2-nistp256", 256));
        try (URLClassLoader loader = new URLClassLoader(places, ClassLoader.getPlatformClassLoader())) {
            Method failure = loader.loadClass(Inside.class.getName()).getMethod("failure", String.class);

            String said = (String) failure.invoke(null, key);

            assertEquals("unsupported", said.substring(0, "unsupported".length()));
            assertTrue(said.contains("mina-sshd-api-core"), said);
        }
    }
}
