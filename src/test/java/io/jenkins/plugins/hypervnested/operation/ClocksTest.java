package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedCrash;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks of machines and controllers that differ wildly: nothing is decided by comparing two of them. */
class ClocksTest {

    private final SimulatedHost host = SimulatedHost.intel2022("LAB-HOST").vm("node-1", vm -> vm.running());
    private final Lab lab = new Lab(host);

    private void rewriteSince(String since) {
        String id = host.vm("node-1").id();
        Lease lease = LeaseText.read(host.leaseText(id).orElseThrow());
        String text = LeaseText.write(lease);
        for (Lease.Member member : lease.members().values()) {
            text = text.replace(member.since(), since);
        }
        host.putLease(id, lease.epoch(), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "no time at all"})
    void whenSomebodyJoinedIsOnlyShown(String since) throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        rewriteSince(since);
        VmResult waiting = lab.one(Request.Kind.DISABLE, "b", "node-1");

        assertEquals(VmResult.End.WAITING, waiting.end());
        assertTrue(waiting.notes().get(0).contains("(since " + since + ")"), waiting.notes()::toString);
        assertEquals(
                VmResult.End.RESTORED,
                lab.one(Request.Kind.ROLL_BACK, "a", "node-1").end());
        assertEquals(
                VmResult.End.DONE, lab.one(Request.Kind.DISABLE, "b", "node-1").end());
    }

    @Test
    void aMachineThatIsUpForYearsIsServedAsAnyOther() throws Exception {
        host.advance(3L * 365 * 24 * 60 * 60 * 1000);
        lab.run(Request.Kind.ENABLE, "a", "node-1");

        assertEquals(
                VmResult.End.RESTORED,
                lab.one(Request.Kind.ROLL_BACK, "a", "node-1").end());
        assertFalse(host.vm("node-1").nesting());
    }

    @Test
    void millisecondsOfAnotherBootMeanNothing() throws Exception {
        host.advance(30L * 24 * 60 * 60 * 1000);
        try {
            lab.run(Request.Kind.ENABLE, "a", new Faults().after("change", 1, Faults.Kind.CRASH), "node-1");
        } catch (SimulatedCrash | MachineException e) {
            lab.log.add(e.toString());
        }
        host.reboot();
        long booted = host.clock().millis();

        assertEquals(
                VmResult.End.RESTORED,
                lab.one(Request.Kind.ROLL_BACK, "a", "node-1").end());
        assertTrue(host.clock().millis() - booted < 10 * 60_000, "nothing was awaited by the clock of before");
    }

    /** The clock of a guest begins with its boot: the host's is far ahead of it, and both count for themselves. */
    @Test
    void aGuestWhoseClockIsFarBehindItsHostsIsGivenBack() {
        NestedLab nested = new NestedLab();
        nested.host.advance(400L * 24 * 60 * 60 * 1000);
        nested.vm().off();
        nested.vm().running();
        nested.begins();
        assertTrue(nested.node.clock().millis() < nested.host.clock().millis() / 1000);
        Options options = NestedLab.options(NestedLab.nat(NestedLab.guest("nested-1", "192.168.100.2", true)))
                .withStart(true);
        VmResult made = nested.run(Request.Kind.NAT, "A", options);
        assertTrue(made.verified(), made::toString);

        nested.giveBackAtLast("A", options);
        nested.assertAsItWas();
    }
}
