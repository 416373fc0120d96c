package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One target whose leases are on several machines, one inside the other, all under one entry: what was found and done at each place on
 * the way, put together to one result.
 */
final class Journey {

    final Request request;
    final Target target;
    final Progress progress;
    final MachineIdentity host;

    private final Map<String, List<AspectRecord>> records = new LinkedHashMap<>();
    private final List<String> plan = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final Map<String, String> before = new LinkedHashMap<>();
    private final Map<String, String> after = new LinkedHashMap<>();
    private String vmId = "";
    private String vmName;
    private boolean changed;

    /** Makes the task of one subject. */
    interface Tasks {
        LeaseTask of(Target target, LeaseTask.Context context);
    }

    /**
     * A machine on the way.
     *
     * @param machine the machine
     * @param place some place on it
     * @param label what lines and results about it begin with; empty for the target itself
     * @param identity who it is
     */
    record Stop(Machine machine, Place place, String label, MachineIdentity identity) {

        Stop(Machine machine, Place place, String label, MachineFacts facts) {
            this(machine, place, label, MachineIdentity.of(facts));
        }

        /** {@return the same machine, lines and results about which begin with something else} */
        Stop labelled(String newLabel) {
            return new Stop(machine, place, newLabel, identity);
        }
    }

    Journey(Request request, Target target, Progress progress, MachineIdentity host) {
        this.request = request;
        this.target = target;
        this.progress = progress;
        this.host = host;
        this.vmName = target.vm().kind() == VmRef.Kind.MACHINE
                ? host.name()
                : target.vm().text();
        target.recorded()
                .forEach(r -> records.computeIfAbsent(r.place().key(), p -> new ArrayList<>())
                        .add(r));
    }

    void found(String id, String name) {
        vmId = id;
        vmName = name;
    }

    boolean isInMachineItself() {
        return target.vm().kind() == VmRef.Kind.MACHINE;
    }

    String entry() {
        return target.holder().entry();
    }

    String name() {
        return vmName;
    }

    List<AspectRecord> recordsAt(Place place) {
        return records.getOrDefault(place.key(), List.of());
    }

    /** {@return the places that are recorded} */
    List<Place> places() {
        return records.values().stream().map(list -> list.get(0).place()).toList();
    }

    void say(String label, String text) {
        progress.say(isInMachineItself() ? "" : vmName, label.isEmpty() ? text : label + ": " + text);
    }

    /** What was recorded at a place is gone with it. */
    void forget(Place place) {
        records.remove(place.key());
    }

    void note(String text) {
        notes.add(text);
    }

    /** Adds what would be done. */
    void plan(String sentence) {
        plan.add(sentence);
    }

    /**
     * Takes one subject forward until it has an end, and adds up what became of it.
     *
     * @param as the request that the task shall see: its kind tells whether it enters or leaves
     */
    VmResult take(Stop stop, String subject, Request as, Tasks tasks) throws MachineException, InterruptedException {
        Place place = stop.place().of(subject);
        List<AspectRecord> recorded =
                recordsAt(place).stream().map(r -> r.at(Place.TARGET)).toList();
        VmRef vm = Subject.isVm(subject) ? VmRef.id(subject) : VmRef.MACHINE;
        Target sub = new Target(vm, target.holder(), recorded, target.joinable(), target.fromJournal(), false, "");
        Failures failures = new Failures(stop.identity().name());
        LeaseTask task = tasks.of(sub, new LeaseTask.Context(as, stop.identity(), failures, new Lines(stop, place)));
        Map<String, VmResult> results = new LinkedHashMap<>();
        new Rounds(stop.machine(), new Lines(stop, place)).run(List.of(task), results);
        VmResult result = results.get(entry());
        absorb(stop, place, result);
        return result;
    }

    private void absorb(Stop stop, Place place, VmResult result) {
        changed |= result.changed();
        result.plan().forEach(sentence -> plan.add(labelled(stop, sentence)));
        result.notes().forEach(note -> notes.add(labelled(stop, note)));
        if (result.before() != null) {
            result.before().inside().forEach((name, value) -> before.putIfAbsent(labelled(stop, name), value));
        }
        if (result.after() != null) {
            result.after().inside().forEach((name, value) -> after.put(labelled(stop, name), value));
        }
        if (!result.held() || !result.aspects().isEmpty()) {
            record(place, result.held() ? result.aspects() : List.of());
        }
    }

    private void record(Place place, List<AspectRecord> aspects) {
        if (aspects.isEmpty()) {
            records.remove(place.key());
        } else {
            records.put(place.key(), aspects.stream().map(a -> a.at(place)).toList());
        }
    }

    private static String labelled(Stop stop, String text) {
        return stop.label().isEmpty() ? text : stop.label() + ": " + text;
    }

    private List<AspectRecord> allRecords() {
        return records.values().stream().flatMap(List::stream).toList();
    }

    /** {@return the whole result} */
    VmResult end(VmResult.End how, boolean owed, Failure failure) {
        boolean read = failure == null && how != VmResult.End.WAITING;
        return new VmResult(
                target.vm().text(),
                entry(),
                vmId,
                vmName,
                how,
                owed,
                changed,
                read,
                Snapshot.ofInside(before),
                Snapshot.ofInside(after),
                plan,
                allRecords(),
                List.copyOf(notes),
                failure);
    }

    /** What tasks say, said of the target. */
    private final class Lines implements Progress {

        private final Stop stop;
        private final Place place;

        Lines(Stop stop, Place place) {
            this.stop = stop;
            this.place = place;
        }

        @Override
        public void say(String vm, String text) {
            Journey.this.say(stop.label(), text);
        }

        @Override
        public void joined(
                String entry, MachineIdentity machine, String subject, String name, List<AspectRecord> aspects) {
            record(place, aspects);
            progress.joined(entry, host, vmId, vmName, allRecords());
        }
    }
}
