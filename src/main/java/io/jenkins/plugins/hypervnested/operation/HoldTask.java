package io.jenkins.plugins.hypervnested.operation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A VM that has to run, and perhaps to be connected, while somebody works inside it. */
final class HoldTask extends VmTask {

    private final Map<AspectId, String> connections;

    /** @param connections the switch that each adapter shall be connected to */
    HoldTask(Target target, String id, Context context, Map<AspectId, String> connections) {
        super(target, id, context);
        this.connections = Map.copyOf(connections);
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
}
