package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedVm;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The host is rebooted in the middle, which saves running VMs; and VMs that are saved or paused when they are to be put back. */
class RebootTest {

    private SimulatedHost host;
    private Lab lab;
    private boolean discarded;

    private void begin(Consumer<SimulatedVm> first) {
        discarded = false;
        host = SimulatedHost.intel2022("LAB-HOST").vm("node-1", first);
        lab = new Lab(host);
        // nothing but a start ends a saved state without losing it
        host.watch(event -> discarded |= host.vm("node-1").platformState().equals("Saved")
                && List.of("turn off", "expose on", "expose off", "shutdown").contains(event.what()));
    }

    private boolean isCutOff(Request.Kind kind, Faults faults) throws Exception {
        try {
            return lab.run(kind, "a", faults, "node-1").vms().get(0).failure() != null;
        } catch (MachineException e) {
            return true;
        }
    }

    private int calls(Request.Kind kind) throws Exception {
        Faults whole = new Faults();
        lab.run(kind, "a", whole, "node-1");
        return whole.calls(Faults.ANY);
    }

    private static Faults reboot(int call, boolean after) {
        return after
                ? new Faults().after(Faults.ANY, call, Faults.Kind.REBOOT)
                : new Faults().before(Faults.ANY, call, Faults.Kind.REBOOT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHostThatIsRebootedAnywhereInEnablingEndsAsItWas(boolean after) throws Exception {
        begin(vm -> vm.running());
        int calls = calls(Request.Kind.ENABLE);
        for (int call = 1; call <= calls; call++) {
            String when = (after ? "after" : "before") + " call " + call;
            begin(vm -> vm.running());
            assertTrue(isCutOff(Request.Kind.ENABLE, reboot(call, after)), when);
            boolean joined = host.leaseText(host.vm("node-1").id()).isPresent();
            assertEquals(
                    VmResult.End.RESTORED,
                    lab.one(Request.Kind.ROLL_BACK, "a", "node-1").end(),
                    when);
            assertFalse(host.vm("node-1").nesting(), when);
            // what nobody had joined the reboot has saved, which is the host's doing
            assertEquals(joined ? "Running" : "Saved", host.vm("node-1").platformState(), when);
            assertFalse(discarded, when);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHostThatIsRebootedAnywhereInRestoringEndsAsItWas(boolean after) throws Exception {
        begin(vm -> vm.running());
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        int calls = calls(Request.Kind.ROLL_BACK);
        for (int call = 1; call <= calls; call++) {
            String when = (after ? "after" : "before") + " call " + call;
            begin(vm -> vm.running());
            lab.run(Request.Kind.ENABLE, "a", "node-1");
            isCutOff(Request.Kind.ROLL_BACK, reboot(call, after));
            boolean over = LeaseText.read(host.leaseText(host.vm("node-1").id()).orElseThrow())
                    .aspects()
                    .isEmpty();
            assertEquals(
                    VmResult.End.RESTORED,
                    lab.one(Request.Kind.ROLL_BACK, "a", "node-1").end(),
                    when);
            assertFalse(host.vm("node-1").nesting(), when);
            assertEquals(over ? "Saved" : "Running", host.vm("node-1").platformState(), when);
            assertFalse(discarded, when);
        }
    }

    @Test
    void aVmThatStartsByItselfAfterTheRebootIsPutBackToo() throws Exception {
        begin(vm -> vm.running().startsAgainAfterReboot());
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        host.reboot();

        assertEquals(
                VmResult.End.RESTORED,
                lab.one(Request.Kind.ROLL_BACK, "a", "node-1").end());
        assertFalse(host.vm("node-1").nesting());
        assertEquals("Running", host.vm("node-1").platformState());
    }

    @Test
    void aSavedVmIsResumedAndShutDownProperlyBeforeItsExtensionsAreTakenBack() throws Exception {
        begin(vm -> vm.running());
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        host.vm("node-1").saved();
        int before = host.changes().size();
        lab.run(Request.Kind.ROLL_BACK, "a", "node-1");

        assertEquals(
                List.of("start node-1", "shutdown node-1", "expose off node-1", "start node-1"),
                host.changes().subList(before, host.changes().size()));
        assertFalse(discarded);
    }

    @Test
    void aPausedVmIsResumedAndShutDownProperlyBeforeItsExtensionsAreTakenBack() throws Exception {
        begin(vm -> vm.running());
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        host.vm("node-1").paused();
        int before = host.changes().size();
        lab.run(Request.Kind.ROLL_BACK, "a", "node-1");

        assertEquals(
                List.of("resume node-1", "shutdown node-1", "expose off node-1", "start node-1"),
                host.changes().subList(before, host.changes().size()));
        assertEquals("Running", host.vm("node-1").platformState());
    }

    @Test
    void aVmThatWasOffFirstAndIsSavedNowIsResumedPutBackAndOff() throws Exception {
        begin(vm -> vm.off());
        lab.with(Lab.starting()).run(Request.Kind.ENABLE, "a", "node-1");
        host.reboot();
        lab.run(Request.Kind.ROLL_BACK, "a", "node-1");

        assertFalse(host.vm("node-1").nesting());
        assertEquals("Off", host.vm("node-1").platformState());
        assertFalse(discarded);
    }

    @Test
    void aSavedVmThatDoesNotShutDownStaysStuckAndKeepsRunning() throws Exception {
        begin(vm -> vm.running());
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        host.vm("node-1").saved().ignoresShutdown();
        VmResult stuck = lab.one(Request.Kind.ROLL_BACK, "a", "node-1");

        assertEquals("HVN.DoesNotShutDown", stuck.failure().details().errorId());
        assertTrue(stuck.held());
        assertEquals("Running", host.vm("node-1").platformState());
        assertFalse(discarded);
    }

    @Test
    void aShutdownThatWasAskedForBeforeTheRebootIsNotAwaitedAfterIt() throws Exception {
        begin(vm -> vm.running().ignoresShutdown());
        Faults reboot = new Faults().after("change", 1, Faults.Kind.REBOOT);
        isCutOff(Request.Kind.ENABLE, reboot);
        long booted = host.clock().millis();
        host.vm("node-1").shutsDown();
        VmResult back = lab.one(Request.Kind.ROLL_BACK, "a", "node-1");

        assertEquals(VmResult.End.RESTORED, back.end());
        assertTrue(host.clock().millis() - booted < Bounds.SHUTDOWN.toMillis(), "it did not wait for that shutdown");
    }
}
