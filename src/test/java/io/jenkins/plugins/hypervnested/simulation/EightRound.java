package io.jenkins.plugins.hypervnested.simulation;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request.Kind;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import io.jenkins.plugins.hypervnested.operation.VmResult.End;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Eight runs of two controllers, each with a PowerShell of its own, on one VM at once. Each enters, works a moment once it is ready, and
 * ends somehow; then its controller gives back what it had.
 */
final class EightRound {

    static final int RUNS = 8;

    private static final int MOST_TRIES = 400;

    /** What a VM is stopped with. Started, or set while it is off, it may be for another run that wants that as well. */
    private static final Pattern INTERRUPTING = Pattern.compile("(Stop-VM|Invoke-CimMethod) .*");

    /** How a run ends. */
    enum Ending {
        RELEASE,
        /** Its operation is broken off, wherever it is; the agent ends PowerShell. */
        ABORT,
        /** Its PowerShell dies. */
        KILL
    }

    private final KeptShells shells;
    private final Random random;
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    private int ready;
    private int kills;
    private int waits;

    EightRound(KeptShells shells, long seed) {
        this.shells = shells;
        this.random = new Random(seed);
    }

    /** {@return what went wrong} */
    List<String> play() throws Exception {
        stage();
        List<String> before = WholeState.of(shells.folder());
        orderDeaths();
        ExecutorService threads = Executors.newFixedThreadPool(RUNS);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                One one = new One(i, random.nextLong());
                runs.add(threads.submit(() -> {
                    one.live();
                    return null;
                }));
            }
            for (Future<?> run : runs) {
                run.get(30, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
        wrong.addAll(WholeState.leftOver(before, shells.folder()));
        if (!wrong.isEmpty()) {
            wrong.addAll(told);
        }
        return wrong;
    }

    private void stage() throws IOException {
        boolean on = random.nextInt(3) > 0;
        boolean nesting = random.nextInt(4) == 0;
        shells.stage(SimulatedHost.intel2022("LAB-HOST")
                .vm(
                        "node-1",
                        v -> (on ? v.running() : v.off())
                                .nesting(nesting)
                                .bootMillis(random.nextInt(2) * 30)
                                .heartbeatMillis(random.nextInt(2) * 20)
                                .shutdownMillis(random.nextInt(2) * 30)));
        told.add("first " + (on ? "on" : "off") + (nesting ? " with nesting" : ""));
    }

    /** Some of the processes die at a call that nobody can foresee. */
    private void orderDeaths() throws IOException {
        JsonArray deaths = new JsonArray();
        for (int i = random.nextInt(3); i > 0; i--) {
            JsonObject death = FaultedScene.death(1 + random.nextInt(400), random.nextBoolean() ? "before" : "after");
            deaths.add(death);
        }
        shells.order("", deaths);
    }

    synchronized int ready() {
        return ready;
    }

    synchronized int kills() {
        return kills;
    }

    synchronized int waits() {
        return waits;
    }

    List<String> told() {
        return told;
    }

    /** One run. */
    private final class One {

        private final int number;
        private final Random own;
        private final Options options;
        private final SimulatedRun run;
        private final Ending ending;

        One(int number, long seed) {
            this.number = number;
            this.own = new Random(seed);
            Kind kind = List.of(Kind.ENABLE, Kind.ENABLE, Kind.ENABLE, Kind.ENABLE, Kind.SPOOF, Kind.DISABLE)
                    .get(own.nextInt(6));
            boolean spoofs = kind == Kind.SPOOF || own.nextInt(4) == 0;
            this.options = SimulatedRun.options(
                            Options.Restart.GRACEFUL,
                            spoofs,
                            own.nextInt(3) == 0 ? Options.WhenHeld.FAIL : Options.WhenHeld.WAIT,
                            own.nextInt(4) == 0)
                    .withTimeout(Duration.ofMinutes(4));
            this.run = new SimulatedRun("R" + number, "controller-" + number % 2, options, kind);
            this.ending = Ending.values()[List.of(0, 0, 0, 1, 2).get(own.nextInt(5))];
        }

        private void say(String what) {
            told.add(run.name + ' ' + run.kind() + ' ' + options.whenHeld() + ' ' + ending + ": " + what);
        }

        void live() throws InterruptedException, IOException {
            pause(own.nextInt(150));
            Thread breaker = ending != Ending.RELEASE && own.nextBoolean() ? breakOff(own.nextInt(700)) : null;
            boolean wasReady = enter();
            if (wasReady) {
                work();
            }
            if (breaker != null) {
                breaker.join();
            }
            if (ending != Ending.RELEASE) {
                end();
            }
            giveBack();
        }

        /** While it enters, or later. */
        private Thread breakOff(int afterMillis) {
            Thread breaker = new Thread(() -> {
                pause(afterMillis);
                end();
            });
            breaker.start();
            return breaker;
        }

        private void end() {
            if (ending == Ending.KILL) {
                if (shells.kill(number)) {
                    synchronized (EightRound.this) {
                        kills++;
                    }
                }
            } else {
                shells.drop(number);
            }
        }

        private boolean enter() throws InterruptedException, IOException {
            for (int i = 0; i < MOST_TRIES; i++) {
                try {
                    VmResult result = run.enter(shells.shell(number));
                    if (result.end() != End.WAITING) {
                        say(result.end()
                                + (result.failure() == null ? "" : ' ' + TellingMachine.shown(result.failure())));
                        return result.end() == End.DONE;
                    }
                    synchronized (EightRound.this) {
                        waits++;
                    }
                    pause(100 + own.nextInt(100));
                } catch (MachineException e) {
                    say("lost " + TellingMachine.shown(e.failure()));
                    shells.drop(number);
                    return false;
                }
            }
            wrong.add(run.name + " waited for ever");
            return false;
        }

        /** From its last call on, until it begins to give back, nobody may interrupt the VM; and it must be as wanted. */
        private void work() throws IOException {
            synchronized (EightRound.this) {
                ready++;
            }
            OptionalLong process = shells.process(number);
            int from = calls().size();
            if (process.isPresent()) {
                String mine = " " + process.getAsLong() + ' ';
                List<String> calls = calls();
                from = calls.size();
                while (from > 0 && !calls.get(from - 1).contains(mine)) {
                    from--;
                }
            }
            pause(own.nextInt(120));
            JsonObject vm = shells.host().state().getArray("vms").getObject(0);
            List<String> calls = calls();
            List<String> meanwhile = calls.subList(from, calls.size()).stream()
                    .filter(call -> INTERRUPTING.matcher(call).matches())
                    .toList();
            if (!meanwhile.isEmpty()) {
                wrong.add(run.name + " was ready and interrupted: " + meanwhile);
            }
            boolean nesting = vm.getBoolean("nesting");
            if (run.kind() != Kind.SPOOF && nesting != (run.kind() == Kind.ENABLE)) {
                wrong.add(run.name + " is ready and nesting is " + nesting);
            }
            if (options.spoofing() != null
                    && !vm.getArray("adapters").getObject(0).getBoolean("spoofing")) {
                wrong.add(run.name + " is ready and nothing spoofs");
            }
        }

        private List<String> calls() throws IOException {
            return shells.calls("");
        }

        private void giveBack() throws InterruptedException, IOException {
            String last = "";
            for (int i = 0; i < MOST_TRIES; i++) {
                try {
                    VmResult result = run.giveBack(shells.shell(number));
                    last = result.end()
                            + (result.failure() == null ? "" : ' ' + TellingMachine.shown(result.failure()));
                    if (result.end() == End.RESTORED || result.end() == End.PASSED_ON) {
                        say(last);
                        return;
                    }
                    say("again after " + last);
                    shells.dropWhereItActs(number);
                } catch (MachineException e) {
                    say("lost in giving back " + TellingMachine.shown(e.failure()));
                    shells.drop(number);
                }
            }
            wrong.add(run.name + " was not given back: " + last);
        }
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
