package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.agent.Outcome;
import io.jenkins.plugins.hypervnested.operation.FoundHolder;
import io.jenkins.plugins.hypervnested.operation.Request;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sweep over the leases of hosts. */
class SurveysTest {

    private static final String HOST = JournalFixture.HOST.id();

    private final JournalFixture fixture = new JournalFixture();
    private final Surveys surveys = fixture.surveys;
    private final String us = fixture.controller.instanceId();
    private final String start = fixture.controller.incarnation();

    private void sweep() {
        surveys.sweep(List.of(JournalFixture.HOST), host -> true);
    }

    private void later(Duration time) {
        fixture.controller.now = fixture.controller.now.plus(time);
    }

    private FoundHolder ours(String entry) {
        return Leases.holder(entry, us, start);
    }

    private List<String> forgotten() {
        return surveys.forgotten().stream().map(f -> f.holder().entry()).toList();
    }

    @Test
    void eachReachableHostIsLookedAtAfterAStartAndThenOnceAnHour() {
        sweep();
        Request request = fixture.agents.only().order.request();
        assertEquals(Request.Kind.SURVEY, request.kind());
        assertEquals(us, request.asker().controller());
        assertEquals(start, request.asker().incarnation());
        fixture.agents.only().finds();
        later(Duration.ofMinutes(59));
        sweep();
        assertEquals(1, fixture.agents.started.size());
        later(Duration.ofMinutes(1));
        sweep();
        assertEquals(2, fixture.agents.started.size());
    }

    @Test
    void aHostWithoutAgentIsLookedAtAsSoonAsItHasOne() {
        surveys.sweep(List.of(JournalFixture.HOST), host -> false);
        assertTrue(fixture.agents.started.isEmpty());
        sweep();
        assertEquals(1, fixture.agents.started.size());
    }

    @Test
    void whoLooksIsNotDisturbedByASecondLook() {
        sweep();
        surveys.survey(JournalFixture.HOST);
        later(Duration.ofHours(2));
        sweep();
        assertEquals(1, fixture.agents.started.size());
        assertTrue(surveys.of(HOST).orElseThrow().underWay());
    }

    @Test
    void aFailureIsShownWithTheHostAndNoEntryIsStuckByIt() {
        JournalEntry entry = fixture.held("job", "node-1");
        sweep();
        fixture.agents.only().finds(Leases.of(ours(Leases.ENTRY)));
        later(Duration.ofHours(1));
        sweep();
        fixture.agents.last().listener.ended(new Outcome(Outcome.Kind.LOST, null, FakeStarter.refused("")));
        HostSurvey survey = surveys.of(HOST).orElseThrow();
        assertFalse(survey.problem().isEmpty());
        assertEquals(1, survey.leases().size());
        assertEquals(JournalEntry.State.HELD, fixture.now(entry).getState());
        later(Duration.ofMinutes(10));
        sweep();
        assertEquals(3, fixture.agents.started.size());
    }

    @Test
    void aHoldingOfOursThatNoEntryOwesIsForgottenAndNeverLeftByItself() {
        sweep();
        fixture.agents.only().finds(Leases.of(ours(Leases.ENTRY), Leases.holder("x", "other", "its")));
        assertEquals(List.of(Leases.ENTRY), forgotten());
        later(Duration.ofHours(1));
        sweep();
        assertTrue(
                fixture.agents.started.stream().allMatch(s -> s.order.request().kind() == Request.Kind.SURVEY));
    }

    @Test
    void whatARunHoldsIsNotForgottenAlsoWhenItWasGivenBackSinceTheLook() {
        JournalEntry entry = fixture.held("job", "node-1");
        later(Duration.ofMinutes(1));
        sweep();
        later(Duration.ofSeconds(5));
        fixture.agents.only().finds(Leases.of(ours(entry.getId())));
        assertEquals(List.of(), forgotten());
        fixture.journal.update(entry.getId(), Transitions.returned("restored"));
        assertEquals(List.of(), forgotten());
    }

    @Test
    void whatWasClosedBeforeTheLookAndIsThereStillIsForgotten() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.journal.update(entry.getId(), Transitions.returned("restored"));
        later(Duration.ofMinutes(1));
        sweep();
        fixture.agents.only().finds(Leases.of(ours(entry.getId())));
        assertEquals(List.of(entry.getId()), forgotten());
    }

    @Test
    void whatIsBeingLeftAgainIsNotForgottenAnyMore() throws Exception {
        sweep();
        fixture.agents.only().finds(Leases.of(ours(Leases.ENTRY)));
        fixture.decisions.adopt(surveys.forgotten().get(0), "admin", "the journal was restored");
        assertEquals(List.of(), forgotten());
    }

    @Test
    void anotherStartOfThisControllerThatItDoesNotKnowFreezesEverything() {
        sweep();
        fixture.agents.only().finds(Leases.of(Leases.holder(Leases.ENTRY, us, "another-start")));
        assertEquals(List.of("another-start"), fixture.controller.met);
        assertFalse(fixture.journal.mayAct());
    }

    @Test
    void theStartsOfOtherControllersAreTheirOwnBusiness() {
        sweep();
        fixture.agents.only().finds(Leases.of(Leases.holder(Leases.ENTRY, "other", "another-start")));
        assertEquals(List.of(), fixture.controller.met);
    }

    @Test
    void whileEverythingIsFrozenNobodyLooksByHimselfAndALookOnDemandWritesNothing() {
        fixture.controller.frozen = "which one is real?";
        sweep();
        assertTrue(fixture.agents.started.isEmpty());
        surveys.survey(JournalFixture.HOST);
        assertNull(fixture.agents.only().order.request().asker());
    }

    @Test
    void aSecondJenkinsOnTheSameHomeDoesNotLook() {
        fixture.controller.acting = false;
        sweep();
        surveys.survey(JournalFixture.HOST);
        assertTrue(fixture.agents.started.isEmpty());
    }

    @Test
    void aHostThatIsNotConfiguredAnyMoreIsNotShown() {
        sweep();
        fixture.agents.only().finds(Leases.of(ours(Leases.ENTRY)));
        surveys.sweep(List.of(), host -> true);
        assertEquals(List.of(), forgotten());
    }

    @Test
    void aHolderOfAMachinesNetworkAndItsGuestsIsTheOneOfTheNetwork() {
        sweep();
        fixture.agents.only().finds(Leases.of(ours(Leases.ENTRY)), Leases.of("network", ours(Leases.ENTRY)));
        assertEquals(
                "network",
                surveys.of(HOST)
                        .orElseThrow()
                        .holding(Leases.ENTRY)
                        .orElseThrow()
                        .lease()
                        .subject());
    }
}
