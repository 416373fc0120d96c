package io.jenkins.plugins.hypervnested.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.PlainJson;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedVm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedPowerShellTest {

    private static final String MARKER = "00112233445566778899aabbccddeeff";

    private Process process;
    private Writer in;
    private BufferedReader out;
    private Path folder;
    private long requests;

    @BeforeEach
    void start(@TempDir Path temp) throws IOException {
        folder = temp;
        SimulatedHost host = SimulatedHost.intel2022("LAB-HOST").vm("実験 1", SimulatedVm::off);
        Path executable = SimulatedPowerShellLauncher.create(folder, host);
        process = new ProcessBuilder(executable.toString(), "-NoProfile", "-EncodedCommand", "AAAA")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        in = process.outputWriter(StandardCharsets.US_ASCII);
        out = process.inputReader(StandardCharsets.US_ASCII);
        in.write("4 abc TW9k\nH " + MARKER + '\n');
    }

    @AfterEach
    void end() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    private JsonObject ask(String verb, String args) throws IOException {
        String json = "{\"id\":" + ++requests + ",\"verb\":\"=" + verb + "\",\"args\":" + args + "}";
        in.write("R " + Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8)) + '\n');
        in.flush();
        String line = out.readLine();
        assertTrue(line != null && line.startsWith(MARKER + ' '), "no answer but " + line);
        byte[] answer = Base64.getDecoder().decode(line.substring(MARKER.length() + 1));
        JsonObject object = PlainJson.parse(new String(answer, StandardCharsets.UTF_8));
        assertEquals(requests, object.getLong("id"));
        return object;
    }

    @Test
    void itAnswersWhoItIsAndWhatItFinds() throws IOException {
        assertEquals("=abc", ask("hello", "{}").getObject("value").getString("module"));
        String args = "{\"vms\":[{\"kind\":\"=NAME\",\"text\":\"=\\u5b9f\\u9a13 1\"}]}";
        JsonObject vm =
                ask("find", args).getObject("value").getArray("vms").getArray(0).getObject(0);
        assertEquals("=Off", vm.getString("platformState"));
    }

    @Test
    void itKeepsWhatWasChangedForTheNextProcess() throws IOException {
        String id = SimulatedPowerShellLauncher.host(folder).look().vms().get(0).id();
        String epoch = "0123456789abcdef0123456789abcdef";
        ask(
                "write",
                "{\"leases\":[{\"subject\":\"=" + id + "\",\"expected\":\"=absent\",\"epoch\":\"=" + epoch
                        + "\",\"text\":\"={}\",\"floor\":\"=TAKE\"}]}");
        ask(
                "change",
                "{\"changes\":[{\"vm\":\"=" + id + "\",\"epoch\":\"=" + epoch + "\",\"do\":\"=expose\",\"on\":true}]}");
        SimulatedHost now = SimulatedPowerShellLauncher.host(folder).look();
        assertTrue(now.vms().get(0).nesting());
        assertEquals("{}", now.leaseText(id).orElseThrow());
    }

    @Test
    void anErrorHasThePlatformsId() throws IOException {
        JsonObject one = ask("inspect", "{\"ids\":[\"=00000000-0000-0000-0000-000000000000\"]}")
                .getObject("value")
                .getObject("00000000-0000-0000-0000-000000000000");
        assertEquals("=HVN.VmGone", one.getObject("error").getString("id"));
    }

    @Test
    void itEndsWithItsInput() throws IOException, InterruptedException {
        ask("hello", "{}");
        in.close();
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
    }
}
