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
import java.util.List;
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
        SimulatedHost host = SimulatedHost.intel2022("LAB-HOST")
                .vm("実験 1", SimulatedVm::off)
                .vm(
                        "node-1",
                        vm -> vm.nesting(true)
                                .login("labuser")
                                .inside(SimulatedHost.intel2022("NODE-1"))
                                .running());
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
        return ask("[]", verb, args);
    }

    private JsonObject ask(String path, String verb, String args) throws IOException {
        String json =
                "{\"id\":" + ++requests + ",\"path\":" + path + ",\"verb\":\"=" + verb + "\",\"args\":" + args + "}";
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
                "{\"changes\":[{\"subject\":\"=" + id + "\",\"epoch\":\"=" + epoch
                        + "\",\"do\":\"=expose\",\"on\":true}]}");
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

    private String node1() {
        return SimulatedPowerShellLauncher.host(folder).look().vm("node-1").id();
    }

    private JsonObject enter(String user) throws IOException {
        in.write("S guest 00700077\n");
        return ask("enter", "{\"vm\":\"=" + node1() + "\",\"user\":\"=" + user + "\"}");
    }

    private String errorId(JsonObject answer) {
        return answer.getObject("error").getString("id");
    }

    @Test
    void aRequestWithAPathIsAnsweredInside() throws IOException {
        String path = "[\"=" + node1() + "\"]";
        assertEquals("=HVN.NoSession", errorId(ask(path, "describe", "{}")));
        assertEquals("=abc", enter("labuser").getObject("value").getString("module"));
        assertEquals("=NODE-1", ask(path, "describe", "{}").getObject("value").getString("name"));
        JsonObject network = ask(path, "observe", "{\"ids\":[\"=network\",\"=role\"]}")
                .getObject("value")
                .getObject("network")
                .getObject("value")
                .getObject("network");
        JsonObject connection = network.getArray("interfaces").getObject(0);
        assertEquals("=Ethernet", connection.getString("name"));
        assertEquals("=Preferred", connection.getArray("addresses").getObject(0).getString("state"));
        ask("leave", "{\"vm\":\"=" + node1() + "\"}");
        assertEquals("=HVN.NoSession", errorId(ask(path, "describe", "{}")));
    }

    @Test
    void anInsideThatIsLostIsToldOnce() throws IOException {
        String path = "[\"=" + node1() + "\"]";
        enter("labuser");
        SimulatedPowerShellLauncher.host(folder)
                .change(host -> host.vm("node-1").inside().reboot());
        assertEquals("=HVN.InsideLost", errorId(ask(path, "describe", "{}")));
        assertEquals("=HVN.NoSession", errorId(ask(path, "describe", "{}")));
    }

    @Test
    void anotherUserDoesNotGetIn() throws IOException {
        assertTrue(enter("nobody").has("error"));
    }

    @Test
    void theRoleInsideIsAsItIsOnTheHost() throws IOException {
        enter("labuser");
        JsonObject role = ask("[\"=" + node1() + "\"]", "observe", "{\"ids\":[\"=role\"]}")
                .getObject("value")
                .getObject("role")
                .getObject("value")
                .getObject("role");
        assertEquals("=INSTALLED", role.getString("feature"));
        assertTrue(role.getBoolean("hypervisor"));
    }

    @Test
    void theNetworkOfTheHostIsChanged() throws IOException {
        String epoch = "0123456789abcdef0123456789abcdef";
        ask(
                "write",
                "{\"leases\":[{\"subject\":\"=network\",\"expected\":\"=absent\",\"epoch\":\"=" + epoch
                        + "\",\"text\":\"={}\",\"floor\":\"=TAKE\"}]}");
        String change = "{\"subject\":\"=network\",\"epoch\":\"=" + epoch;
        ask(
                "change",
                "{\"changes\":[" + change
                        + "\",\"do\":\"=createNat\",\"name\":\"=LocalNAT\",\"prefix\":\"=192.168.100.0/24\"}]}");
        assertEquals(
                List.of("create nat LocalNAT"),
                SimulatedPowerShellLauncher.host(folder).look().changes());
        JsonObject refused = ask("change", "{\"changes\":[" + change + "\",\"do\":\"=start\"}]}");
        assertEquals("=HVN.BadRequest", errorId(refused));
    }

    @Test
    void itEndsWithItsInput() throws IOException, InterruptedException {
        ask("hello", "{}");
        in.close();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
    }
}
