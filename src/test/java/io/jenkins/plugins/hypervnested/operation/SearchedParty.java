package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedCrash;
import io.jenkins.plugins.hypervnested.machine.SimulatedMachine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * One run in a search: it enters its entries one after the other, works, and gives back in reverse; struck by faults it recovers as a
 * controller does. Every look and every verb is a step of its own.
 */
final class SearchedParty {

    private static final int MOST_ASKS = 60;
    private static final long ASK_AGAIN = 15_000;
    private static final long TRY_AGAIN = 60_000;
    private static final int WORK_STEPS = 3;

    enum Phase {
        ENTERING,
        WORKING,
        GIVING_BACK,
        OVER
    }

    final String name;
    private final SearchedWorld world;
    private final List<SearchedEntry> entries;
    private final boolean resumes;
    private final long workMillis;
    private final Deque<SearchedEntry> begun = new ArrayDeque<>();

    Phase phase = Phase.ENTERING;
    private Faults faults;
    private Faults faultsOfGivingBack = new Faults();
    private int asks;
    private int works;
    private long sleepsUntil = -1;
    private Map<String, String> waitsFor;
    private String boot;

    private SimulatedMachine machine;
    private LeaseTask task;
    private Rounds.Course course;
    private boolean looked;

    SearchedParty(
            SearchedWorld world,
            String name,
            List<SearchedEntry> entries,
            Faults faults,
            boolean resumes,
            long workMillis) {
        this.world = world;
        this.name = name;
        this.entries = entries;
        this.faults = faults;
        this.resumes = resumes;
        this.workMillis = workMillis;
        begun.push(entries.get(0));
    }

    /** Lets the first process that gives back suffer something, too. */
    void suffersThen(Faults later) {
        faultsOfGivingBack = later;
    }

    boolean isOver() {
        return phase == Phase.OVER;
    }

    long sleepsUntil() {
        return sleepsUntil;
    }

    boolean canMove() {
        if (isOver()) {
            return false;
        }
        boolean awake =
                sleepsUntil < 0 || world.now() >= sleepsUntil || !world.boot().equals(boot);
        return awake || waitsFor != null && machine.wouldWake(waitsFor);
    }

    void stall(long millis) {
        sleep(millis);
    }

    private void sleep(long millis) {
        sleepsUntil = world.now() + millis;
        boot = world.boot();
    }

    /** {@return where it is, for telling states apart} */
    int state() {
        int of = phase.ordinal() * 31 + begun.size();
        of = of * 31 + works;
        of = of * 4 + (task == null ? 0 : task.leaving ? 1 : task.joined ? 2 : 3);
        return of * 4 + (looked ? 1 : 0) + (waitsFor == null ? 0 : 2);
    }

    /** One step. */
    void move() {
        sleepsUntil = -1;
        waitsFor = null;
        try {
            if (phase == Phase.WORKING) {
                work();
            } else if (phase == Phase.ENTERING && course == null && world.isRefused(begun.peek())) {
                world.tell(name, "is refused");
                giveBack();
            } else if (course == null) {
                begin();
                look();
            } else if (looked) {
                act();
            } else {
                look();
            }
        } catch (SimulatedCrash e) {
            world.tell(name, e.getMessage());
            lost(phase == Phase.ENTERING && !resumes);
        } catch (MachineException e) {
            lost(phase == Phase.ENTERING && !resumes);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void begin() {
        machine = world.host.connect(faults);
        faults = new Faults();
        world.connected(machine, this);
        task = begun.peek().task(machine, world.vm.id(), phase == Phase.ENTERING);
        course = new Rounds(machine, begun.peek()).new Course(List.of(task));
    }

    private void look() throws MachineException, InterruptedException {
        course.look();
        looked = true;
        Move move = course.moves().get(task);
        boolean verb = move instanceof Move.Write || move instanceof Move.Tell || move instanceof Move.EndActor;
        if (verb) {
            world.tell(name, move.getClass().getSimpleName());
        } else {
            act();
        }
    }

    private void act() throws MachineException, InterruptedException {
        looked = false;
        boolean moved = course.act();
        if (course.isOver()) {
            ended(task.result());
        } else if (!moved) {
            waitsFor = Map.of(task.id, task.seen.subject().fingerprint());
            sleep(Bounds.SLICE.toMillis());
        }
    }

    private void ended(VmResult result) {
        begun.peek().ended(result);
        disconnect();
        if (phase == Phase.ENTERING) {
            entered(result);
        } else if (result.end() == VmResult.End.RESTORED || result.end() == VmResult.End.PASSED_ON) {
            begun.pop();
            asks = 0;
            phase = begun.isEmpty() ? Phase.OVER : Phase.GIVING_BACK;
        } else {
            tryAgain(result);
        }
        world.tell(name, result.end() + (phase == Phase.OVER ? ", over" : ""));
    }

    private void tryAgain(VmResult result) {
        asks++;
        if (asks > MOST_ASKS) {
            throw new AssertionError(name + " was never given back: " + result);
        }
        sleep(TRY_AGAIN);
    }

    private void entered(VmResult result) {
        if (result.end() == VmResult.End.WAITING && asks < MOST_ASKS) {
            if (world.isAlone(this)) {
                throw new AssertionError(name + " waits though nobody else is there: " + result.notes());
            }
            asks++;
            sleep(ASK_AGAIN);
        } else if (result.end() != VmResult.End.DONE) {
            giveBack();
        } else if (begun.size() < entries.size()) {
            asks = 0;
            begun.push(entries.get(begun.size()));
        } else {
            phase = Phase.WORKING;
            works = 0;
            world.begins(this);
        }
    }

    private void work() {
        world.look(this);
        works++;
        if (works == WORK_STEPS) {
            sleep(workMillis);
        } else if (works > WORK_STEPS) {
            world.ends(this);
            giveBack();
        }
    }

    private void giveBack() {
        asks = 0;
        faults = faultsOfGivingBack;
        phase = Phase.GIVING_BACK;
        world.vm.shutsDown();
    }

    /** Gives everything back once more: nothing may be left to do. */
    void repeatGivingBack() throws MachineException, InterruptedException {
        for (SearchedEntry entry : entries) {
            try (SimulatedMachine again = world.host.connect(new Faults())) {
                LeaseTask repeated = entry.task(again, world.vm.id(), false);
                Rounds.Course last = new Rounds(again, entry).new Course(List.of(repeated));
                for (int round = 0; !last.isOver() && round < MOST_ASKS; round++) {
                    last.look();
                    last.act();
                }
                VmResult result = repeated.result();
                if (result == null || result.end() != VmResult.End.RESTORED || result.changed()) {
                    throw new AssertionError(name + " gave back again: " + result);
                }
            }
        }
    }

    /** The process is lost, and the run with it or not. */
    private void lost(boolean ends) {
        disconnect();
        if (ends) {
            giveBack();
        } else if (phase == Phase.ENTERING && asks < MOST_ASKS) {
            asks++;
            sleep(ASK_AGAIN);
        } else if (phase == Phase.ENTERING) {
            giveBack();
        } else {
            tryAgain(null);
        }
    }

    private void disconnect() {
        machine.close();
        machine = null;
        task = null;
        course = null;
        looked = false;
    }

    List<SearchedEntry> entries() {
        return entries;
    }

    String run() {
        return entries.get(0).run();
    }
}
