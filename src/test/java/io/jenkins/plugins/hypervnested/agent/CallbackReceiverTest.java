package io.jenkins.plugins.hypervnested.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.operation.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallbackReceiverTest {

    private final AgentFixture.Ear ear = new AgentFixture.Ear();
    private final List<Outcome> ends = new ArrayList<>();
    private final CallbackReceiver receiver =
            new CallbackReceiver("mine", "lab-host", AgentFixture.request("entry-1"), ear, ends::add);

    @Test
    void aLineThatComesTwiceIsHeardOnce() {
        receiver.progress("mine", 1, "node-1", "shutting down");
        receiver.progress("mine", 1, "node-1", "shutting down");
        assertEquals(List.of("node-1: shutting down"), ear.heard);
    }

    @Test
    void aLineOfAnotherOperationIsNotHeard() {
        receiver.progress("another", 1, "node-1", "shutting down");
        assertTrue(ear.heard.isEmpty());
    }

    @Test
    void nothingIsHeardAfterTheEnd() {
        receiver.close();
        receiver.progress("mine", 1, "node-1", "shutting down");
        assertTrue(ear.heard.isEmpty());
    }

    @Test
    void anAnswerOfTheRightShapeComesThrough() {
        Result result = new Result(AgentFixture.MACHINE, List.of(), List.of(AgentFixture.done("entry-1", "node-1")));
        receiver.ended("mine", 1, Outcome.done(result));
        assertEquals(result, ends.get(0).result());
    }

    @Test
    void anAnswerThatMakesNoSenseIsAFailureAndNeverAResult() {
        receiver.ended("mine", 1, new Outcome(Outcome.Kind.DONE, null, null));
        assertNull(ends.get(0).result());
        assertEquals("protocol", ends.get(0).failure().kind());
    }

    @Test
    void anAgentCannotSayThatItsHostIsNotConfigured() {
        receiver.ended("mine", 1, new Outcome(Outcome.Kind.NO_HOST, null, AgentFailures.noHost("lab-host", "id")));
        assertEquals(Outcome.Kind.FAILED, ends.get(0).kind());
    }
}
