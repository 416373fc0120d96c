package io.jenkins.plugins.hypervnested.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.Schedule;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InterleaverTest {

    private static Interleaver twoReaders(SimulatedHost host, Schedule schedule) {
        Interleaver.Body reader = party -> {
            try (Machine machine = host.connect(new Faults(), party)) {
                machine.describe();
                machine.leases();
            }
        };
        return new Interleaver(host, schedule).party("A", reader).party("B", reader);
    }

    @Test
    void everyOrderOfTwoPartiesOfThreeStepsEachIsFound() {
        Set<List<String>> seen = new HashSet<>();
        int schedules = Schedule.every(10, schedule -> {
            Interleaver interleaver = twoReaders(SimulatedHost.intel2022("H"), schedule);
            interleaver.run();
            seen.add(interleaver.trace());
        });
        assertEquals(20, seen.size(), "6 over 3");
        assertEquals(20, schedules);
    }

    @Test
    void aSeedGivesTheSameOrderAgain() {
        Interleaver one = twoReaders(SimulatedHost.intel2022("H"), Schedule.seeded(42));
        Interleaver two = twoReaders(SimulatedHost.intel2022("H"), Schedule.seeded(42));
        one.run();
        two.run();
        assertEquals(one.trace(), two.trace());
    }

    @Test
    void timeStandsStillWhileSomebodyCanMove() {
        SimulatedHost host = SimulatedHost.intel2022("H");
        long before = host.clock().millis();
        long[] whenReaderWasDone = new long[1];
        new Interleaver(host, Schedule.of(List.of(0, 0, 0)))
                .party("waits", party -> {
                    try (Machine machine = host.connect(new Faults(), party)) {
                        machine.await(Map.of(), Duration.ofSeconds(20));
                    }
                })
                .party("reads", party -> {
                    try (Machine machine = host.connect(new Faults(), party)) {
                        for (int i = 0; i < 10; i++) {
                            machine.describe();
                        }
                        whenReaderWasDone[0] = host.clock().millis();
                    }
                })
                .run();
        assertTrue(whenReaderWasDone[0] - before < 1_000, "the wait of another made time pass");
        assertTrue(host.clock().millis() - before >= 20_000, "the wait was cut short");
    }

    @Test
    void aPartyThatNeverEndsIsReportedWithWhatMoved() {
        SimulatedHost host = SimulatedHost.intel2022("H");
        Interleaver interleaver = new Interleaver(host, Schedule.seeded(1)).party("spins", party -> {
            while (true) {
                party.next("spins");
            }
        });
        AssertionError error = assertThrows(AssertionError.class, interleaver::run);
        assertTrue(error.getMessage().contains("no end after"), error.getMessage());
    }
}
