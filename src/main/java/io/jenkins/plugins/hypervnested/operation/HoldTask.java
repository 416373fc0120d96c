package io.jenkins.plugins.hypervnested.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A VM that has to run, and perhaps to be connected, while somebody works inside it. */
final class HoldTask extends VmTask {

    private final Map<AspectId, String> connections;
    private final String switchName;
    private final Purpose purpose;

    /** What a VM has to run for. */
    private enum Purpose {
        /** For a run that works inside. */
        WORK,
        /** For putting back what is inside. */
        GIVING_BACK,
        /** For taking away what is in the VM itself: nobody has to wait for that entry any more. */
        RESTING
    }

    /** A VM that is to run. */
    HoldTask(Target target, String id, Context context) {
        this(target, id, context, Map.of(), "", Purpose.WORK);
    }

    /**
     * @param connections the switch that each adapter shall be connected to
     * @param switchName what that switch is called
     */
    HoldTask(Target target, String id, Context context, Map<AspectId, String> connections, String switchName) {
        this(target, id, context, connections, switchName, Purpose.WORK);
    }

    private HoldTask(
            Target target,
            String id,
            Context context,
            Map<AspectId, String> connections,
            String switchName,
            Purpose purpose) {
        super(target, id, context);
        this.connections = Map.copyOf(connections);
        this.switchName = switchName;
        this.purpose = purpose;
    }

    /** Holds a VM for an entry whose run has ended, so that what is inside can be put back. */
    static HoldTask givingBack(Target target, String id, Context context) {
        return new HoldTask(target, id, context, Map.of(), "", Purpose.GIVING_BACK);
    }

    /** Holds a VM for an entry whose run has ended: it has to run, but nobody has to wait for that entry any more. */
    static HoldTask resting(Target target, String id, Context context) {
        return new HoldTask(target, id, context, Map.of(), "", Purpose.RESTING);
    }

    @Override
    Map<AspectId, String> wants() {
        Map<AspectId, String> wants = new LinkedHashMap<>();
        wants.put(AspectId.POWER, AspectId.ON);
        wants.putAll(connections);
        return wants;
    }

    /**
     * Who gives back has no use for a connection any more, and its switch may be gone already: to what it was first it comes when the entry
     * leaves, as does all that nobody holds.
     */
    @Override
    Map<AspectId, String> wanted() {
        Map<AspectId, String> wanted = super.wanted();
        if (purpose != Purpose.WORK) {
            wanted.keySet().removeIf(id -> id.name().equals(AspectId.CONNECTION_NAME) || !isHeld(id));
        }
        return wanted;
    }

    private boolean isHeld(AspectId id) {
        return lease.aspect(id).filter(Lease.Aspect::isHeld).isPresent();
    }

    /** Who gives back must not join a lease that was lost: what it was first would be forgotten. */
    @Override
    Optional<Move> objection() {
        if (purpose != Purpose.WORK && request.options().rollback()) {
            List<String> news = new ArrayList<>();
            Optional<Lease> known = LostLease.orMadeAgain(this, news);
            if (known.isEmpty()) {
                return Optional.of(LostLease.end(this));
            }
            lease = known.get();
            news.stream().filter(note -> !notes.contains(note)).forEach(notes::add);
        }
        boolean on = AspectId.POWER.valueOf(vm()).filter(AspectId.ON::equals).isPresent();
        return on || request.options().start() ? Optional.empty() : Optional.of(fail(failures.notRunning(vm())));
    }

    @Override
    boolean leavesWhenItFails() {
        return false;
    }

    @Override
    boolean becomesReady() {
        return purpose != Purpose.RESTING;
    }

    @Override
    Move conclude(Lease done, List<String> moreNotes) {
        return super.conclude(purpose == Purpose.RESTING ? done.withoutReady(entry()) : done, moreNotes);
    }

    @Override
    Plan.Step named(Plan.Step step) {
        return step instanceof Plan.Step.Connect connect && connections.containsValue(connect.switchId())
                ? new Plan.Step.Connect(
                        connect.adapterId(), connect.adapterName(), connect.switchId(), "'" + switchName + "'")
                : step;
    }
}
