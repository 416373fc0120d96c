package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.operation.NameRules;
import io.jenkins.plugins.hypervnested.operation.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes the call of a step as the steps of this plugin do: the entries are saved, or the same as before the restart. */
final class BeginningOfStep {

    private BeginningOfStep() {}

    /** @throws IOException when an entry could not be saved, or was given back */
    static StepCall of(Build build, Start on, boolean resumed) throws IOException {
        Stage.Hold hold = (Stage.Hold) build.stage();
        Origin origin = new Origin(build.id(), build.key, build.job, build.name);
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < build.ids.size(); i++) {
            String vm = hold.vms().get(i);
            Intent intent = new Intent(vm, hold.wanted(), hold.options(), List.of());
            JournalEntry entry = on.journal.intend(build.ids.get(i), origin, Links.HOST, intent);
            if (!entry.isOpen()
                    || entry.state == JournalEntry.State.RETURNING
                    || entry.state == JournalEntry.State.STUCK) {
                throw new IOException("it was given back");
            }
            targets.add(Target.of(VmRef.parse(vm), on.journal.holder(entry)));
        }
        CallOrder order = new CallOrder(
                hold.kind(),
                Links.HOST,
                targets,
                hold.options(),
                List.of(),
                new NameRules(List.of("*")),
                List.of(),
                build.deadline,
                true,
                resumed);
        return new StepCall(order, on.journal, on.starter, on.room, build);
    }
}
