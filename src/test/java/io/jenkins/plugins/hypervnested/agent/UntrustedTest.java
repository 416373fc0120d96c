package io.jenkins.plugins.hypervnested.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import io.jenkins.plugins.hypervnested.operation.AspectRecord;
import io.jenkins.plugins.hypervnested.operation.Result;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class UntrustedTest {

    @Test
    void aLineBreakCannotForgeALineOfTheLog() {
        assertEquals("first  second", Untrusted.text("first\r\nsecond", 100));
        assertEquals("an [8mescape", Untrusted.text("an\u001b[8mescape", 100));
    }

    @Test
    void longTextIsCut() {
        assertEquals("abc…", Untrusted.text("abcdefgh", 4));
    }

    @Test
    void aResultOfOtherEntriesIsRefused() {
        Result other = new Result(AgentFixture.MACHINE, List.of(), List.of(AgentFixture.done("another", "node-1")));
        assertThrows(IllegalArgumentException.class, () -> Untrusted.result(other, AgentFixture.request("mine")));
    }

    @Test
    void aResultOfAnotherNumberOfVmsIsRefused() {
        Result none = new Result(AgentFixture.MACHINE, List.of(), List.of());
        assertThrows(IllegalArgumentException.class, () -> Untrusted.result(none, AgentFixture.request("mine")));
    }

    @Test
    void aNameIsTakenAsItIsOrNotAtAll() {
        String strange = "a\nb'\"$(x) 日本";
        Result result = new Result(AgentFixture.MACHINE, List.of(), List.of(AgentFixture.done("mine", strange)));
        VmResult vm =
                Untrusted.result(result, AgentFixture.request("mine")).vms().get(0);
        assertEquals(strange, vm.name());
        Result tooLong =
                new Result(AgentFixture.MACHINE, List.of(), List.of(AgentFixture.done("mine", "x".repeat(1001))));
        assertThrows(IllegalArgumentException.class, () -> Untrusted.result(tooLong, AgentFixture.request("mine")));
    }

    @Test
    void joinedWithAnEntryOfSomebodyElseIsRefused() {
        Joined joined = new Joined("another", AgentFixture.MACHINE, "id", "node-1", List.of());
        assertThrows(IllegalArgumentException.class, () -> Untrusted.joined(joined, AgentFixture.request("mine")));
    }

    @Test
    void aFloodOfAspectsIsRefused() {
        AspectRecord one = new AspectRecord("nesting", "", "off", "on");
        Joined joined = new Joined("mine", AgentFixture.MACHINE, "id", "node-1", Collections.nCopies(5000, one));
        assertThrows(IllegalArgumentException.class, () -> Untrusted.joined(joined, AgentFixture.request("mine")));
    }

    @Test
    void aFailureKeepsItsKindAndIsBounded() {
        Failure busy = new Failure.Busy(
                new Failure.Details("x".repeat(100_000), "HV-1", "", "unknown", "Try again.", "HVN.LeaseBusy", "", ""));
        Failure bounded = Untrusted.failure(busy);
        assertInstanceOf(Failure.Busy.class, bounded);
        assertEquals("HVN.LeaseBusy", bounded.details().errorId());
        assertTrue(bounded.details().what().length() <= 4000);
    }

    @Test
    void aMachineWithoutFactsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Untrusted.facts(null));
    }

    @Test
    void factsOfWhichOneIsMissingAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Untrusted.facts(facts(null)));
        assertEquals("HV-1", Untrusted.facts(facts("HV-1")).name());
    }

    private static MachineFacts facts(String name) {
        return new MachineFacts(
                name, "", "", "", false, "", "", 20348, true, "", "", true, true, true, true, true, true, "", "", null);
    }
}
