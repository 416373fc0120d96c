package io.jenkins.plugins.hypervnested.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.hypervnested.operation.Asker;
import io.jenkins.plugins.hypervnested.operation.FoundHolder;
import io.jenkins.plugins.hypervnested.operation.FoundLease;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.Result;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UntrustedLeasesTest {

    private static final Request SURVEY = Request.survey(new Asker("us", "now", Set.of("now")), null);

    private static FoundLease lease(String name, FoundHolder... holders) {
        return new FoundLease("subject", name, "", List.of(holders), List.of(), "");
    }

    private static FoundHolder holder(String entry, String shownAs) {
        return new FoundHolder(entry, "run", "us", "now", shownAs, "2026-01-01T00:00:00Z", true, List.of("nesting on"));
    }

    private static Result result(FoundLease... leases) {
        return new Result(AgentFixture.MACHINE, List.of(), List.of(), List.of(leases));
    }

    @Test
    void leasesThatNobodyAskedForAreRefused() {
        Request enable = AgentFixture.request();
        Result forged = new Result(AgentFixture.MACHINE, List.of(), List.of(), List.of(lease("node-1")));
        assertThrows(IllegalArgumentException.class, () -> Untrusted.result(forged, enable));
        assertThrows(IllegalArgumentException.class, () -> UntrustedLeases.checked(forged.leases(), enable));
    }

    @Test
    void whatIsShownIsOneLineAndBounded() {
        Result odd = result(lease("node\n1", holder("entry", "x".repeat(2000))));
        FoundLease found = Untrusted.result(odd, SURVEY).leases().get(0);

        assertEquals("node 1", found.name());
        assertEquals(1000, found.holders().get(0).shownAs().length());
    }

    @Test
    void whatIsComparedLaterIsTakenAsItIsOrNotAtAll() {
        Result odd = result(lease("node-1", holder("x".repeat(1001), "run #1")));
        assertThrows(IllegalArgumentException.class, () -> Untrusted.result(odd, SURVEY));
    }

    @Test
    void moreLeasesThanAnyMachineHasAreRefused() {
        List<FoundLease> many = Collections.nCopies(5001, lease("node-1"));
        assertThrows(IllegalArgumentException.class, () -> UntrustedLeases.checked(many, SURVEY));
    }
}
