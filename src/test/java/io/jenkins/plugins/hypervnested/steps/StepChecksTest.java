package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepChecksTest {

    @Test
    void exactlyOneOfVmAndVmsIsWanted() {
        assertThrows(IllegalArgumentException.class, () -> StepChecks.vms(null, null));
        assertThrows(IllegalArgumentException.class, () -> StepChecks.vms("node-1", List.of("node-2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "[a-z]", "it's", "\"x\"", "$(Stop-Computer)", "line\nbreak", "仮想マシン", " padded "})
    void aNameIsJustAName(String name) {
        assertEquals(List.of(name), StepChecks.vms(name, null));
    }

    @Test
    void namesThatDifferInCapitalsAreTwo() {
        assertEquals(List.of("node", "Node"), StepChecks.vms(null, List.of("node", "Node")));
    }

    @Test
    void aNameThatComesTwiceIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> StepChecks.vms(null, List.of("node", "node")));
    }

    @Test
    void anIdThatComesTwiceInTwoFormsIsRefused() {
        String id = "0C9A4F1E-6D7B-4B7E-9A55-0F9D8B7A6C5D";
        List<String> twice = List.of(id, "{" + id.toLowerCase(java.util.Locale.ROOT) + "}");
        assertThrows(IllegalArgumentException.class, () -> StepChecks.vms(null, twice));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nul\u0000", "half \ud800 character"})
    void whatCannotTravelIsRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> StepChecks.vms(name, null));
    }

    @Test
    void aFloodOfVmsIsRefused() {
        List<String> many = Collections.nCopies(10_000, "node");
        assertThrows(IllegalArgumentException.class, () -> StepChecks.vms(null, many));
    }

    @Test
    void aTimeoutHasToBeLongerThanNothingAndBounded() {
        assertEquals(900_000, StepChecks.timeout(15, TimeUnit.MINUTES));
        assertThrows(IllegalArgumentException.class, () -> StepChecks.timeout(0, TimeUnit.MINUTES));
        assertThrows(IllegalArgumentException.class, () -> StepChecks.timeout(-1, TimeUnit.MINUTES));
        assertThrows(IllegalArgumentException.class, () -> StepChecks.timeout(49, TimeUnit.HOURS));
        assertThrows(IllegalArgumentException.class, () -> StepChecks.timeout(15, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "Network Adapter", "it's", "$(x)", "ネットワーク アダプター"})
    void anAdaptersNameIsJustAName(String name) {
        assertEquals(List.of(name), StepChecks.adapters(List.of(name)));
    }

    @Test
    void anAdapterIsNamedOnceAndHasAName() {
        assertThrows(IllegalArgumentException.class, () -> StepChecks.adapters(List.of("LAN", "LAN")));
        assertThrows(IllegalArgumentException.class, () -> StepChecks.adapters(List.of("")));
        assertThrows(IllegalArgumentException.class, () -> StepChecks.adapters(List.of("nul\u0000")));
        assertThrows(IllegalArgumentException.class, () -> StepChecks.adapters(Collections.nCopies(65, "LAN")));
    }
}
