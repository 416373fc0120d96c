package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.time.Duration;
import java.util.List;

/** One entry of a run in a search, with what a controller's journal would know of it. */
final class SearchedEntry implements Progress {

    final Request.Kind kind;
    final Options options;
    private final Holder holder;
    private List<AspectRecord> recorded = List.of();

    SearchedEntry(String name, String run, Request.Kind kind, Options options) {
        this.kind = kind;
        this.options = options;
        this.holder = new Holder("entry-" + name, "run-" + run, "controller", "incarnation", run + " #1");
    }

    String run() {
        return holder.run();
    }

    /** {@return the task that enters, or the one that gives back, and what takes it forward on that machine} */
    LeaseTask task(Machine machine, String vmId, boolean enters) {
        Target target = enters
                ? Target.of(VmRef.id(vmId), holder)
                : new Target(VmRef.id(vmId), holder, recorded, Duration.ofMinutes(15));
        Request request = new Request(
                enters ? kind : Request.Kind.ROLL_BACK, List.of(target), options, null, NameRules.parse("*"));
        LeaseTask.Context context = new LeaseTask.Context(
                request, new MachineIdentity("", SearchedWorld.HOST), new Failures(SearchedWorld.HOST), this);
        return new VmTask(target, vmId, context);
    }

    /** Hears how a task ended. */
    void ended(VmResult result) {
        if (result.held() && !result.aspects().isEmpty()) {
            recorded = result.aspects();
        }
    }

    @Override
    public void say(String vm, String text) {
        // a search tells what moved
    }

    @Override
    public void joined(String entry, MachineIdentity machine, String vmId, String vmName, List<AspectRecord> aspects) {
        recorded = aspects;
    }

    @Override
    public String toString() {
        return kind
                + (options.spoofing() == null ? "" : " spoofing")
                + (options.start() ? " start" : "")
                + ' '
                + options.restart()
                + ' '
                + options.whenHeld();
    }
}
