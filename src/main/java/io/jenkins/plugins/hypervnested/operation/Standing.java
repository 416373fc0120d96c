package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.LeaseSeen;

/** How an entry stands in a lease; neither where it cannot be read, which whoever leaves it will say. */
record Standing(boolean isHeld, boolean hasLeft) {

    static Standing of(LeaseSeen seen, String entry) {
        if (seen.text() == null) {
            return new Standing(false, false);
        }
        try {
            Lease lease = LeaseText.read(seen.text());
            return new Standing(lease.isHeldBy(entry), lease.hasLeft(entry));
        } catch (IllegalArgumentException e) {
            return new Standing(false, false);
        }
    }
}
