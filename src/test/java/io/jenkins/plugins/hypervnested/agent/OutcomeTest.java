package io.jenkins.plugins.hypervnested.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomeTest {

    @ParameterizedTest
    @EnumSource(Outcome.Kind.class)
    void onlyWhatNeverReachedTheMachineCountsAsNeverSent(Outcome.Kind kind) {
        boolean never = EnumSet.of(
                        Outcome.Kind.NOT_OPENED,
                        Outcome.Kind.NO_AGENT,
                        Outcome.Kind.NO_HOST,
                        Outcome.Kind.NO_CREDENTIALS)
                .contains(kind);
        assertEquals(never, new Outcome(kind, null, null).isNeverSent());
    }
}
