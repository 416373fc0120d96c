package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameRulesTest {

    @ParameterizedTest
    @CsvSource({
        "node-1, node-1, true",
        "node-1, NODE-1, false",
        "node-1, node-10, false",
        "node-*, node-10, true",
        "*, '', true",
        "*, ノード, true",
        "a.c, abc, false",
        "'a\\*c', 'a*c', true",
        "'a\\*c', abc, false",
        "'[ab]', a, false",
        "'[ab]', '[ab]', true",
    })
    void aRuleIsTheWholeNameAndAStarAnyCharacters(String rule, String name, boolean allowed) {
        assertEquals(allowed, NameRules.parse(rule).allows(name));
    }

    @Test
    void anyOfTheLinesMayAllow() {
        assertEquals(true, NameRules.parse("a\n\n  b  \n").allows("b"));
    }

    @Test
    void noRuleAllowsNobody() {
        assertFalse(NameRules.parse("").allows("node-1"));
        assertFalse(NameRules.parse(null).allows(""));
    }
}
