package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Clock;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseTextTest {

    private static VmState vm() throws Exception {
        SimulatedHost host = SimulatedHost.intel2022("H").vm("node-1", vm -> vm.running());
        VmRef ref = VmRef.name("node-1");
        return host.connect().find(List.of(ref)).get(ref).get(0);
    }

    private static Lease full() throws Exception {
        Holder holder = new Holder("e1", "r1", "c1", "i1", "job #1");
        Lease lease = LeaseRules.join(
                Lease.EMPTY,
                vm(),
                holder,
                Map.of(AspectId.NESTING, "on", AspectId.POWER, "on"),
                Options.defaults(),
                "2026-01-01T00:00:00Z");
        lease = Tickets.queue(
                lease,
                new Holder("e2", "r2", "c2", "i2", "job #2"),
                Map.of(AspectId.NESTING, "off"),
                new Clock("b", 5));
        lease = LeaseRules.leave(lease, "e0", new Clock("b", 6), Duration.ZERO);
        return lease.withActor(new Lease.Actor("e1", "f".repeat(32), "b", 12, 345))
                .withAsked(new Lease.Asked("e1", "b", 3, 7));
    }

    @Test
    void whatWasWrittenIsRead() throws Exception {
        Lease lease = full();
        assertEquals(lease, LeaseText.read(LeaseText.write(lease)));
    }

    @Test
    void itIsOneLineOfAscii() throws Exception {
        Holder japanese = new Holder("e", "r", "c", "i", "ジョブ\n\"#1\"");
        String text = LeaseText.write(
                LeaseRules.join(Lease.EMPTY, vm(), japanese, Map.of(AspectId.NESTING, "on"), Options.defaults(), ""));
        assertTrue(text.chars().allMatch(c -> c >= 0x20 && c < 0x7f), text);
        assertEquals("ジョブ\n\"#1\"", LeaseText.read(text).members().get("e").shownAs());
    }

    @Test
    void fieldsOfALaterVersionAreWrittenBack() throws Exception {
        String text = LeaseText.write(full());
        String later = text.replaceFirst("\\{", "{\"later\":{\"deep\":[1,\"=x\"]},")
                .replaceFirst("\"aspect\":", "\"hint\":\"=h\",\"aspect\":");
        JsonObject again =
                io.jenkins.plugins.hypervnested.machine.PlainJson.parse(LeaseText.write(LeaseText.read(later)));
        assertEquals("{\"deep\":[1,\"=x\"]}", com.grack.nanojson.JsonWriter.string(again.getObject("later")));
        assertEquals("=h", again.getArray("aspects").getObject(0).getString("hint"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"value\":\"=on\"",
                "\"started\":345",
                "\"at\":3",
                "\"boundMillis\":600000",
                "\"entry\":\"=e0\"",
                "\"refreshed\":5"
            })
    void fieldsOfALaterVersionAreWrittenBackWhereverTheyStand(String field) throws Exception {
        String text = LeaseText.write(full());
        String later = text.replaceFirst(java.util.regex.Pattern.quote(field), field + ",\"later\":[1,\"=x\"]");
        assertNotEquals(text, later);
        String again = LeaseText.write(LeaseText.read(later));
        assertTrue(again.contains("\"later\":[1,\"=x\"]"), again);
        assertEquals(LeaseText.read(later), LeaseText.read(again));
    }

    @Test
    void anAspectOfALaterVersionIsNeitherReconciledNorDropped() throws Exception {
        AspectId later = new AspectId("colour", "");
        Lease lease = Lease.EMPTY.withAspects(
                List.of(new Lease.Aspect(later, "", "red", "blue", List.of(), new JsonObject())));
        assertEquals(Map.of(), LeaseRules.wanted(lease, vm()));
        assertEquals(lease.aspects(), LeaseRules.done(lease, vm(), null).aspects());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"aspects\":[1]}",
                "{\"aspects\":[],\"members\":{},\"ready\":[\"x\"],\"stop\":{},\"left\":[],\"tickets\":[]}"
            })
    void whatIsNoLeaseIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> LeaseText.read(text));
    }
}
