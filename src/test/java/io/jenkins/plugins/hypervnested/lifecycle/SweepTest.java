package io.jenkins.plugins.hypervnested.lifecycle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SweepTest {

    @Test
    void itsLogHasANameThatEverySystemTakes() {
        assertTrue(Sweep.NAME.matches("[\\w ,-]+"), Sweep.NAME);
    }
}
