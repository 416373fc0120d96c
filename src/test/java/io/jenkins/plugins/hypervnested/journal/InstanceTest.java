package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstanceTest {

    private final Instance instance = new Instance();

    @BeforeEach
    void settleSomewhere() {
        instance.settle("https://jenkins.example.com/", "/var/lib/jenkins");
    }

    @Test
    void itIsWhereItWas() {
        assertTrue(instance.isAt("https://jenkins.example.com/", "/var/lib/jenkins"));
        assertFalse(instance.settle("https://jenkins.example.com/", "/var/lib/jenkins"));
    }

    @Test
    void anotherHomeOrAddressIsAMoveOrACopy() {
        assertFalse(instance.isAt("https://jenkins.example.com/", "/srv/copy"));
        assertFalse(instance.isAt("https://copy.example.com/", "/var/lib/jenkins"));
    }

    @Test
    void anAddressThatNobodyConfiguredSaysNothing() {
        assertTrue(instance.isAt("", "/var/lib/jenkins"));
        instance.settle("", "/var/lib/jenkins");
        assertEquals("https://jenkins.example.com/", instance.rootUrl());
    }

    @Test
    void aCopyBecomesAnotherControllerWithStartsOfItsOwn() {
        String id = instance.id();
        String incarnation = instance.incarnation();
        instance.began();
        instance.becomeAnother();
        assertNotEquals(id, instance.id());
        assertNotEquals(incarnation, instance.incarnation());
        assertEquals(List.of(), instance.incarnations());
    }

    @Test
    void itsStartsAreRememberedOnceEach() {
        assertTrue(instance.began());
        assertFalse(instance.began());
        assertEquals(List.of(instance.incarnation()), instance.incarnations());
    }

    @Test
    void aStartThatItDoesNotKnowIsKeptUntilSomebodyDecides() {
        instance.began();
        assertFalse(instance.met(instance.incarnation()));
        assertTrue(instance.met("another"));
        assertFalse(instance.met("another"));
        assertEquals(List.of("another"), instance.unknown());
    }

    @Test
    void onceTrustedItIsAStartOfItsOwn() {
        instance.began();
        instance.met("another");
        instance.trustUnknown();
        assertEquals(List.of(), instance.unknown());
        assertEquals(List.of(instance.incarnation(), "another"), instance.incarnations());
    }

    @Test
    void aCopyHasNothingToDoWithTheStartsOfItsOriginal() {
        instance.met("another");
        instance.becomeAnother();
        assertEquals(List.of(), instance.unknown());
    }

    @Test
    void howManyStartsAreRememberedIsBounded() {
        for (int i = 0; i < 600; i++) {
            instance.met("start-" + i);
            instance.trustUnknown();
        }
        assertEquals(500, instance.incarnations().size());
        assertEquals("start-599", instance.incarnations().get(499));
    }
}
