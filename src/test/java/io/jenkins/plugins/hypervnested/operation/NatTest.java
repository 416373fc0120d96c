package io.jenkins.plugins.hypervnested.operation;

import static io.jenkins.plugins.hypervnested.operation.NestedLab.both;
import static io.jenkins.plugins.hypervnested.operation.NestedLab.guest;
import static io.jenkins.plugins.hypervnested.operation.NestedLab.nat;
import static io.jenkins.plugins.hypervnested.operation.NestedLab.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.SimulatedPicture;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.util.List;
import org.junit.jupiter.api.Test;

class NatTest {

    private final NestedLab lab = new NestedLab();

    private VmResult make(String run, Nat nat) {
        return lab.run(Request.Kind.NAT, run, options(nat));
    }

    @Test
    void thePagesNetworkIsMadeInsideTheVm() {
        VmResult result = make("A", both());

        assertNull(result.failure(), () -> result.failure().sentence());
        assertTrue(result.verified() && result.changed() && result.held());
        assertEquals(
                List.of("create switch VmNAT", "create nat LocalNAT", "add address 192.168.100.1/24"),
                lab.node.changes().subList(0, 3));
    }

    @Test
    void everyNestedVmGetsItsAddressItsGatewayAndItsDnsServers() {
        VmResult result = make("A", both());

        assertEquals(
                "24 on "
                        + lab.nested("nested-1")
                                .network()
                                .connection("Ethernet")
                                .guid(),
                result.after().inside().get("nested-1: address 192.168.100.2"));
        assertEquals("10.0.0.53", result.after().inside().get("nested-2: dns"));
        assertEquals("absent", result.before().inside().get("nested-2: route 192.168.100.1"));
    }

    @Test
    void theSecondTimeNothingIsChanged() {
        make("A", both());
        int before = lab.node.changes().size();

        VmResult result = make("B", both());

        assertTrue(result.verified() && !result.changed(), result::toString);
        assertEquals(before, lab.node.changes().size());
    }

    @Test
    void everythingIsPutBackOnEveryMachine() {
        make("A", both());

        lab.giveBackAtLast("A", options(both()));

        lab.assertAsItWas();
    }

    @Test
    void theLastHolderPutsItBack() {
        make("A", both());
        make("B", both());
        lab.run(Request.Kind.ROLL_BACK, "A", options(both()));
        assertTrue(lab.node.network().switchId("VmNAT").length() > 0);

        lab.giveBackAtLast("B", options(both()));

        lab.assertAsItWas();
    }

    @Test
    void whatWasThereBeforeStays() {
        lab.node
                .network()
                .internalSwitch("VmNAT", c -> c.address("192.168.100.1", 24))
                .nat("LocalNAT", "192.168.100.0/24");
        lab.begins();

        VmResult result = make("A", nat());
        assertFalse(result.changed(), () -> String.join("\n", lab.log));
        lab.giveBackAtLast("A", options(nat()));

        lab.assertAsItWas();
    }

    @Test
    void onASwitchOfSomebodyElseDhcpComesBackWithTheAddressGone() {
        lab.node.network().internalSwitch("VmNAT", c -> c.dhcpInVain());
        lab.begins();

        make("A", nat());
        lab.giveBackAtLast("A", options(nat()));

        lab.assertAsItWas();
    }

    @Test
    void itCanBeMadeOnTheRegisteredMachineItself() {
        VmResult result = lab.run(
                Request.Kind.NAT,
                "A",
                Options.defaults().withInside(new Inside("", both())),
                new Faults(),
                VmRef.MACHINE,
                lab.node);

        assertNull(result.failure(), () -> result.failure().sentence());
        assertTrue(result.verified(), result::toString);
    }

    @Test
    void vmsOfARegisteredMachineHaveToBeAllowedByTheNameThatItGives() {
        VmResult result = lab.run(
                new NameRules(List.of("nested-1")), Options.defaults().withInside(new Inside("", both())), lab.node);

        assertEquals("HVN.VmNotAllowed", result.failure().details().errorId());
        lab.assertAsItWas();
    }

    @Test
    void aVmThatIsOffIsStartedOnlyWhereThatWasAskedFor() {
        lab.vm().off();
        lab.begins();
        assertEquals("HVN.NotRunning", make("A", nat()).failure().details().errorId());

        VmResult result = lab.run(Request.Kind.NAT, "B", options(nat()).withStart(true));
        assertNull(result.failure(), () -> result.failure().sentence());
        lab.giveBackAtLast("B", options(nat()));

        lab.assertAsItWas();
    }

    @Test
    void aConflictChangesNothing() {
        lab.node.network().nat("Theirs", "10.77.0.0/16");
        lab.begins();

        VmResult result = make("A", both());

        assertEquals("HVN.OtherNat", result.failure().details().errorId());
        assertFalse(result.held());
        lab.assertAsItWas();
    }

    @Test
    void aMistakeInTheLastGuestPutsBackAllThatWasMade() {
        VmResult result = make(
                "A",
                nat(
                        guest("nested-1", "192.168.100.2", true),
                        new Nat.Guest(
                                "nested-2", "192.168.100.3", 24, "", List.of(), "No such", false, NestedLab.NESTED)));

        assertEquals("HVN.NoConnection", result.failure().details().errorId());
        assertFalse(result.held(), result::toString);
        lab.assertAsItWas();
    }

    @Test
    void aGuestThatDoesNotTakeTheLoginPutsBackAllThatWasMade() {
        lab.node.vm("nested-2").refusesLogins(true);

        VmResult result = make("A", both());

        assertEquals("not permitted", result.failure().kind());
        assertFalse(result.held(), result::toString);
        lab.assertAsItWas();
    }

    @Test
    void aVmThatIsOffAtTheEndIsStartedForItAndUndoneInside() {
        lab.vm().off();
        lab.begins();
        lab.run(Request.Kind.NAT, "A", options(both()).withStart(true));
        lab.vm().off();

        lab.giveBackAtLast("A", options(both()));

        lab.assertAsItWas();
    }

    @Test
    void aVmThatCannotBeReachedAtTheEndIsTriedAgain() {
        make("A", both());
        lab.vm().unreachable();
        VmResult stuck = lab.run(Request.Kind.ROLL_BACK, "A", options(both()));
        assertTrue(stuck.held() && stuck.failure() != null, stuck::toString);
        lab.vm().reachable();

        lab.giveBackAtLast("A", options(both()));

        lab.assertAsItWas();
    }

    @Test
    void credentialsThatAreGoneAtTheEndLeaveEverythingHeld() {
        make("A", both());
        lab.node.vm("nested-2").refusesLogins(true);
        VmResult stuck = lab.run(Request.Kind.ROLL_BACK, "A", options(both()));
        assertEquals("not permitted", stuck.failure().kind());
        lab.node.vm("nested-2").refusesLogins(false);

        lab.giveBackAtLast("A", options(both()));

        lab.assertAsItWas();
    }

    @Test
    void aNestedVmThatWasDeletedCountsAsGivenBack() {
        make("A", both());
        lab.node.remove("nested-2");

        VmResult result = lab.giveBackAtLast("A", options(both()));

        assertTrue(result.notes().toString().contains("is gone"), result::toString);
        assertTrue(lab.node.changes().contains("remove switch VmNAT"));
    }

    @Test
    void aSwitchThatSomebodyElseBeganToUseStays() {
        lab.node.vm("other", vm -> vm.running());
        lab.begins();
        make("A", nat());
        lab.node.vm("other").connected(0, "VmNAT");

        VmResult result = lab.giveBackAtLast("A", options(nat()));

        assertTrue(result.notes().toString().contains("'other' was connected to it"), result::toString);
        assertTrue(lab.node.changes().contains("remove nat LocalNAT"));
        assertFalse(lab.node.changes().contains("remove switch VmNAT"));
    }

    @Test
    void aSwitchOfTheSameNameThatSomebodyElseMadeMeanwhileIsLeftAlone() {
        make("A", nat());
        lab.node.network().withoutNat("LocalNAT").withoutSwitch("VmNAT").internalSwitch("VmNAT");

        VmResult result = lab.giveBackAtLast("A", options(nat()));

        assertTrue(result.notes().toString().contains("changed by somebody else"), result::toString);
        assertTrue(lab.node.network().switchId("VmNAT").length() > 0);
    }

    @Test
    void aDryRunSaysWhatItWouldDoAndDoesNothing() {
        VmResult result = lab.run(Request.Kind.NAT, "A", options(both()).withDryRun(true));

        assertEquals("make switch 'VmNAT'", result.plan().get(0));
        assertTrue(result.plan().toString().contains("nested-2: give address 192.168.100.3/24"), result::toString);
        lab.assertAsItWas();
    }

    @Test
    void anotherRunThatWantsAnotherNatWaits() {
        make("A", nat());
        Nat other = new Nat("Other", "OtherNAT", "10.55.0.0/24", "10.55.0.1", List.of());

        assertEquals(VmResult.End.WAITING, make("B", other).end());
        lab.giveBackAtLast("A", options(nat()));
        VmResult result = make("B", other);
        assertNull(result.failure(), () -> result.failure().sentence());
        lab.giveBackAtLast("B", options(other));

        lab.assertAsItWas();
    }

    @Test
    void whatIsKeptIsHeldByNobodyAfterwards() {
        VmResult result = lab.run(Request.Kind.NAT, "A", options(both()).withRollback(false));

        assertTrue(result.verified() && !result.held(), result::toString);
        assertEquals(List.of(), SimulatedPicture.leases(lab.host));
        assertTrue(lab.node.network().switchId("VmNAT").length() > 0);
    }
}
