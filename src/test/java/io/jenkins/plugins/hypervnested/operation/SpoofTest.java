package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.SimulatedCrash;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpoofTest {

    private final SimulatedHost host = SimulatedHost.intel2022("LAB-HOST")
            .vm("node-1", vm -> vm.running().noAdapters().adapter("LAN").adapter("WAN"));
    private final Lab lab = spoofing(true);

    private Lab spoofing(boolean on, String... adapters) {
        return new Lab(host).with(Options.defaults().withSpoofing(new Options.Spoofing(on, List.of(adapters))));
    }

    private boolean spoofs(int adapter) {
        return host.vm("node-1").adapters().get(adapter).spoofing();
    }

    @Test
    void allAdaptersOfARunningVmAreChangedWithoutARestartAndGivenBack() throws Exception {
        VmResult vm = lab.one(Request.Kind.SPOOF, "a", "node-1");

        assertEquals(VmResult.End.DONE, vm.end());
        assertTrue(vm.changed() && vm.verified());
        assertTrue(spoofs(0) && spoofs(1));
        lab.one(Request.Kind.ROLL_BACK, "a", "node-1");
        assertFalse(spoofs(0) || spoofs(1));
        assertEquals(
                List.of("spoof on node-1", "spoof on node-1", "spoof off node-1", "spoof off node-1"), host.changes());
    }

    @Test
    void onlyTheNamedAdapterIsChanged() throws Exception {
        spoofing(true, "WAN").one(Request.Kind.SPOOF, "a", "node-1");

        assertFalse(spoofs(0));
        assertTrue(spoofs(1));
    }

    @Test
    void whatIsAsWantedIsNotChanged() throws Exception {
        host.vm("node-1").spoofing(0, true).spoofing(1, true);
        VmResult vm = lab.one(Request.Kind.SPOOF, "a", "node-1");

        assertFalse(vm.changed());
        assertTrue(vm.verified());
        assertEquals(List.of(), host.changes());
    }

    @Test
    void spoofingCanBeForbiddenToo() throws Exception {
        host.vm("node-1").spoofing(0, true);
        Lab forbid = spoofing(false);
        forbid.one(Request.Kind.SPOOF, "a", "node-1");

        assertFalse(spoofs(0));
        forbid.one(Request.Kind.ROLL_BACK, "a", "node-1");
        assertTrue(spoofs(0));
        assertFalse(spoofs(1));
    }

    @Test
    void aNameThatFitsNoAdapterStopsWithTheListOfThoseThatAreThere() throws Exception {
        VmResult vm = spoofing(true, "lan").one(Request.Kind.SPOOF, "a", "node-1");

        assertInstanceOf(Failure.NotFound.class, vm.failure());
        assertTrue(vm.failure().sentence().contains("it has 'LAN', 'WAN'"), vm.failure()::sentence);
        assertFalse(vm.held());
        assertEquals(List.of(), host.changes());
    }

    @Test
    void aNameThatFitsSeveralAdaptersStops() throws Exception {
        host.vm("node-1").renameAdapter(1, "LAN");
        VmResult vm = spoofing(true, "LAN").one(Request.Kind.SPOOF, "a", "node-1");

        assertInstanceOf(Failure.Ambiguous.class, vm.failure());
        assertEquals(List.of(), host.changes());
    }

    @Test
    void aVmWithoutAdaptersIsAFailure() throws Exception {
        host.vm("node-1").noAdapters();

        assertInstanceOf(
                Failure.NotFound.class,
                lab.one(Request.Kind.SPOOF, "a", "node-1").failure());
    }

    @Test
    void anAdapterThatWasRenamedIsRestoredByItsIdAndReported() throws Exception {
        Lab one = spoofing(true, "LAN");
        one.one(Request.Kind.SPOOF, "a", "node-1");
        host.vm("node-1").renameAdapter(0, "DMZ");
        VmResult vm = one.one(Request.Kind.ROLL_BACK, "a", "node-1");

        assertFalse(spoofs(0));
        assertEquals(List.of("adapter 'LAN' is called 'DMZ' now"), vm.notes());
    }

    @Test
    void anAdapterThatIsGoneCountsAsGivenBackAndIsReported() throws Exception {
        lab.one(Request.Kind.SPOOF, "a", "node-1");
        host.vm("node-1").removeAdapter(0);
        VmResult vm = lab.one(Request.Kind.ROLL_BACK, "a", "node-1");

        assertEquals(VmResult.End.RESTORED, vm.end());
        assertFalse(spoofs(0));
        assertEquals(List.of("adapter 'LAN' is gone, and its MAC address spoofing with it"), vm.notes());
    }

    @Test
    void anAdapterThatWasAddedMeanwhileIsLeftAsItIs() throws Exception {
        lab.one(Request.Kind.SPOOF, "a", "node-1");
        host.vm("node-1").adapter("NEW").spoofing(2, true);
        lab.one(Request.Kind.ROLL_BACK, "a", "node-1");

        assertFalse(spoofs(0) || spoofs(1));
        assertTrue(spoofs(2));
    }

    @Test
    void whatSomebodyElsePutBackAlreadyIsNotChangedAgain() throws Exception {
        lab.one(Request.Kind.SPOOF, "a", "node-1");
        host.vm("node-1").spoofing(0, false).spoofing(1, false);
        VmResult vm = lab.one(Request.Kind.ROLL_BACK, "a", "node-1");

        assertEquals(VmResult.End.RESTORED, vm.end());
        assertEquals(2, host.changes().size());
    }

    @Test
    void aHostThatRefusesWhileTheVmRunsHasItRestartedForIt() throws Exception {
        host.spoofsOnlyWhileOff();
        VmResult vm = lab.one(Request.Kind.SPOOF, "a", "node-1");

        assertEquals(VmResult.End.DONE, vm.end());
        assertEquals("Running", vm.after().state());
        assertEquals(List.of("shutdown node-1", "spoof on node-1", "spoof on node-1", "start node-1"), host.changes());
        lab.one(Request.Kind.ROLL_BACK, "a", "node-1");
        assertFalse(spoofs(0) || spoofs(1));
        assertEquals("Running", host.vm("node-1").platformState());
    }

    @Test
    void restartNeverLeavesTheVmRunningAndSaysWhy() throws Exception {
        host.spoofsOnlyWhileOff();
        Lab never = spoofing(true).with(lab.options.withRestart(Options.Restart.NEVER));
        VmResult vm = never.one(Request.Kind.SPOOF, "a", "node-1");

        assertInstanceOf(Failure.WrongState.class, vm.failure());
        assertTrue(vm.failure().sentence().contains("which the host refuses while it is on"), vm.failure()::sentence);
        assertEquals(List.of(), host.changes());
        assertFalse(vm.held());
    }

    @Test
    void aVmThatOthersWorkOnIsNotRestartedForIt() throws Exception {
        host.spoofsOnlyWhileOff();
        new Lab(host).one(Request.Kind.ENABLE, "other", "node-1");
        int changes = host.changes().size();
        VmResult vm = lab.one(Request.Kind.SPOOF, "a", "node-1");

        assertEquals(VmResult.End.WAITING, vm.end());
        assertEquals(changes, host.changes().size());
    }

    @Test
    void aCrashBetweenStopAndStartLosesNoPower() throws Exception {
        host.spoofsOnlyWhileOff();
        Faults lost = new Faults().after("change", 2, Faults.Kind.CRASH);
        assertThrows(SimulatedCrash.class, () -> lab.run(Request.Kind.SPOOF, "a", lost, "node-1"));
        host.advance(60_000);
        lab.one(Request.Kind.ROLL_BACK, "a", "node-1");

        assertEquals("Running", host.vm("node-1").platformState());
        assertFalse(spoofs(0) || spoofs(1));
    }

    @Test
    void aSavedVmThatIsRefusedIsNeitherWokenNorTurnedOff() throws Exception {
        host.spoofsOnlyWhileOff().vm("node-1").saved();
        VmResult vm = lab.one(Request.Kind.SPOOF, "a", "node-1");

        assertInstanceOf(Failure.WrongState.class, vm.failure());
        assertEquals("Saved", host.vm("node-1").platformState());
        assertEquals(List.of(), host.changes());
    }

    @Test
    void enablingWithSpoofingNeedsOneRestart() throws Exception {
        host.spoofsOnlyWhileOff();
        lab.one(Request.Kind.ENABLE, "a", "node-1");

        assertEquals(
                List.of("shutdown node-1", "expose on node-1", "spoof on node-1", "spoof on node-1", "start node-1"),
                host.changes());
    }

    @Test
    void aDryRunTellsEachAdapter() throws Exception {
        VmResult vm = spoofing(true, "WAN")
                .with(Options.defaults().withDryRun(true).withSpoofing(new Options.Spoofing(true, List.of("WAN"))))
                .one(Request.Kind.SPOOF, "a", "node-1");

        assertEquals(List.of("allow MAC address spoofing on adapter 'WAN' of VM 'node-1'"), vm.plan());
        assertEquals(List.of(), host.changes());
    }

    @Test
    void twoRunsThatWantDifferentThingsOfOneAdapterDoNotBothGetThem() throws Exception {
        lab.one(Request.Kind.SPOOF, "a", "node-1");

        assertEquals(
                VmResult.End.WAITING,
                spoofing(false).one(Request.Kind.SPOOF, "b", "node-1").end());
        assertTrue(spoofs(0));
    }

    @Test
    void aVmThatCouldNotBeNestedMaySpoofAllTheSame() throws Exception {
        host.vm("node-1").version("5.0");

        assertEquals(
                VmResult.End.DONE, lab.one(Request.Kind.SPOOF, "a", "node-1").end());
    }
}
