package io.jenkins.plugins.hypervnested.operation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which start of a controller wrote into a lease. Each start writes itself into all that its controller holds, entries that it does not
 * know included: so of two that take themselves for the same controller, one finds the other in the first lease that both come across.
 */
final class Incarnations {

    /**
     * A holder that was written by a start which the asker does not know.
     *
     * @param shown how people know it
     * @param start the start, as the lease names it
     */
    record Unknown(String shown, String start) {}

    private Incarnations() {}

    /** {@return a holder that a start of the asker's controller wrote which the asker does not know; empty when there is none} */
    static Optional<Unknown> unknown(Lease lease, Asker asker) {
        return asker == null
                ? Optional.empty()
                : lease.members().entrySet().stream()
                        .filter(member -> isOf(asker, member.getValue()))
                        .filter(member -> !isKnown(asker, member.getValue().incarnation()))
                        .map(member -> new Unknown(
                                LeaseRules.shown(lease, member.getKey()),
                                member.getValue().incarnation()))
                        .findFirst();
    }

    /** {@return the lease with the asker's present start in all that its controller holds} */
    static Lease renewed(Lease lease, Asker asker) {
        Map<String, Lease.Member> members = new LinkedHashMap<>(lease.members());
        members.replaceAll((entry, member) -> isOf(asker, member) ? member.writtenBy(asker.incarnation()) : member);
        return lease.withMembers(members, lease.ready());
    }

    private static boolean isOf(Asker asker, Lease.Member member) {
        return member.controller().equals(asker.controller());
    }

    private static boolean isKnown(Asker asker, String incarnation) {
        return incarnation.equals(asker.incarnation()) || asker.starts().contains(incarnation);
    }
}
