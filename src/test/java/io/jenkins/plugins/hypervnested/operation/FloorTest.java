package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.hypervnested.machine.Clock;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may change a VM, by what is seen of its actor. */
class FloorTest {

    private static final String EPOCH = "f".repeat(32);

    private static Floor floor(String boot, boolean alive, boolean mine, long silentMillis, String epoch)
            throws Exception {
        VmRef ref = VmRef.name("node-1");
        SimulatedHost host = SimulatedHost.intel2022("H").vm("node-1", vm -> vm.off());
        VmState vm = host.connect().find(List.of(ref)).get(ref).get(0);
        Target target = Target.of(ref, Lab.holder("a", "node-1"));
        Request request =
                new Request(Request.Kind.ENABLE, List.of(target), Options.defaults(), null, NameRules.parse("*"));
        LeaseTask.Context context =
                new LeaseTask.Context(request, new MachineIdentity("", "H"), new Failures("H"), null);
        VmTask task = new VmTask(target, vm.id(), context);
        task.lease = Lease.EMPTY.withActor(new Lease.Actor("other", EPOCH, boot, 4, 4));
        task.epoch = epoch;
        LeaseSeen lease = new LeaseSeen("stamp", "text", LeaseSeen.Problem.NONE, alive, mine, silentMillis);
        task.seen = new Observation(vm, lease, new Clock("now", 1_000_000), 8, 8);
        return Floor.of(task);
    }

    @Test
    void anActorOfAnotherBootIsDeadWhateverHasItsFileOpen() throws Exception {
        assertEquals(Floor.FREE, floor("before", true, false, -1, null));
    }

    @Test
    void anActorWhoseFileIsClosedIsDead() throws Exception {
        assertEquals(Floor.FREE, floor("now", false, false, 10, null));
    }

    @Test
    void anActorThatIsAliveHasTheFloorForAMinuteAfterItsLastSign() throws Exception {
        assertEquals(Floor.TAKEN, floor("now", true, false, Bounds.SILENCE.toMillis(), null));
        assertEquals(Floor.SILENT, floor("now", true, false, Bounds.SILENCE.toMillis() + 1, null));
    }

    @Test
    void theFloorIsMineOnlyUnderTheEpochThatIGave() throws Exception {
        assertEquals(Floor.MINE, floor("now", true, true, 10, EPOCH));
        assertEquals(Floor.FREE, floor("now", true, true, 10, "e".repeat(32)));
    }
}
