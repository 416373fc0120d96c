package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Node;
import hudson.model.Run;
import java.time.Instant;
import java.util.List;

/**
 * One call that somebody asks for: a step, or a block.
 *
 * @param arguments what is wanted
 * @param entryIds ids of its entries, one for each VM, the same after a restart
 * @param deadline when it has to be over
 * @param run for which run
 * @param node where the run asks from; null outside of every node
 * @param block id of the block whose call it is; null when it is a step's
 */
record Ask(
        StepArguments arguments,
        List<String> entryIds,
        Instant deadline,
        Run<?, ?> run,
        @CheckForNull Node node,
        @CheckForNull String block) {

    Ask {
        entryIds = List.copyOf(entryIds);
    }
}
