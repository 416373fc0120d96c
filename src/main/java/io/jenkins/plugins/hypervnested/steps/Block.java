package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Node;
import hudson.model.Run;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What a block wants of its machines. Survives a restart in the program's own file: what was asked, the ids of its entries, and
 * until when; everything else is in the journal.
 */
final class Block implements Serializable {

    private static final long serialVersionUID = 1;

    private static final int MINUTES = NestedStep.DEFAULT_TIMEOUT;
    private static final int MINUTES_WITH_ROLE = 60;
    private static final int MOST_ROLLBACK_MINUTES = 48 * 60;

    private final String id = UUID.randomUUID().toString();
    private final ArrayList<BlockCall> calls = new ArrayList<>();
    private final LinkedHashMap<String, String> environment;
    private final long timeoutMillis;
    private final long rollbackMillis;
    private final RollbackFailure onRollbackFailure;
    private long deadlineMillis;
    private long rollbackUntilMillis;

    private Block(List<NestedMachine> machines, BlockBounds bounds) {
        boolean installs = machines.stream().anyMatch(NestedMachine::isInstall);
        timeoutMillis = bounds.getTimeout() == 0
                ? Duration.ofMinutes(installs ? MINUTES_WITH_ROLE : MINUTES).toMillis()
                : StepChecks.timeout(bounds.getTimeout(), bounds.getUnit());
        rollbackMillis =
                Duration.ofMinutes(rollbackTimeout(bounds.getRollbackTimeout())).toMillis();
        onRollbackFailure = StepChecks.chosen(bounds.getOnRollbackFailure(), "onRollbackFailure");
        int seconds = (int) Math.max(1, TimeUnit.MILLISECONDS.toSeconds(timeoutMillis));
        machines.forEach(machine -> calls.add(MachineCalls.of(machine, seconds)));
        environment = BlockEnvironment.of(calls);
    }

    /** @throws IllegalArgumentException when it makes no sense, with a message for the author */
    static Block of(List<NestedMachine> machines, BlockBounds bounds) {
        MachineCalls.check(machines);
        return new Block(machines, bounds);
    }

    static int rollbackTimeout(int minutes) {
        if (minutes < 1 || minutes > MOST_ROLLBACK_MINUTES) {
            throw new IllegalArgumentException(Messages.Block_rollbackTimeout(MOST_ROLLBACK_MINUTES));
        }
        return minutes;
    }

    /** The time that taking may need runs from now. */
    void begins() {
        deadlineMillis = Instant.now().plusMillis(timeoutMillis).toEpochMilli();
    }

    /** The time that giving back may need runs from now. */
    void ends() {
        rollbackUntilMillis = Instant.now().plusMillis(rollbackMillis).toEpochMilli();
    }

    /** {@return its id, which the journal's entries have, and under which they are given back} */
    String id() {
        return id;
    }

    /** {@return the first call of each machine} */
    List<BlockCall> calls() {
        return calls;
    }

    /** {@return one of its calls as the journal hears of it} */
    Ask ask(BlockCall call, Run<?, ?> run, @CheckForNull Node node) {
        return new Ask(call.arguments(), call.entryIds(), Instant.ofEpochMilli(deadlineMillis), run, node, id);
    }

    List<String> entryIds() {
        return calls.stream()
                .flatMap(BlockCall::all)
                .flatMap(call -> call.entryIds().stream())
                .toList();
    }

    /** {@return what the body finds in its environment} */
    Map<String, String> environment() {
        return environment;
    }

    /** {@return how long giving back may take} */
    Duration rollbackTimeout() {
        return Duration.ofMillis(rollbackMillis);
    }

    /** {@return until when giving back is waited for} */
    Instant rollbackUntil() {
        if (rollbackUntilMillis == 0) {
            // the program was being saved as the block ended: that it gives back is in the file, since when is not
            ends();
        }
        return Instant.ofEpochMilli(rollbackUntilMillis);
    }

    RollbackFailure onRollbackFailure() {
        return onRollbackFailure;
    }

    /** {@return names of its VMs, for people} */
    String names() {
        return calls.stream().flatMap(call -> call.arguments().vms().stream()).collect(Collectors.joining(", "));
    }
}
