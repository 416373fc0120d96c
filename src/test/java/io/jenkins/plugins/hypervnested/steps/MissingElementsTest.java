package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A list of a Pipeline may have a null in it, as {@code [env.ONE, env.NOT_SET]} has. Its author hears of that, and of no error of ours. */
class MissingElementsTest {

    private static final List<String> NAMES = Arrays.asList("node-1", null);

    private static void assertRefused(Executable begin) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, begin);
        assertTrue(refused.getMessage() != null && !refused.getMessage().isEmpty());
    }

    @Test
    void aVmThatIsNull() {
        HypervNestedCheckStep check = new HypervNestedCheckStep("lab-host");
        check.setVms(NAMES);
        assertRefused(check::arguments);
        HypervNestedEnableStep enable = new HypervNestedEnableStep("lab-host");
        enable.setVms(NAMES);
        assertRefused(enable::arguments);
    }

    @Test
    void anAdapterThatIsNull() {
        HypervMacSpoofStep spoof = new HypervMacSpoofStep("lab-host");
        spoof.setVm("node-1");
        spoof.setAdapters(NAMES);
        assertRefused(spoof::arguments);
    }

    @Test
    void aGuestThatIsNull() {
        HypervNatStep nat = new HypervNatStep("lab-host");
        nat.setGuests(Collections.singletonList(null));
        assertRefused(nat::arguments);
    }

    @Test
    void aDnsServerThatIsNull() {
        NatGuest guest = new NatGuest("node-1", "192.168.100.2");
        guest.setDns(Arrays.asList("192.168.100.1", null));
        HypervNatStep nat = new HypervNatStep("lab-host");
        nat.setGuestCredentialsId("guests");
        nat.setGuests(List.of(guest));
        assertRefused(nat::arguments);
    }

    @Test
    void aNameThatIsNull() {
        HypervNatStep nat = new HypervNatStep("lab-host");
        nat.setSwitchName(null);
        assertRefused(nat::arguments);
        nat.setSwitchName("VmNAT");
        nat.setPrefix(null);
        assertRefused(nat::arguments);
    }

    @Test
    void aMachineOfABlockThatIsNull() {
        WithHypervNestedStep block = new WithHypervNestedStep();
        block.setMachines(Collections.singletonList(null));
        assertRefused(() -> Block.of(block.all(), block));
    }

    @Test
    void whatAMachineOfABlockNamesThatIsNull() {
        NestedMachine machine = new NestedMachine("lab-host");
        machine.setVms(NAMES);
        assertRefused(() -> block(machine));
        NestedNat nat = new NestedNat();
        nat.setGuestCredentialsId("l1");
        nat.setGuests(Collections.singletonList(null));
        machine.setVms(null);
        machine.setVm("node-1");
        machine.setNat(nat);
        assertRefused(() -> block(machine));
    }

    private static Block block(NestedMachine machine) {
        return Block.of(List.of(machine), new WithHypervNestedStep());
    }
}
