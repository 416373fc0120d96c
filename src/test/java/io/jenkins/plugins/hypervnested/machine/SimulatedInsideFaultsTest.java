package io.jenkins.plugins.hypervnested.machine;

import static io.jenkins.plugins.hypervnested.machine.Teller.EPOCH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedInsideFaultsTest {

    private final SimulatedHost guest = SimulatedHost.intel2022("NODE-2");
    private final SimulatedHost relay = SimulatedHost.intel2022("NODE-1")
            .network(n -> n.internalSwitch("VmNAT"))
            .vm(
                    "node-2",
                    vm -> vm.connected(0, "VmNAT").inside(guest).login("guest").running());
    private final SimulatedHost host = SimulatedHost.intel2022("LAB-HOST")
            .vm("node-1", vm -> vm.nesting(true).inside(relay).login("node").running());
    private final SimulatedVm node1 = host.vm("node-1");
    private final SimulatedVm node2 = relay.vm("node-2");
    private final Faults faults = new Faults();
    private final SimulatedMachine machine = host.connect(faults);

    private SimulatedMachine inNode1() throws Exception {
        return machine.inside(node1.id(), "node");
    }

    private SimulatedMachine inNode2() throws Exception {
        return inNode1().inside(node2.id(), "guest");
    }

    private String lost(Machine from) {
        return assertThrows(MachineException.class, from::describe)
                .failure()
                .details()
                .errorId();
    }

    @Test
    void callsInsideAreCountedWithThoseOutside() throws Exception {
        inNode2().describe();
        assertEquals(List.of("inside", "inside", "describe"), faults.told());
    }

    @Test
    void aCrashInsideEndsTheWholeRun() throws Exception {
        SimulatedMachine inside = inNode2();
        faults.before("describe", 1, Faults.Kind.CRASH);
        assertThrows(SimulatedCrash.class, inside::describe);
        assertEquals(List.of(), host.processes());
        assertEquals(List.of(), relay.processes());
        assertEquals(List.of(), guest.processes());
    }

    @Test
    void anInsideThatIsLostLeavesTheOutside() throws Exception {
        SimulatedMachine inside = inNode1();
        faults.after("describe", 1, Faults.Kind.INSIDE_LOST);
        assertEquals("HVN.InsideLost", lost(inside));
        assertEquals("LAB-HOST", machine.describe().name());
        assertEquals("NODE-1", inNode1().describe().name());
    }

    @Test
    void aCallOfADeadRunLandsInAGuestThatStillRuns() throws Exception {
        Teller teller = new Teller(inNode2());
        teller.take(Subject.NETWORK);
        String connection = guest.network().connection("Ethernet").guid();
        faults.before("change", 1, Faults.Kind.GHOST);
        assertThrows(
                SimulatedCrash.class,
                () -> teller.refused(new Change.AddAddress(EPOCH, connection, "192.168.100.2", 24)));
        assertEquals(1, guest.processes().size());
        host.landGhosts();
        assertEquals(List.of("add address 192.168.100.2/24"), guest.changes());
        assertEquals(List.of("NODE-2: add address 192.168.100.2/24"), host.worldChanges());
        assertEquals(List.of(), guest.processes());
    }

    @Test
    void aCallOfADeadRunIsLostWithTheGuestsBoot() throws Exception {
        Teller teller = new Teller(inNode2());
        teller.take(Subject.NETWORK);
        String connection = guest.network().connection("Ethernet").guid();
        faults.before("change", 1, Faults.Kind.STRAY);
        assertThrows(
                SimulatedCrash.class,
                () -> teller.refused(new Change.AddAddress(EPOCH, connection, "192.168.100.2", 24)));
        guest.reboot();
        host.landGhosts();
        assertEquals(List.of(), guest.changes());
    }
}
