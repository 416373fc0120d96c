package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.machine.Clock;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * Virtual time, and everything that waits for its turn: tasks of controllers, messages on their way, operations on machines. One thing
 * moves at a time, and fate may choose another than the usual one, or a mishap in place of it.
 */
final class World {

    private static final int MOST_STEPS = 60_000;

    /** What may strike; each is looked at anew at every choice. */
    interface Mishaps {
        List<Task> possible();
    }

    /** Something short that is to be done. */
    record Task(Object lane, String label, boolean quiet, long number, Runnable body) {
        static Task mishap(String label, Runnable body) {
            return new Task(null, label, false, 0, body);
        }
    }

    private record Timer(long due, long number, Task task) {}

    /** An operation of which each verb is a step. */
    static final class Actor {
        Fibers.Fiber fiber;
        final String name;
        String wants = "starts";
        BooleanSupplier able = () -> true;
        SimulatedHost host;
        long until;

        Actor(String name) {
            this.name = name;
        }
    }

    final Fate fate;
    final List<String> trace;
    private final Fibers fibers;
    private final List<SimulatedHost> machines = new ArrayList<>();
    private final List<Clock> clocks = new ArrayList<>();
    private final Map<Object, Deque<Task>> lanes = new LinkedHashMap<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::due).thenComparingLong(Timer::number));
    private final List<Actor> actors = new ArrayList<>();
    private Mishaps mishaps = List::of;
    private BooleanSupplier settled = () -> true;
    private Runnable observer = () -> {};
    private long elapsed;
    private long numbers;
    private int steps;
    private Throwable failure;

    World(Fate fate, Fibers fibers, boolean traced) {
        this.fate = fate;
        this.fibers = fibers;
        this.trace = traced ? new ArrayList<>() : null;
    }

    void machine(SimulatedHost machine) {
        machines.add(machine);
        clocks.add(machine.clock());
    }

    long millis() {
        return elapsed;
    }

    void note(String what) {
        if (trace != null) {
            trace.add(elapsed + " " + what);
        }
    }

    void add(Object lane, String label, Runnable body) {
        add(new Task(lane, label, false, numbers++, body));
    }

    void quietly(Object lane, String label, Runnable body) {
        add(new Task(lane, label, true, numbers++, body));
    }

    private void add(Task task) {
        lanes.computeIfAbsent(task.lane(), l -> new ArrayDeque<>()).add(task);
    }

    void later(long millis, Object lane, String label, boolean quiet, Runnable body) {
        long number = numbers++;
        timers.add(new Timer(elapsed + millis, number, new Task(lane, label, quiet, number, body)));
    }

    /** Begins something of which each verb is a step. */
    void begin(Actor actor, Runnable body) {
        actor.fiber = new Fibers.Fiber(() -> {
            try {
                body.run();
            } catch (Exception | AssertionError e) {
                fail(e);
            } finally {
                actors.remove(actor);
            }
        });
        actors.add(actor);
    }

    void pause(Actor actor) {
        fibers.pause(actor.fiber);
    }

    void fail(Throwable why) {
        failure = failure == null ? why : failure;
    }

    /** Plays until everything has settled. */
    void play(Mishaps may, BooleanSupplier isSettled, Runnable looksAtEachStep) throws Throwable {
        mishaps = may;
        settled = isSettled;
        observer = looksAtEachStep;
        fibers.play(this::next);
        if (failure != null) {
            throw failure;
        }
    }

    private Fibers.Fiber next(Fibers.Fiber current) {
        try {
            while (failure == null) {
                if (steps++ > MOST_STEPS) {
                    throw new AssertionError("no end after " + MOST_STEPS + " steps");
                }
                syncClocks();
                observer.run();
                List<Object> moves = moves(current);
                if (moves.isEmpty()) {
                    if (!passTime()) {
                        return null;
                    }
                } else if (choose(moves) instanceof Actor actor) {
                    note(actor.name + ' ' + actor.wants);
                    return actor.fiber;
                }
            }
        } catch (RuntimeException | AssertionError e) {
            fail(e);
        }
        return null;
    }

    private List<Object> moves(Fibers.Fiber current) {
        List<Object> moves = new ArrayList<>(4);
        lanes.values().forEach(lane -> moves.add(lane.peek()));
        if (moves.size() > 1) {
            moves.sort(Comparator.comparingLong(task -> ((Task) task).number()));
        }
        int tasks = moves.size();
        for (Actor actor : actors) {
            if (actor.able.getAsBoolean()) {
                moves.add(actor.fiber == current ? tasks : moves.size(), actor);
            }
        }
        return moves;
    }

    /** {@return who moves; null when it was a task, which is done then} */
    private Object choose(List<Object> moves) {
        Object usual = moves.get(0);
        int choice = 0;
        if (!(usual instanceof Task task && task.quiet()) && fate.isOpen()) {
            choice = fate.choose(() -> withMishaps(moves).size());
        }
        Object move = moves.get(choice);
        if (move instanceof Task task) {
            note((choice == 0 ? "" : "! ") + task.label());
            if (task.lane() != null) {
                Deque<Task> lane = lanes.get(task.lane());
                lane.remove();
                if (lane.isEmpty()) {
                    lanes.remove(task.lane());
                }
            }
            task.body().run();
            return null;
        }
        return move;
    }

    private List<Object> withMishaps(List<Object> moves) {
        for (SimulatedHost machine : machines) {
            if (machine.ghosts() > 0) {
                moves.add(Task.mishap("a ghost's call lands", machine::landGhost));
            }
        }
        moves.addAll(mishaps.possible());
        return moves;
    }

    /** {@return which of so many ways something that just happens goes on; 0 is the usual one} */
    int choose(String what, String... ways) {
        int choice = fate.isOpen() ? fate.choose(() -> ways.length + 1) : 0;
        if (choice > 0) {
            note("! " + what + ": " + ways[choice - 1]);
        }
        return choice;
    }

    private void syncClocks() {
        for (int i = 0; i < machines.size(); i++) {
            SimulatedHost machine = machines.get(i);
            long seen = clocks.get(i).millis();
            long now = machine.millis();
            if (now != seen) {
                Clock clock = machine.clock();
                if (clock.boot().equals(clocks.get(i).boot())) {
                    passed(now - seen, i);
                }
                clocks.set(i, clock);
            }
        }
    }

    private void passed(long millis, int byMachine) {
        elapsed += millis;
        for (int i = 0; i < machines.size(); i++) {
            if (i != byMachine) {
                machines.get(i).advance(millis);
                clocks.set(i, machines.get(i).clock());
            }
        }
    }

    private boolean passTime() {
        if (actors.isEmpty() && settled.getAsBoolean()) {
            return false;
        }
        long step = timers.isEmpty() ? Long.MAX_VALUE : timers.peek().due() - elapsed;
        for (Actor actor : actors) {
            step = Math.min(step, actor.until - actor.host.millis());
            step = Math.min(step, actor.host.millisToNextEvent());
        }
        if (step == Long.MAX_VALUE) {
            return false;
        }
        if (step > 0) {
            machines.get(0).advance(step);
            syncClocks();
        }
        while (!timers.isEmpty() && timers.peek().due() <= elapsed) {
            add(timers.remove().task());
        }
        return true;
    }
}
