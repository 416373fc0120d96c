package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShownArgumentsTest {

    @Test
    void aStepShowsItsVmsAndTheirHost() {
        assertEquals("node-1 (lab)", ShownArguments.of(Map.of("host", "lab", "vm", "node-1", "start", true)));
        assertEquals("a, b (lab)", ShownArguments.of(Map.of("host", "lab", "vms", List.of("a", "b"))));
    }

    @Test
    void aStepOfTheHostItselfShowsTheHost() {
        assertEquals("lab", ShownArguments.of(Map.of("host", "lab", "timeout", 3)));
    }

    @Test
    void aBlockShowsAllItsMachines() {
        assertEquals(
                "a (one), b (two)",
                ShownArguments.of(Map.of(
                        "machines", List.of(Map.of("host", "one", "vm", "a"), Map.of("host", "two", "vm", "b")))));
    }

    @Test
    void whatNamesNothingShowsNothing() {
        assertNull(ShownArguments.of(Map.of()));
        assertNull(ShownArguments.of(Map.of("onRollbackFailure", "FAIL")));
    }

    @Test
    void whatJenkinsDidNotKeepIsLeftOut() {
        // in place of a value that is too long, or a secret, Jenkins keeps a mark of another type
        Object mark = TimeUnit.SECONDS;
        assertEquals("lab", ShownArguments.of(Map.of("host", "lab", "vms", mark)));
        assertEquals("a (lab)", ShownArguments.of(Map.of("host", "lab", "vms", Arrays.asList("a", null, mark))));
        assertNull(ShownArguments.of(Map.of("machines", Arrays.asList(null, mark))));
    }

    @Test
    void aLongListIsCut() {
        String shown = ShownArguments.of(Map.of("host", "lab", "vms", Collections.nCopies(256, "node")));
        assertEquals(201, shown.length());
        assertTrue(shown.endsWith("…"), shown);
    }
}
