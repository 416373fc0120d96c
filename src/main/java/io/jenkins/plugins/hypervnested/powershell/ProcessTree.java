package io.jenkins.plugins.hypervnested.powershell;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process and what it started. */
final class ProcessTree {

    private static final Duration BOUND = Duration.ofSeconds(3);
    private static final int ROUNDS = 5;

    private ProcessTree() {}

    /**
     * Ends them all. The children are collected before anything is ended, because orphans belong to nobody; and looked
     * for
     * again until there are none, because a child may start another one meanwhile.
     *
     * @param known descendants that were seen before, in case the root has ended already
     * @return whether all of them are gone
     */
    static boolean kill(ProcessHandle root, Set<ProcessHandle> known) {
        Set<ProcessHandle> all = new LinkedHashSet<>();
        all.add(root);
        all.addAll(known);
        for (int round = 0; round < ROUNDS; round++) {
            Set<ProcessHandle> found = new LinkedHashSet<>(all);
            all.forEach(handle -> handle.descendants().forEach(found::add));
            found.forEach(ProcessHandle::destroyForcibly);
            boolean grown = found.size() > all.size();
            all = found;
            if (awaitEnd(all) && !grown) {
                return true;
            }
        }
        return all.stream().noneMatch(ProcessHandle::isAlive);
    }

    private static boolean awaitEnd(Set<ProcessHandle> handles) {
        CompletableFuture<?> ends = CompletableFuture.allOf(
                handles.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
        boolean interrupted = false;
        long deadline = System.nanoTime() + BOUND.toNanos();
        try {
            while (true) {
                try {
                    ends.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                    return true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException | ExecutionException e) {
                    return handles.stream().noneMatch(ProcessHandle::isAlive);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
