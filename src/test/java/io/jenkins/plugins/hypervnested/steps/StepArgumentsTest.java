package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.operation.Nat;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What steps that work inside a VM make of their arguments. */
class StepArgumentsTest {

    private final HypervNatStep nat = new HypervNatStep("lab-host");
    private final HypervNestedInstallStep install = new HypervNestedInstallStep("lab-host");

    private HypervNatStep inNode(NatGuest... guests) {
        nat.setVm("node-1");
        nat.setGuestCredentialsId("l1-admin");
        nat.setGuests(List.of(guests));
        return nat;
    }

    private static Nat.Guest only(HypervNatStep step) {
        return step.arguments().nat().guests().get(0);
    }

    @Test
    void aNetworkHasThePagesNamesAndNumbersByDefault() {
        assertEquals(Nat.DEFAULT, inNode().arguments().nat());
    }

    @Test
    void aPrefixWithoutAGatewayHasItsFirstAddress() {
        nat.setPrefix("10.20.30.0/26");
        assertEquals("10.20.30.1", inNode().arguments().nat().gateway());
    }

    @Test
    void aGuestHasWhatTheNetworkHasWhereItSaysNothingElse() {
        Nat.Guest guest = only(inNode(new NatGuest("n1", "192.168.100.2")));
        assertEquals(
                new Nat.Guest("n1", "192.168.100.2", 24, "192.168.100.1", List.of(), "", false, "l1-admin"), guest);
    }

    @Test
    void aGuestHasWhatItSays() {
        NatGuest guest = new NatGuest("n1", "192.168.100.2");
        guest.setPrefixLength(25);
        guest.setGateway("none");
        guest.setDns(List.of("192.168.100.1\n 9.9.9.9 ", ""));
        guest.setAdapter("Ethernet");
        guest.setConnect(true);
        guest.setCredentialsId("n1-admin");
        assertEquals(
                new Nat.Guest(
                        "n1",
                        "192.168.100.2",
                        25,
                        "",
                        List.of("192.168.100.1", "9.9.9.9"),
                        "Ethernet",
                        true,
                        "n1-admin"),
                only(inNode(guest)));
    }

    @Test
    void everyLoginIsNamedOnce() {
        NatGuest own = new NatGuest("n2", "192.168.100.3");
        own.setCredentialsId("n2-admin");
        HypervNatStep step = inNode(new NatGuest("n1", "192.168.100.2"), own);
        assertEquals(List.of("l1-admin", "n2-admin"), step.arguments().logins());
    }

    @Test
    void withoutAVmTheMachineItselfIsMeantAndNeedsNoLogin() {
        StepArguments arguments = nat.arguments();
        assertEquals(List.of(""), arguments.vms());
        assertEquals("", arguments.options().inside().login());
        assertTrue(arguments.logins().isEmpty());
    }

    @Test
    void theGuestsOfTheMachineItselfAreVmsOfTheHost() {
        nat.setGuestCredentialsId("guests");
        nat.setGuests(List.of(new NatGuest("node-1", "192.168.100.2")));
        assertEquals(List.of("node-1"), nat.arguments().vmsOfHost());
        assertEquals(List.of("node-2"), inNodeTwo().vmsOfHost());
    }

    private StepArguments inNodeTwo() {
        nat.setVm("node-2");
        return nat.arguments();
    }

    @Test
    void aVmNeedsALogin() {
        nat.setVm("node-1");
        assertThrows(IllegalArgumentException.class, nat::arguments);
        install.setVm("node-1");
        assertThrows(IllegalArgumentException.class, install::arguments);
    }

    @Test
    void aGuestNeedsALogin() {
        nat.setGuests(List.of(new NatGuest("n1", "192.168.100.2")));
        assertThrows(IllegalArgumentException.class, nat::arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.100.1/24", "192.168.100.0/33", "192.168.100.0", "fd00::/64", "", "$(x)"})
    void aPrefixThatIsNoneIsRefusedBeforeAnythingIsSent(String prefix) {
        nat.setPrefix(prefix);
        assertThrows(IllegalArgumentException.class, () -> inNode().arguments());
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.100.1", "192.168.100.0", "192.168.100.255", "10.0.0.2", "", "n1"})
    void anAddressThatAGuestCannotHaveIsRefused(String address) {
        HypervNatStep step = inNode(new NatGuest("n1", address));
        assertThrows(IllegalArgumentException.class, step::arguments);
    }

    @Test
    void twoGuestsOfOneAddressAreRefused() {
        HypervNatStep step = inNode(new NatGuest("n1", "192.168.100.2"), new NatGuest("n2", "192.168.100.2"));
        assertThrows(IllegalArgumentException.class, step::arguments);
    }

    @Test
    void theJournalKnowsANetworkByItsSwitchAndItsPrefix() {
        assertEquals("nat VmNAT 192.168.100.0/24", inNode().arguments().wanted());
        assertEquals(Request.Kind.NAT, nat.arguments().kind());
    }

    @Test
    void aRoleStaysAfterTheRunUnlessItIsToldOtherwise() {
        install.setVm("node-1");
        install.setGuestCredentialsId("l1-admin");
        StepArguments arguments = install.arguments();
        assertFalse(arguments.isRollback());
        assertEquals(Duration.ofMinutes(45), arguments.timeout());
        assertEquals("role", arguments.wanted());
        assertNull(arguments.nat());
        install.setRollback(true);
        assertTrue(install.arguments().isRollback());
    }

    @Test
    void aRoleIsForAVmThatIsNamed() {
        install.setGuestCredentialsId("l1-admin");
        assertThrows(IllegalArgumentException.class, install::arguments);
    }

    @Test
    void whatARestartMayDoIsPassedOn() {
        install.setVm("node-1");
        install.setGuestCredentialsId("l1-admin");
        install.setRestart(Options.Restart.FORCE);
        install.setStart(true);
        Options options = install.arguments().options();
        assertEquals(Options.Restart.FORCE, options.restart());
        assertTrue(options.start());
        install.setRestart(null);
        assertThrows(IllegalArgumentException.class, install::arguments);
    }

    @Test
    void aDryRunIsNotRecorded() {
        nat.setDryRun(true);
        assertFalse(inNode().arguments().isRecorded());
    }
}
