package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv4Test {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4 ",
                "1.2.3.-4",
                "a.b.c.d",
                "1..2.3",
                "٣.1.1.1",
                "1.2.3.4000000000"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Ipv4.address(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/", "/8", "10.0.0.0/8/8", "10.0.0.0/-1"})
    void whatIsNoPrefixIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Ipv4.prefix(text));
    }

    @Test
    void bitsBehindTheLengthAreRefusedWithWhatIsPerhapsMeant() {
        String message = assertThrows(IllegalArgumentException.class, () -> Ipv4.prefix("192.168.100.1/24"))
                .getMessage();

        assertTrue(message.contains("192.168.100.0/24"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "255.255.255.255/32", "192.168.100.0/24", "172.16.0.0/12"})
    void aPrefixIsWrittenAsItWasRead(String text) {
        assertEquals(text, Ipv4.prefix(text).toString());
    }

    @Test
    void aPrefixOverlapsWhatIsInItAndWhatItIsIn() {
        Ipv4 middle = Ipv4.prefix("192.168.100.0/24");

        assertTrue(middle.overlaps(Ipv4.prefix("192.168.0.0/16")));
        assertTrue(middle.overlaps(Ipv4.prefix("192.168.100.128/25")));
        assertTrue(middle.overlaps(middle));
        assertFalse(middle.overlaps(Ipv4.prefix("192.168.101.0/24")));
        assertTrue(middle.overlaps(Ipv4.prefix("0.0.0.0/0")));
    }

    @Test
    void theLastAddressIsTheBroadcastAddress() {
        assertEquals(
                "192.168.100.255", Ipv4.text(Ipv4.prefix("192.168.100.0/24").broadcast()));
    }
}
