package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.machine.SimulatedVm;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Counts how many different states plays came through: machine, lease, journals, what is under way. */
final class States {

    private static final Pattern UNIQUE =
            Pattern.compile("\"=[0-9a-f]{32}\"|\"=20[0-9]{2}-[^\"]*\"|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]{4,}");

    private long[] seen = new long[1 << 16];
    private int size;
    private final Map<String, Integer> leases = new HashMap<>();
    private long last;

    int size() {
        return size;
    }

    void addAll(States other) {
        Arrays.stream(other.seen).filter(hash -> hash != 0).forEach(this::add);
    }

    void note(Play play) {
        long hash = 17;
        for (SimulatedVm vm : play.host.vms()) {
            hash = mix(hash, vm.platformState().hashCode());
            hash = mix(hash, (vm.nesting() ? 1 : 2) + (vm.adapters().get(0).spoofing() ? 4 : 8));
            hash = mix(hash, play.host.leaseText(vm.id()).map(this::shape).orElse(0));
        }
        hash = mix(hash, play.host.ghosts());
        for (Home home : play.homes) {
            hash = mix(hash, home.isUp() ? home.now.links.open().size() : -1);
            if (home.isUp()) {
                for (JournalEntry entry : home.now.journal.entries()) {
                    hash = mix(hash, entry.state.ordinal() + (entry.operating ? 16 : 32) + (entry.runGone ? 64 : 128));
                    hash = mix(hash, entry.stuckReason == null ? -1 : entry.stuckReason.ordinal());
                }
            }
            for (Build build : home.builds) {
                hash = mix(
                        hash,
                        (build.isOver() ? 1 : 2)
                                + (build.isThere() ? 4 : 8)
                                + 16 * build.held().size());
            }
        }
        if (hash != last) {
            last = hash;
            add(hash == 0 ? 1 : hash);
        }
    }

    /** A lease without its times, stamps and random ids, which no two plays have in common. */
    private int shape(String lease) {
        if (leases.size() > 2_000) {
            leases.clear();
        }
        return leases.computeIfAbsent(
                lease, text -> UNIQUE.matcher(text).replaceAll("#").hashCode());
    }

    private static long mix(long hash, long value) {
        long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 29);
    }

    private void add(long hash) {
        int at = (int) (hash >>> 20) & (seen.length - 1);
        while (seen[at] != 0) {
            if (seen[at] == hash) {
                return;
            }
            at = (at + 1) & (seen.length - 1);
        }
        seen[at] = hash;
        size++;
        if (size * 2 > seen.length) {
            long[] old = seen;
            seen = new long[old.length * 2];
            size = 0;
            Arrays.stream(old).filter(h -> h != 0).forEach(this::add);
        }
    }
}
