package io.jenkins.plugins.hypervnested.operation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A VM that has to run, and perhaps to be connected, while somebody works inside it. */
final class HoldTask extends VmTask {

    private final Map<AspectId, String> connections;
    private final String switchName;
    private final boolean resting;

    /** A VM that is to run. */
    HoldTask(Target target, String id, Context context) {
        this(target, id, context, Map.of(), "", false);
    }

    /**
     * @param connections the switch that each adapter shall be connected to
     * @param switchName what that switch is called
     */
    HoldTask(Target target, String id, Context context, Map<AspectId, String> connections, String switchName) {
        this(target, id, context, connections, switchName, false);
    }

    private HoldTask(
            Target target,
            String id,
            Context context,
            Map<AspectId, String> connections,
            String switchName,
            boolean resting) {
        super(target, id, context);
        this.connections = Map.copyOf(connections);
        this.switchName = switchName;
        this.resting = resting;
    }

    /** Holds a VM for an entry whose run has ended: it has to run, but nobody has to wait for that entry any more. */
    static HoldTask resting(Target target, String id, Context context) {
        return new HoldTask(target, id, context, Map.of(), "", true);
    }

    @Override
    Map<AspectId, String> wants() {
        Map<AspectId, String> wants = new LinkedHashMap<>();
        wants.put(AspectId.POWER, AspectId.ON);
        wants.putAll(connections);
        return wants;
    }

    @Override
    Optional<Move> objection() {
        boolean on = AspectId.POWER.valueOf(vm()).filter(AspectId.ON::equals).isPresent();
        return on || request.options().start() ? Optional.empty() : Optional.of(fail(failures.notRunning(vm())));
    }

    @Override
    boolean leavesWhenItFails() {
        return false;
    }

    @Override
    boolean becomesReady() {
        return !resting;
    }

    @Override
    Move conclude(Lease done, List<String> moreNotes) {
        return super.conclude(resting ? done.withoutReady(entry()) : done, moreNotes);
    }

    @Override
    Plan.Step named(Plan.Step step) {
        return step instanceof Plan.Step.Connect connect && connections.containsValue(connect.switchId())
                ? new Plan.Step.Connect(
                        connect.adapterId(), connect.adapterName(), connect.switchId(), "'" + switchName + "'")
                : step;
    }
}
