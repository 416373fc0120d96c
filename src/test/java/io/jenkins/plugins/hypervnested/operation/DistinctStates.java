package io.jenkins.plugins.hypervnested.operation;

import java.util.Arrays;
import java.util.List;

/** How many different states a search reached: VM, lease, and where each run is. Random ids and moments count by their order alone. */
final class DistinctStates {

    private static final int LONG_ID = 20;

    private long[] table = new long[1 << 12];
    private int size;
    private String lastText;
    private long lastHash;
    private final String[] ids = new String[16];

    int size() {
        return size;
    }

    void reached(SearchedWorld world, List<SearchedParty> parties) {
        long hash = mix(0x9E3779B97F4A7C15L, world.vm.platformState().hashCode());
        hash = mix(
                hash, (world.vm.nesting() ? 1 : 0) + (world.vm.adapters().get(0).spoofing() ? 2 : 0));
        hash = mix(hash, world.host.ghosts());
        hash = mix(hash, ofLease(world.host.leaseText(world.vm.id()).orElse("")));
        for (SearchedParty party : parties) {
            hash = mix(hash, party.state());
        }
        add(hash == 0 ? 1 : hash);
    }

    void addAll(DistinctStates other) {
        for (long value : other.table) {
            if (value != 0) {
                add(value);
            }
        }
    }

    private long ofLease(String text) {
        if (text != lastText) {
            lastHash = hash(text);
            lastText = text;
        }
        return lastHash;
    }

    /** Long hexadecimal words are ids, counted in order; words of digits alone are moments, and left out. */
    private long hash(String text) {
        Arrays.fill(ids, null);
        long hash = 7;
        int from = 0;
        while (from < text.length()) {
            int to = from;
            boolean digits = true;
            for (; to < text.length() && Character.digit(text.charAt(to), 16) >= 0; to++) {
                digits &= text.charAt(to) <= '9';
            }
            if (to - from >= LONG_ID) {
                hash = mix(hash, order(text.substring(from, to)));
            } else if (to - from < 3 || !digits) {
                for (int i = from; i < Math.max(to, from + 1); i++) {
                    hash = mix(hash, text.charAt(i));
                }
            }
            from = Math.max(to, from + 1);
        }
        return hash;
    }

    private int order(String id) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == null) {
                ids[i] = id;
            }
            if (ids[i].equals(id)) {
                return -1 - i;
            }
        }
        return -100;
    }

    private void add(long hash) {
        int i = (int) (hash >>> 32) & table.length - 1;
        while (table[i] != 0) {
            if (table[i] == hash) {
                return;
            }
            i = i + 1 & table.length - 1;
        }
        table[i] = hash;
        size++;
        if (size * 2 > table.length) {
            long[] old = table;
            table = new long[old.length * 2];
            size = 0;
            for (long value : old) {
                if (value != 0) {
                    add(value);
                }
            }
        }
    }

    private static long mix(long hash, long value) {
        long mixed = (hash ^ value) * 0xBF58476D1CE4E5B9L;
        return mixed ^ mixed >>> 29;
    }
}
