package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.machine.PlainJson;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedVm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One host, controllers with their runs, and one fate; played until everything has settled, then looked at. */
final class Play {

    /** What a VM is before anybody does anything. */
    record First(boolean running, boolean nesting, boolean spoofing) {
        static First of(int bits) {
            return new First((bits & 1) == 1, (bits & 2) == 2, (bits & 4) == 4);
        }
    }

    private static final long LONGEST = 12 * 3_600_000L;
    private static final long AFTERWARDS = 20 * 60_000;

    final World world;
    final SimulatedHost host;
    final Promises promises;
    final List<Home> homes = new ArrayList<>();
    private final Variant variant;
    private final Mishap mishaps;
    private final States states;
    private final Map<SimulatedVm, First> first = new LinkedHashMap<>();

    Play(Fate fate, Fibers fibers, Variant variant, States states, boolean traced) {
        this.variant = variant;
        this.states = states;
        world = new World(fate, fibers, traced);
        host = SimulatedHost.intel2022("LAB-HOST");
        variant.host = host;
        promises = new Promises(world, host);
        mishaps = new Mishap(world, homes);
    }

    Play vm(String name, First as) {
        host.vm(name, vm -> {
            vm.nesting(as.nesting()).spoofing(0, as.spoofing());
            if (as.running()) {
                vm.running();
            }
        });
        first.put(host.vm(name), as);
        return this;
    }

    Home home(String name) {
        Home home = new Home(name, world, promises, variant);
        home.agents.add(new Agent(name + "-agent-1"));
        home.agents.add(new Agent(name + "-agent-2"));
        homes.add(home);
        return home;
    }

    void build(Home home, String name, long after, boolean durable, List<Stage> plan) {
        Build build = new Build(home, name, durable, plan);
        world.later(5_000 + after, build, name + " begins", false, build::begin);
    }

    /** Plays it all, and looks at the end. */
    void play() throws Throwable {
        world.machine(host);
        homes.forEach(Home::start);
        world.play(mishaps::possible, this::isSettled, () -> states.note(this));
        look();
    }

    private boolean isSettled() {
        boolean over = !mishaps.isPending()
                && homes.stream()
                        .allMatch(home -> home.isUp()
                                && home.builds.stream().allMatch(Build::isOver)
                                && home.now.links.open().isEmpty()
                                && home.disk.open().isEmpty()
                                && home.now.journal.openEntries().isEmpty());
        return over || world.millis() > LONGEST;
    }

    private void look() {
        host.landGhosts();
        host.advance(AFTERWARDS);
        List<String> left = new ArrayList<>();
        for (Home home : homes) {
            left.addAll(promises.left(home));
        }
        first.forEach((vm, was) -> look(vm, was, left));
        if (!left.isEmpty()) {
            throw new AssertionError("left: " + String.join(", ", left));
        }
    }

    private void look(SimulatedVm vm, First was, List<String> left) {
        String state = was.running() ? "Running" : "Off";
        boolean savedByReboot =
                promises.rebooted && was.running() && vm.platformState().equals("Saved");
        if (!vm.platformState().equals(state) && !savedByReboot) {
            left.add(vm.name() + " is " + vm.platformState() + ", was " + state);
        }
        if (vm.nesting() != was.nesting()) {
            left.add(vm.name() + " has nesting " + vm.nesting());
        }
        if (vm.adapters().get(0).spoofing() != was.spoofing()) {
            left.add(vm.name() + " has spoofing " + vm.adapters().get(0).spoofing());
        }
        boolean bare = host.leaseText(vm.id())
                .map(PlainJson::parse)
                .map(lease -> lease.getArray("aspects").isEmpty()
                        && lease.getObject("members").isEmpty()
                        && lease.get("actor") == null)
                .orElse(true);
        if (!bare) {
            left.add("lease " + host.leaseText(vm.id()));
        }
    }
}
