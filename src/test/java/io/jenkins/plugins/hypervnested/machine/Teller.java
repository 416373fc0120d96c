package io.jenkins.plugins.hypervnested.machine;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** An actor of the simulation's own tests: it takes the floor of a subject and tells it changes. */
final class Teller {

    static final String EPOCH = "0123456789abcdef0123456789abcdef";

    final Machine machine;

    Teller(Machine machine) {
        this.machine = machine;
    }

    Observation observe(String subject) throws Exception {
        return machine.observe(List.of(subject)).get(subject).value();
    }

    NetworkState network() throws Exception {
        return observe(Subject.NETWORK).network();
    }

    RoleState role() throws Exception {
        return observe(Subject.ROLE).role();
    }

    LeaseWrite.Outcome take(String subject) throws Exception {
        var write = new LeaseWrite(subject, observe(subject).lease().stamp(), EPOCH, "{}", LeaseWrite.Floor.TAKE);
        return machine.writeLeases(List.of(write)).get(subject).value();
    }

    Failure refused(Change change) throws Exception {
        return machine.change(List.of(change)).get(change.subject()).failure();
    }

    void tell(Change change) throws Exception {
        Failure failure = refused(change);
        assertNull(failure, () -> failure.sentence());
    }

    String errorId(Change change) throws Exception {
        return refused(change).details().errorId();
    }

    /** Waits for something in slices, as an operation does. */
    Subject await(String subject, Predicate<Subject> until) throws Exception {
        Subject seen = observe(subject).subject();
        for (int slices = 0; !until.test(seen); slices++) {
            assertTrue(slices < 100, "never: " + seen);
            machine.await(Map.of(subject, seen.fingerprint()), Duration.ofSeconds(10));
            seen = observe(subject).subject();
        }
        return seen;
    }

    NetworkState awaitNetwork(Predicate<NetworkState> until) throws Exception {
        return (NetworkState) await(Subject.NETWORK, seen -> until.test((NetworkState) seen));
    }

    RoleState awaitRole(Predicate<RoleState> until) throws Exception {
        return (RoleState) await(Subject.ROLE, seen -> until.test((RoleState) seen));
    }
}
