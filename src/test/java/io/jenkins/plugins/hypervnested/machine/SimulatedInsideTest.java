package io.jenkins.plugins.hypervnested.machine;

import static io.jenkins.plugins.hypervnested.machine.Teller.EPOCH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatedInsideTest {

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
    private final SimulatedMachine machine = host.connect();

    private SimulatedMachine inNode1() throws Exception {
        return machine.inside(node1.id(), "node");
    }

    private SimulatedMachine inNode2() throws Exception {
        return inNode1().inside(node2.id(), "guest");
    }

    private Failure refusal(SimulatedMachine from, SimulatedVm vm, String login) {
        return assertThrows(MachineException.class, () -> from.inside(vm.id(), login))
                .failure();
    }

    private String lost(Machine from) {
        Failure failure = assertThrows(MachineException.class, from::describe).failure();
        assertInstanceOf(Failure.Unreachable.class, failure);
        return failure.details().errorId();
    }

    @Test
    void theInsideIsAMachineOfItsOwn() throws Exception {
        assertEquals("NODE-1", inNode1().describe().name());
        MachineFacts facts = inNode2().describe();
        assertEquals("NODE-2", facts.name());
        assertEquals("Virtual Machine", facts.model());
        assertNotEquals(machine.describe().uuid(), facts.uuid());
    }

    @Test
    void theAdaptersOfAVmAreTheConnectionsInside() throws Exception {
        String mac = node2.adapters().get(0).mac();
        assertTrue(mac.matches("00155D[0-9A-F]{6}"), mac);
        assertEquals(mac, new Teller(inNode2()).network().interfaces().get(0).mac());
        assertEquals("Ethernet", guest.network().connectionOf(0).name);
    }

    @Test
    void dhcpAnswersOnlyWhereTheAdapterWasConnected() throws Exception {
        relay.network().privateSwitch("other");
        String given =
                guest.network().connection("Ethernet").seen().addresses().get(0).ip();
        node2.connected(0, "other");
        assertEquals(List.of(), guest.network().connection("Ethernet").seen().addresses());
        host.advance(10_000);
        String chosen =
                guest.network().connection("Ethernet").seen().addresses().get(0).ip();
        assertTrue(chosen.startsWith("169.254."), chosen);
        node2.connected(0, "VmNAT");
        host.advance(10_000);
        assertEquals(
                given,
                guest.network().connection("Ethernet").seen().addresses().get(0).ip());
    }

    @Test
    void aVmThatDoesNotRunIsInTheWrongState() {
        host.vm("off", SimulatedVm::off);
        Failure failure = refusal(machine, host.vm("off"), "node");
        assertInstanceOf(Failure.WrongState.class, failure);
    }

    @Test
    void aGuestThatBootsOrCannotBeReachedIsUnreachable() throws Exception {
        node1.off();
        host.startByHand("node-1");
        assertInstanceOf(Failure.Unreachable.class, refusal(machine, node1, "node"));
        machine.await(Map.of(node1.id(), node1.seen(host.millis()).fingerprint()), Duration.ofSeconds(30));
        SimulatedMachine inside = inNode1();
        node1.unreachable();
        assertInstanceOf(Failure.Unreachable.class, refusal(machine, node1, "node"));
        assertEquals("HVN.InsideLost", lost(inside));
    }

    @Test
    void anotherLoginIsNotTaken() {
        assertInstanceOf(Failure.NotPermitted.class, refusal(machine, node1, "guest"));
        node1.refusesLogins(true);
        assertInstanceOf(Failure.NotPermitted.class, refusal(machine, node1, "node"));
    }

    @Test
    void aVmOfWhichThereIsNoneIsNotFound() {
        Failure failure = assertThrows(MachineException.class, () -> machine.inside("no such", "node"))
                .failure();
        assertEquals("HVN.VmGone", failure.details().errorId());
    }

    @Test
    void timeIsOneAndEachHasMillisecondsOfItsOwnBoot() throws Exception {
        SimulatedMachine inside = inNode2();
        guest.advance(500_000);
        long before = host.clock().millis();
        long inTheGuest = guest.clock().millis();
        inside.await(Map.of(Subject.NETWORK, new Teller(inside).network().fingerprint()), Duration.ofSeconds(7));
        assertEquals(host.clock().millis() - before, guest.clock().millis() - inTheGuest);
        assertTrue(host.clock().millis() - before >= 7_000);
        node2.off();
        relay.startByHand("node-2");
        assertEquals(10_000, guest.clock().millis());
    }

    @Test
    void awaitingInsideLetsTheHostMoveToo() throws Exception {
        host.vm("other", vm -> vm.running());
        Teller teller = new Teller(machine);
        teller.take(host.vm("other").id());
        SimulatedMachine inside = inNode1();
        teller.tell(new Change.AskShutdown(host.vm("other").id(), EPOCH));
        inside.await(Map.of(Subject.ROLE, new Teller(inside).role().fingerprint()), Duration.ofSeconds(10));
        assertEquals("Off", host.vm("other").platformState());
    }

    @Test
    void aVmThatGoesOffTakesItsInsideWithIt() throws Exception {
        SimulatedMachine first = inNode1();
        SimulatedMachine second = first.inside(node2.id(), "guest");
        new Teller(second).take(Subject.NETWORK);
        String boot = relay.clock().boot();
        node1.off();
        assertEquals("HVN.InsideLost", lost(first));
        assertEquals("HVN.InsideLost", lost(second));
        assertEquals("Off", node2.platformState());
        assertEquals(List.of(), guest.processes());
        machine.describe();
        node1.running();
        assertNotEquals(boot, relay.clock().boot());
        node2.running();
        assertFalse(new Teller(inNode2()).observe(Subject.NETWORK).lease().actorAlive());
    }

    @Test
    void aVmInsideStartsAgainWhereItsSceneSaysSo() throws Exception {
        node2.startsAgainAfterReboot().bootMillis(100);
        node1.off();
        node1.running();
        assertEquals("Starting", node2.platformState());
        host.advance(100);
        assertEquals("Running", node2.platformState());
    }

    @Test
    void aSavedVmComesBackWithWhatItWas() throws Exception {
        SimulatedMachine inside = inNode1();
        String boot = relay.clock().boot();
        long millis = relay.clock().millis();
        node1.saved();
        host.advance(60_000);
        assertEquals(millis, relay.clock().millis());
        assertEquals("HVN.InsideLost", lost(inside));
        node1.running();
        assertEquals(boot, relay.clock().boot());
        assertEquals("Running", node2.platformState());
    }

    @Test
    void aPausedVmDoesNotAnswer() throws Exception {
        SimulatedMachine inside = inNode1();
        node1.paused();
        Failure failure = assertThrows(MachineException.class, inside::describe).failure();
        assertEquals("HVN.InsideTimedOut", failure.details().errorId());
    }

    @Test
    void aRebootOfTheHostResetsWhatIsInside() throws Exception {
        String boot = relay.clock().boot();
        node1.startsAgainAfterReboot();
        host.reboot();
        host.advance(30_000);
        assertEquals("Running", node1.platformState());
        assertNotEquals(boot, relay.clock().boot());
        assertEquals("Off", node2.platformState());
    }

    @Test
    void closingAnInsideEndsItsProcessOnly() throws Exception {
        SimulatedMachine first = inNode1();
        SimulatedMachine second = first.inside(node2.id(), "guest");
        second.close();
        assertEquals(List.of(), guest.processes());
        assertEquals("NODE-1", first.describe().name());
        first.inside(node2.id(), "guest");
        machine.close();
        assertEquals(List.of(), relay.processes());
        assertEquals(List.of(), guest.processes());
        assertEquals("", lost(first));
    }

    @Test
    void aSecondSessionTakesThePlaceOfTheFirst() throws Exception {
        SimulatedMachine first = inNode1();
        inNode1();
        assertEquals(1, relay.processes().size());
        assertEquals("HVN.InsideLost", lost(first));
    }

    @Test
    void allOfItMayBeWrittenAndReadAgain() throws Exception {
        SimulatedMachine inside = inNode1();
        new Teller(inside).take(Subject.NETWORK);
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(host);
        }
        SimulatedHost copy;
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            copy = (SimulatedHost) in.readObject();
        }
        SimulatedMachine again = copy.as(machine.process()).session(node1.id()).orElseThrow();
        assertTrue(new Teller(again).observe(Subject.NETWORK).lease().actorMine());
        assertEquals(node2.adapters(), copy.vm("node-1").inside().vm("node-2").adapters());
    }
}
