package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes many tasks forward together: one look at all of them, one write of all leases, one change of all VMs, one wait for all.
 * So thirty VMs cost hardly more than one.
 */
final class Rounds {

    private final Machine machine;
    private final Progress progress;
    private final Map<LeaseTask, Said> said = new HashMap<>();
    /** Epochs of those whose process was to be ended already. */
    private final Set<String> ended = new HashSet<>();

    private record Said(String reason, String boot, long since, long last) {}

    Rounds(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    void run(List<LeaseTask> tasks, Map<String, VmResult> results) throws MachineException, InterruptedException {
        Course course = new Course(tasks);
        while (!course.isOver()) {
            course.look();
            if (!course.act()) {
                course.await();
            }
        }
        tasks.forEach(task -> results.put(task.entry(), task.result()));
    }

    /** Tasks on their way to their ends, in single steps. */
    final class Course {

        private final List<LeaseTask> open;
        private Map<LeaseTask, Move> moves = Map.of();

        Course(List<LeaseTask> tasks) {
            open = new ArrayList<>(tasks);
        }

        boolean isOver() {
            return open.isEmpty();
        }

        /** Looks at all of them and decides what is next. */
        void look() throws MachineException, InterruptedException {
            moves = decide(open);
        }

        /** {@return what was decided} */
        Map<LeaseTask, Move> moves() {
            return moves;
        }

        /** Does what was decided. {@return whether there was anything to do but wait} */
        boolean act() throws MachineException, InterruptedException {
            boolean moved = write(moves) | tell(moves) | endActors(moves);
            boolean over = open.removeIf(task -> task.result() != null);
            return moved || over || !only(moves, Move.Again.class).isEmpty();
        }

        /** Waits until any of them differs from what was seen. */
        void await() throws MachineException, InterruptedException {
            Rounds.this.await(moves);
        }
    }

    private Map<LeaseTask, Move> decide(List<LeaseTask> open) throws MachineException, InterruptedException {
        Map<String, Answer<Observation>> seen =
                machine.observe(open.stream().map(t -> t.id).toList());
        Map<LeaseTask, Move> moves = new LinkedHashMap<>();
        for (LeaseTask task : open) {
            Answer<Observation> answer = seen.get(task.id);
            boolean busy = answer.isFailure() && answer.failure() instanceof Failure.Busy;
            if (answer.isFailure() && (!busy || task.isLockedForGood())) {
                task.unseen(answer.failure());
            } else if (answer.isFailure()) {
                moves.put(
                        task,
                        new Move.Wait("waits to look again: "
                                + answer.failure().details().message()));
            } else {
                task.locked = 0;
                moves.put(task, task.decide(answer.value()));
            }
        }
        return moves;
    }

    private boolean write(Map<LeaseTask, Move> moves) throws MachineException, InterruptedException {
        Map<LeaseTask, Move.Write> writes = only(moves, Move.Write.class);
        if (writes.isEmpty()) {
            return false;
        }
        Map<String, Answer<LeaseWrite.Outcome>> answers =
                written(writes.values().stream().map(Move.Write::write).toList());
        writes.forEach((task, move) -> {
            Answer<LeaseWrite.Outcome> answer = answers.get(task.id);
            if (answer.isFailure()) {
                task.notWritten(answer.failure());
                return;
            }
            task.unwritten = 0;
            if (answer.value() == LeaseWrite.Outcome.WRITTEN) {
                task.outran = 0;
                move.then().run();
            } else {
                task.outrun();
            }
        });
        return true;
    }

    /** A folder in which nothing may be written is the answer to each write, not the end of the operation. */
    private Map<String, Answer<LeaseWrite.Outcome>> written(List<LeaseWrite> writes)
            throws MachineException, InterruptedException {
        try {
            return machine.writeLeases(writes);
        } catch (MachineException e) {
            if (!(e.failure() instanceof Failure.NotPermitted)) {
                throw e;
            }
            Map<String, Answer<LeaseWrite.Outcome>> answers = new LinkedHashMap<>();
            writes.forEach(write -> answers.put(write.subject(), Answer.failed(e.failure())));
            return answers;
        }
    }

    private boolean tell(Map<LeaseTask, Move> moves) throws MachineException, InterruptedException {
        Map<LeaseTask, Move.Tell> tells = only(moves, Move.Tell.class);
        if (tells.isEmpty()) {
            return false;
        }
        tells.forEach((task, move) -> task.say(move.sentence()));
        List<Change> changes = tells.values().stream().map(Move.Tell::change).toList();
        Map<String, Answer<Machine.Done>> answers = machine.change(changes);
        tells.forEach((task, move) -> task.told(move, answers.get(task.id)));
        return true;
    }

    private boolean endActors(Map<LeaseTask, Move> moves) throws MachineException, InterruptedException {
        boolean gone = false;
        for (Map.Entry<LeaseTask, Move.EndActor> e :
                only(moves, Move.EndActor.class).entrySet()) {
            if (ended.add(e.getValue().epoch())) {
                e.getKey().say("ends the process of an actor that has been silent");
            }
            gone |= machine.endActor(e.getKey().id, e.getValue().epoch());
        }
        return gone;
    }

    private void await(Map<LeaseTask, Move> moves) throws MachineException, InterruptedException {
        Map<String, String> seen = new LinkedHashMap<>();
        moves.forEach((task, move) -> {
            if (task.seen != null) {
                seen.put(task.id, task.seen.subject().fingerprint());
                say(task, move instanceof Move.Wait wait ? wait.reason() : LeaseTask.END_ACTOR);
            }
        });
        machine.await(seen, Bounds.SLICE);
    }

    private void say(LeaseTask task, String reason) {
        Said last = said.get(task);
        String boot = task.seen.clock().boot();
        boolean first =
                last == null || !last.reason().equals(reason) || !last.boot().equals(boot);
        if (first || task.now() - last.last() >= Bounds.PROGRESS.toMillis()) {
            long since = first ? task.now() : last.since();
            progress.say(task.name(), reason + (first ? "" : " (" + (task.now() - since) / 1000 + " s)"));
            said.put(task, new Said(reason, boot, since, task.now()));
        }
    }

    private static <M extends Move> Map<LeaseTask, M> only(Map<LeaseTask, Move> moves, Class<M> kind) {
        Map<LeaseTask, M> only = new LinkedHashMap<>();
        moves.forEach((task, move) -> {
            if (kind.isInstance(move)) {
                only.put(task, kind.cast(move));
            }
        });
        return only;
    }
}
