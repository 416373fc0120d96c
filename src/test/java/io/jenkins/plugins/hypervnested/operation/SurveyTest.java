package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedCrash;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.Subject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a survey tells of the leases of a machine, and the one thing that it writes there. */
class SurveyTest {

    private final SimulatedHost host =
            SimulatedHost.intel2022("LAB-HOST").vm("node-1", vm -> vm.running()).vm("node-2", vm -> vm.off());
    private final Lab lab = new Lab(host).startedAs("second", "incarnation");

    private String lease(String vm) {
        return host.leaseText(host.vm(vm).id()).orElseThrow();
    }

    @Test
    void everyLeaseIsToldInFull() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        lab.run(Request.Kind.ENABLE, "b", "node-2");

        List<FoundLease> leases = lab.survey();

        assertEquals(2, leases.size());
        FoundLease found = leases.stream()
                .filter(l -> l.subject().equals(host.vm("node-1").id()))
                .findFirst()
                .orElseThrow();
        assertEquals("node-1", found.name());
        assertTrue(found.isReadable());
        assertEquals("", found.actor());
        FoundHolder holder = found.holders().get(0);
        assertEquals("entry-a-node-1", holder.entry());
        assertEquals("a", holder.run());
        assertEquals("controller", holder.controller());
        assertEquals("second", holder.incarnation());
        assertEquals("a on a controller", holder.shownAs());
        assertFalse(holder.since().isEmpty());
        assertTrue(holder.ready());
        assertEquals(List.of("nesting on", "power on"), holder.wants());
        assertTrue(found.aspects().contains(new AspectRecord("nesting", "", "off", "on")), found.aspects()::toString);
    }

    @Test
    void theLeaseOfAVmThatIsGoneIsToldWithoutAName() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        host.remove("node-1");

        FoundLease found = lab.survey().get(0);
        assertEquals("", found.name());
        assertEquals(1, found.holders().size());
    }

    @ParameterizedTest
    @EnumSource(
            value = LeaseSeen.Problem.class,
            names = {"DAMAGED", "NEWER"})
    void aLeaseThatCannotBeReadIsToldWithItsProblemAndNotTouched(LeaseSeen.Problem problem) throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        host.spoilLease(host.vm("node-1").id(), problem);
        int events = host.events().size();

        FoundLease found = lab.survey().get(0);
        assertEquals(problem.name(), found.problem());
        assertEquals(List.of(), found.holders());
        assertEquals(events, host.events().size());
    }

    @Test
    void thePresentStartIsWrittenIntoAllThatItsControllerHoldsAndNothingElseIs() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        lab.run(Request.Kind.ENABLE, "b", "node-1");
        String before = lease("node-1");

        lab.survey();

        assertEquals(before.replace("=incarnation", "=second"), lease("node-1"));
    }

    @Test
    void whatAnotherControllerHoldsStaysAsItIs() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        lab.asker = new Asker("another", "its start", lab.asker.starts());
        String before = lease("node-1");

        lab.survey();

        assertEquals(before, lease("node-1"));
    }

    @Test
    void whatIsWrittenAlreadyIsNotWrittenAgain() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        lab.survey();
        int events = host.events().size();

        lab.survey();

        assertEquals(events, host.events().size());
    }

    @Test
    void whoActsKeepsTheFloor() throws Exception {
        Faults crash = new Faults().after("change", 1, Faults.Kind.CRASH);
        assertThrows(SimulatedCrash.class, () -> lab.run(Request.Kind.ENABLE, "a", crash, "node-1"));
        String before = lease("node-1");

        assertEquals("entry-a-node-1", lab.survey().get(0).actor());
        assertEquals(before.replace("=incarnation", "=second"), lease("node-1"));
    }

    @Test
    void whatSomebodyElseWritesMeanwhileIsKept() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        Machine between = before(host.connect(), "writeLeases", () -> lab.run(Request.Kind.ENABLE, "b", "node-1"));

        FoundLease found = lab.survey(between).get(0);

        assertEquals(2, found.holders().size());
        assertTrue(found.holders().stream().allMatch(h -> h.incarnation().equals("second")), found::toString);
    }

    @Test
    void twoThatTakeThemselvesForOneControllerAreToldApartAndNothingIsWritten() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        lab.run(Request.Kind.ENABLE, "b", "node-2");
        lab.startedAs("second", "incarnation").survey();
        int events = host.events().size();

        lab.startedAs("copy", "incarnation");
        MachineException e = assertThrows(MachineException.class, lab::survey);

        assertEquals("HVN.UnknownStart", e.failure().details().errorId());
        assertEquals("start second", e.failure().details().message());
        assertEquals(events, host.events().size());
    }

    @Test
    void oneLeaseOfACopyIsEnoughToWriteNothingAnywhere() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        lab.survey();
        lab.run(Request.Kind.ENABLE, "b", "node-2");
        int events = host.events().size();

        lab.startedAs("copy", "incarnation");
        assertThrows(MachineException.class, lab::survey);

        assertEquals(events, host.events().size());
    }

    @Test
    void theLeaseOfAMachinesNetworkIsToldWithItsPlace() throws Exception {
        NestedLab nested = new NestedLab();
        nested.run(Request.Kind.NAT, "A", NestedLab.options(NestedLab.nat()));

        FoundLease network = new Lab(nested.node)
                .startedAs("second", "incarnation").survey().stream()
                        .filter(l -> l.subject().equals(Subject.NETWORK))
                        .findFirst()
                        .orElseThrow();

        assertEquals("", network.name());
        assertEquals(Place.TARGET.of(Subject.NETWORK), network.aspects().get(0).place());
        assertEquals(1, network.holders().size());
    }

    @Test
    void aLeaseThatCannotBeWrittenIsToldAllTheSame() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        Failure.Details details = new Failure.Details("x", "LAB-HOST", "", "unknown", "r", "HVN.LeaseBusy", "", "");
        Faults busy = new Faults().fail("writeLeases", 1, new Failure.Busy(details));

        List<FoundLease> found = lab.survey(host.connect(busy));

        assertEquals("incarnation", found.get(0).holders().get(0).incarnation());
        assertTrue(lab.log.stream().anyMatch(l -> l.contains("could not write this start")), lab.log::toString);
    }

    /** {@return a machine before whose first call of a verb somebody else does something} */
    private static Machine before(Machine machine, String verb, Act act) {
        boolean[] done = new boolean[1];
        return (Machine) Proxy.newProxyInstance(
                SurveyTest.class.getClassLoader(), new Class<?>[] {Machine.class}, (proxy, method, args) -> {
                    if (method.getName().equals(verb) && !done[0]) {
                        done[0] = true;
                        act.run();
                    }
                    try {
                        return method.invoke(machine, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private interface Act {
        void run() throws Exception;
    }
}
