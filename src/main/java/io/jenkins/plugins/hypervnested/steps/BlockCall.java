package io.jenkins.plugins.hypervnested.steps;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** One call of a block, and those that come when it is done. Survives a restart in the program's own file. */
final class BlockCall implements Serializable {

    private static final long serialVersionUID = 1;

    private final StepArguments arguments;
    private final ArrayList<String> entryIds = new ArrayList<>();
    private final ArrayList<BlockCall> next;
    private volatile boolean done;

    BlockCall(StepArguments arguments, List<BlockCall> next) {
        this.arguments = arguments.inBlock();
        this.next = new ArrayList<>(next);
        arguments.vms().forEach(vm -> entryIds.add(UUID.randomUUID().toString()));
    }

    StepArguments arguments() {
        return arguments;
    }

    /** {@return ids of its entries, one for each VM, made before anything is sent} */
    List<String> entryIds() {
        return entryIds;
    }

    /** {@return the calls that come when this one is done} */
    List<BlockCall> next() {
        return next;
    }

    /** {@return it and all that come after it} */
    Stream<BlockCall> all() {
        return Stream.concat(Stream.of(this), next.stream().flatMap(BlockCall::all));
    }

    /** Whether what it wants is there. */
    boolean isDone() {
        return done;
    }

    void isNowDone() {
        done = true;
    }
}
