package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lease whose lock somebody keeps: nothing can be known of it, so nothing is done, and that has an end. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LockedLeaseTest {

    private final SimulatedHost host = SimulatedHost.intel2022("LAB-HOST").vm("node-1", vm -> vm.running());
    private final Lab lab = new Lab(host);
    private String verb = "observe";
    private int looks;

    /** The host, where the lock of every lease is taken for so many looks, or writes. */
    private Machine locked(Machine machine, int howOften) {
        return (Machine) Proxy.newProxyInstance(
                Machine.class.getClassLoader(), new Class<?>[] {Machine.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(verb) && looks++ < howOften) {
                        return busy((Collection<?>) arguments[0]);
                    }
                    try {
                        return method.invoke(machine, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Map<String, Answer<?>> busy(Collection<?> subjects) {
        Failure busy = new Failure.Busy(new Failure.Details("look", "LAB-HOST", "", "", "", "HVN.LeaseBusy", "", ""));
        Map<String, Answer<?>> answers = new LinkedHashMap<>();
        subjects.forEach(
                of -> answers.put(of instanceof LeaseWrite write ? write.subject() : (String) of, Answer.failed(busy)));
        return answers;
    }

    private VmResult run(Request.Kind kind, List<AspectRecord> recorded, int howOften) throws Exception {
        looks = 0;
        Target target = new Target(VmRef.name("node-1"), Lab.holder("A", "node-1"), recorded);
        try (Machine machine = locked(host.connect(), howOften)) {
            Request request = new Request(kind, List.of(target), Options.defaults(), null, NameRules.parse("*"));
            return Operations.run(machine, request, new Silent()).vms().get(0);
        }
    }

    /** Listens to nothing. */
    private static final class Silent implements Progress {

        @Override
        public void say(String vm, String text) {}

        @Override
        public void joined(
                String entry, MachineIdentity machine, String vmId, String vmName, List<AspectRecord> aspects) {}
    }

    @Test
    void aStepFailsAndHoldsNothing() throws Exception {
        VmResult result = run(Request.Kind.ENABLE, List.of(), Integer.MAX_VALUE);

        assertEquals(VmResult.End.FAILED, result.end());
        assertInstanceOf(Failure.Busy.class, result.failure());
        assertFalse(result.held());
        assertFalse(host.vm("node-1").nesting());
    }

    @Test
    void aRollbackFailsAndStaysOwed() throws Exception {
        VmResult held = lab.one(Request.Kind.ENABLE, "A", "node-1");

        VmResult result = run(Request.Kind.ROLL_BACK, held.aspects(), Integer.MAX_VALUE);

        assertEquals(VmResult.End.FAILED, result.end());
        assertTrue(result.held());
        assertTrue(host.vm("node-1").nesting());
    }

    @Test
    void aStepWhoseLeaseCanBeReadAndNeverWrittenFailsAndHoldsNothing() throws Exception {
        verb = "writeLeases";
        VmResult result = run(Request.Kind.ENABLE, List.of(), Integer.MAX_VALUE);

        assertEquals(VmResult.End.FAILED, result.end());
        assertInstanceOf(Failure.Busy.class, result.failure());
        assertFalse(result.held());
        assertFalse(host.vm("node-1").nesting());
    }

    @Test
    void aRollbackWhoseLeaseCanBeReadAndNeverWrittenFailsAndStaysOwed() throws Exception {
        VmResult held = lab.one(Request.Kind.ENABLE, "A", "node-1");
        verb = "writeLeases";

        VmResult result = run(Request.Kind.ROLL_BACK, held.aspects(), Integer.MAX_VALUE);

        assertEquals(VmResult.End.FAILED, result.end());
        assertTrue(result.held());
        assertTrue(host.vm("node-1").nesting());
    }

    @Test
    void aLeaseThatCanBeWrittenAgainInAWhileIsWaitedFor() throws Exception {
        verb = "writeLeases";
        assertEquals(VmResult.End.DONE, run(Request.Kind.ENABLE, List.of(), 5).end());
        assertTrue(host.vm("node-1").nesting());
    }

    @Test
    void aLockThatIsFreeAgainInAWhileIsWaitedFor() throws Exception {
        assertEquals(VmResult.End.DONE, run(Request.Kind.ENABLE, List.of(), 5).end());
        assertTrue(host.vm("node-1").nesting());
    }
}
