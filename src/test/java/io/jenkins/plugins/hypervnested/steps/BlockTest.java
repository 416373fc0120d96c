package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a block makes of its words. */
class BlockTest {

    private final WithHypervNestedStep step = new WithHypervNestedStep();

    private static NestedMachine machine(String host, String vm) {
        NestedMachine machine = new NestedMachine(host);
        machine.setVm(vm);
        return machine;
    }

    private Block block() {
        return Block.of(step.all(), step);
    }

    private Block block(NestedMachine... machines) {
        step.setMachines(List.of(machines));
        return block();
    }

    private static List<String> kinds(Block block) {
        return block.calls().stream()
                .flatMap(BlockCall::all)
                .map(call -> call.arguments().kind() + " " + call.arguments().vms())
                .toList();
    }

    private static NestedNat network(String credentials) {
        NestedNat nat = new NestedNat();
        nat.setGuestCredentialsId(credentials);
        return nat;
    }

    @Test
    void theRoleComesAfterTheVmAndTheNetworkAfterTheRole() {
        NestedMachine machine = new NestedMachine("lab");
        machine.setVms(List.of("a", "b"));
        machine.setInstall(true);
        machine.setGuestCredentialsId("l1");
        machine.setNat(network(null));
        Block block = block(machine);
        assertEquals(List.of("ENABLE [a, b]", "INSTALL [a]", "NAT [a]", "INSTALL [b]", "NAT [b]"), kinds(block));
        assertEquals(1, block.calls().size());
        assertEquals(2, block.calls().get(0).next().size());
        assertEquals(6, block.entryIds().stream().distinct().count());
    }

    @Test
    void everythingOfABlockIsGivenBack() {
        NestedMachine machine = machine("lab", "a");
        machine.setInstall(true);
        machine.setGuestCredentialsId("l1");
        assertTrue(block(machine).calls().stream()
                .flatMap(BlockCall::all)
                .allMatch(call ->
                        call.arguments().isRollback() && call.arguments().isInBlock()));
    }

    @Test
    void theWordsOfAMachineReachItsCalls() {
        step.setHost("lab");
        step.setVm("a");
        step.setMacSpoofing(true);
        step.setRestart(Options.Restart.FORCE);
        step.setStart(true);
        step.setWaitFor(Options.WaitFor.RUNNING);
        step.setWhenHeld(Options.WhenHeld.FAIL);
        step.setRestorePower(false);
        step.setGuestBuild(17763);
        step.setTimeout(2);
        step.setUnit(TimeUnit.HOURS);
        Options options = block().calls().get(0).arguments().options();
        assertEquals(Options.Spoofing.ON_ALL, options.spoofing());
        assertEquals(Options.Restart.FORCE, options.restart());
        assertTrue(options.start());
        assertEquals(Options.WaitFor.RUNNING, options.waitFor());
        assertEquals(Options.WhenHeld.FAIL, options.whenHeld());
        assertFalse(options.restorePower());
        assertEquals(17763, options.guestBuild());
        assertEquals(Duration.ofHours(2), options.timeout());
    }

    @Test
    void aNetworkHasItsOwnCredentialsElseThoseOfTheMachine() {
        NestedMachine machine = machine("lab", "a");
        machine.setGuestCredentialsId("of-machine");
        machine.setNat(network(null));
        assertEquals(List.of("of-machine"), logins(block(machine)));
        machine.setNat(network("of-network"));
        assertEquals(List.of("of-network"), logins(block(machine)));
    }

    private static List<String> logins(Block block) {
        return block.calls().get(0).next().get(0).arguments().logins();
    }

    @Test
    void installingTheRoleHasMoreTimeUnlessSaidOtherwise() {
        NestedMachine machine = machine("lab", "a");
        assertEquals(
                Duration.ofMinutes(15),
                block(machine).calls().get(0).arguments().timeout());
        machine.setInstall(true);
        machine.setGuestCredentialsId("l1");
        assertEquals(
                Duration.ofMinutes(60),
                block(machine).calls().get(0).arguments().timeout());
    }

    @Test
    void eachBlockHasEntriesOfItsOwn() {
        NestedMachine machine = machine("lab", "a");
        Block one = block(machine);
        Block other = block(machine);
        assertNotEquals(one.id(), other.id());
        assertNotEquals(one.entryIds(), other.entryIds());
    }

    @Test
    void aBlockIsTheSameAfterItWasSaved() throws Exception {
        NestedMachine machine = machine("lab", "a");
        machine.setNat(network("l1"));
        Block block = block(machine);
        block.begins();
        block.calls().get(0).isNowDone();
        Block again = again(block);
        assertEquals(block.id(), again.id());
        assertEquals(block.entryIds(), again.entryIds());
        assertTrue(again.calls().get(0).isDone());
        assertEquals(
                Request.Kind.NAT, again.calls().get(0).next().get(0).arguments().kind());
        assertEquals(block.environment(), again.environment());
    }

    @Test
    void givingBackHasItsTimeThoughTheBlockWasSavedBeforeItEnded() throws Exception {
        Block again = again(block(machine("lab", "a")));
        Instant until = again.rollbackUntil();
        assertTrue(until.isAfter(Instant.now().plus(Duration.ofMinutes(29))), until.toString());
        assertEquals(until, again.rollbackUntil());
    }

    private static Block again(Block block) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(block);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (Block) in.readObject();
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        NestedMachine a = machine("lab", "a");
        assertThrows(IllegalArgumentException.class, () -> block(a, machine("lab", "a")), "twice");
        assertEquals(2, block(a, machine("other", "a")).calls().size());
        assertThrows(IllegalArgumentException.class, () -> block(new NestedMachine("lab")), "no VM");
        assertThrows(IllegalArgumentException.class, () -> block(machine("", "a")), "no host");
        assertThrows(IllegalArgumentException.class, () -> Block.of(List.of(), step), "no machine");
        step.setRollbackTimeout(0);
        assertThrows(IllegalArgumentException.class, () -> block(a), "no time to give back");
        step.setRollbackTimeout(30);
        step.setVm("b");
        assertThrows(IllegalArgumentException.class, () -> block(a), "in both places");
    }

    @Test
    void theBodyFindsTheFirstMachineAndEachByItsNumber() {
        NestedMachine first = new NestedMachine("lab");
        first.setVms(List.of("a", "b"));
        NestedMachine second = machine("other", "c");
        second.setNat(network("l1"));
        var variables = block(first, second).environment();
        assertEquals("lab", variables.get("HYPERV_HOST"));
        assertEquals("a", variables.get("HYPERV_VM"));
        assertEquals("a,b,c", variables.get("HYPERV_VMS"));
        assertEquals("", variables.get("HYPERV_NAT_GATEWAY"), "what a block around it says does not count");
        assertEquals("a,b", variables.get("HYPERV_VMS_1"));
        assertEquals("other", variables.get("HYPERV_HOST_2"));
        assertEquals("192.168.100.1", variables.get("HYPERV_NAT_GATEWAY_2"));
        assertEquals("VmNAT", variables.get("HYPERV_NAT_SWITCH_2"));
    }
}
