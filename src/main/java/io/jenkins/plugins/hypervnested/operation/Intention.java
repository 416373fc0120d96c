package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.NetworkState;
import io.jenkins.plugins.hypervnested.machine.Subject;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * What a lease records as set before the machine is told. Mostly that is what is wanted; where what will be shown then cannot be known
 * yet, it is something by which our own making can be told from anybody else's.
 */
final class Intention {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MARK_BYTES = 16;

    private Intention() {}

    /** {@return what is to be recorded as set for an aspect that is about to be changed to a value} */
    static String of(Lease.Aspect aspect, String value, Subject subject) {
        if (!(subject instanceof NetworkState network)) {
            return value;
        }
        return switch (aspect.id().name()) {
            case NetworkAspects.SWITCH -> isMade(aspect) ? aspect.set() : NetworkAspects.MADE + mark();
            case NetworkAspects.ADDRESS ->
                NetworkAspects.connection(aspect.id(), network)
                        .map(connection -> value + " on " + connection.guid())
                        .orElse(aspect.set());
            default -> value;
        };
    }

    /** {@return the mark that the switch of an aspect gets or has got; empty where it was read back since} */
    static String markOf(Lease.Aspect aspect) {
        return isMade(aspect) ? aspect.set().substring(NetworkAspects.MADE.length()) : "";
    }

    private static boolean isMade(Lease.Aspect aspect) {
        return aspect.set() != null && aspect.set().startsWith(NetworkAspects.MADE);
    }

    /**
     * {@return the lease in which a switch that carries our mark goes by its id} Only then it is told from one that somebody else makes
     * under the same name later.
     */
    static Lease adopt(Lease lease, NetworkState network) {
        return lease.withAspects(
                lease.aspects().stream().map(a -> adopt(a, network)).toList());
    }

    private static Lease.Aspect adopt(Lease.Aspect aspect, NetworkState network) {
        if (!isMade(aspect)) {
            return aspect;
        }
        List<NetworkState.Switch> named = network.switchesNamed(aspect.id().object());
        return named.size() == 1 && named.get(0).mark().equals(markOf(aspect))
                ? aspect.withSet(aspect.id().valueOf(network).orElseThrow())
                : aspect;
    }

    private static String mark() {
        byte[] bytes = new byte[MARK_BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
