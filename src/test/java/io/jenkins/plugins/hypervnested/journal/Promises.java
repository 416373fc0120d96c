package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.Target;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Watches what must never happen, while it could. */
final class Promises {

    private static final Set<String> DISTURBING = Set.of("shutdown", "turn off", "expose on", "expose off");

    private final World world;
    private final SimulatedHost host;
    private final Map<Long, RemoteCall> processes = new HashMap<>();
    private final Set<Build> working = new LinkedHashSet<>();
    private final Set<Build> givenUp = new LinkedHashSet<>();
    private final Map<String, Boolean> everSaved = new HashMap<>();
    private long entries;
    private int worked;
    boolean rebooted;

    Promises(World world, SimulatedHost host) {
        this.world = world;
        this.host = host;
        host.watch(this::happens);
    }

    long nextEntry() {
        return ++entries;
    }

    int worked() {
        return worked;
    }

    private void broken(String what) {
        world.note("BROKEN " + what);
        world.fail(new AssertionError(what));
    }

    // ---- nobody who works is disturbed

    void connected(long process, RemoteCall call) {
        processes.put(process, call);
    }

    /** Somebody decided that it goes, whether it goes on or not. */
    void isGivenUp(Build build) {
        givenUp.add(build);
        working.remove(build);
    }

    void works(Build build) {
        if (givenUp.contains(build)) {
            return;
        }
        if (working.add(build)) {
            worked++;
        }
        look(build, "begins to work");
    }

    void worksNoMore(Build build) {
        if (working.contains(build)) {
            look(build, "has worked");
            working.remove(build);
        }
    }

    private void look(Build build, String when) {
        Map<String, Stage.Hold> newest = new HashMap<>();
        for (Stage.Hold hold : build.held()) {
            hold.vms().forEach(vm -> newest.put(vm, hold.kind() == Request.Kind.SPOOF ? newest.get(vm) : hold));
        }
        newest.forEach((vm, hold) -> {
            if (hold != null && host.vm(vm).nesting() != (hold.kind() == Request.Kind.ENABLE)) {
                broken(build.name + ' ' + when + " with nesting " + host.vm(vm).nesting());
            }
            boolean runs = host.vm(vm).platformState().equals("Running");
            if (hold != null && hold.options().start() && !runs && !rebooted) {
                broken(build.name + ' ' + when + " while the VM is "
                        + host.vm(vm).platformState());
            }
        });
    }

    private void happens(SimulatedHost.Event event) {
        world.note("    " + event.what() + ' ' + event.object());
        rebooted |= event.what().equals("reboot");
        RemoteCall by = processes.get(event.process());
        boolean isChange = !event.what().startsWith("lease") && !event.what().equals("reboot");
        if (by != null
                && isChange
                && isRollback(by)
                && by.order.request().targets().stream().allMatch(this::isClosed)) {
            broken(event.what() + " by " + by.name + ", whose entries were given back before");
        }
        for (Build build : working) {
            boolean uses = build.held().stream().anyMatch(hold -> hold.vms().contains(event.object()));
            if (uses && DISTURBING.contains(event.what()) && !(by != null && isStepOf(by, build))) {
                broken(event.what() + " by " + (by == null ? "nobody" : by.name) + " while " + build.name + " works");
            }
        }
    }

    private static boolean isRollback(RemoteCall call) {
        return call.order.request().kind() == Request.Kind.ROLL_BACK;
    }

    private static boolean isStepOf(RemoteCall call, Build build) {
        return !isRollback(call)
                && call.order.request().targets().stream()
                        .anyMatch(target -> target.holder().run().equals(build.key));
    }

    // ---- each entry is given back once, and none is lost

    private boolean isClosed(Target target) {
        return Boolean.FALSE.equals(everSaved.get(target.holder().entry()));
    }

    void saved(Home home, JournalEntry entry) {
        Boolean wasOpen = everSaved.put(entry.getId(), entry.isOpen());
        if (Boolean.FALSE.equals(wasOpen) && entry.isOpen()) {
            broken(home.shown(entry) + " was closed before");
        }
    }

    void asked(RemoteCall call) {
        if (!isRollback(call)) {
            return;
        }
        for (Target target : call.order.request().targets()) {
            if (isClosed(target)) {
                broken(call.name + " gives back what is given back");
            }
            boolean twice = call.start.links.open().stream()
                    .filter(other -> other != call && isRollback(other))
                    .flatMap(other -> other.order.request().targets().stream())
                    .anyMatch(other ->
                            other.holder().entry().equals(target.holder().entry()));
            if (twice) {
                broken(call.name + " gives back what is being given back");
            }
        }
    }

    /** {@return what was saved once and is not there any more, or is still open} */
    List<String> left(Home home) {
        List<JournalEntry> there = home.disk.look();
        return there.stream().filter(JournalEntry::isOpen).map(home::shown).toList();
    }

    int everSaved() {
        return everSaved.size();
    }
}
