package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NatRulesTest {

    private static Nat nat(String prefix, String gateway, Nat.Guest... guests) {
        return new Nat("VmNAT", "LocalNAT", prefix, gateway, List.of(guests));
    }

    private static Nat page(Nat.Guest... guests) {
        return nat("192.168.100.0/24", "192.168.100.1", guests);
    }

    private static Nat.Guest guest(String vm, String address) {
        return guest(vm, address, 24, "192.168.100.1", List.of());
    }

    private static Nat.Guest guest(String vm, String address, int length, String gateway, List<String> dns) {
        return new Nat.Guest(vm, address, length, gateway, dns, "", false, "guest");
    }

    @Test
    void whatThePageNamesIsRight() {
        assertDoesNotThrow(() -> NatRules.check(Nat.DEFAULT));
        assertDoesNotThrow(() -> NatRules.check(page(
                guest("n1", "192.168.100.2"),
                guest("n2", "192.168.100.3", 24, "", List.of("8.8.8.8", "192.168.100.1")))));
    }

    @Test
    void theGatewayIsTheFirstAddressUnlessSomebodySaysOtherwise() {
        assertEquals("10.4.0.1", NatRules.firstAddress("10.4.0.0/16"));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(nat("192.168.100.5/24", "192.168.100.1"), "bits behind"),
                Arguments.of(nat("192.168.100.0/31", "192.168.100.1"), "length"),
                Arguments.of(nat("192.168.100.0/24", "192.168.101.1"), "is not in"),
                Arguments.of(nat("192.168.100.0/24", "192.168.100.0"), "network address"),
                Arguments.of(nat("192.168.100.0/24", "192.168.100.255"), "broadcast address"),
                Arguments.of(nat("127.0.0.0/8", "127.0.0.1"), "not an address that a machine may have"),
                Arguments.of(nat("224.0.0.0/8", "224.0.0.1"), "not an address that a machine may have"),
                Arguments.of(new Nat("", "LocalNAT", "10.0.0.0/24", "10.0.0.1", List.of()), "switchName"),
                Arguments.of(new Nat("a\nb", "LocalNAT", "10.0.0.0/24", "10.0.0.1", List.of()), "control character"),
                Arguments.of(page(guest("n1", "192.168.100.1")), "that of the gateway"),
                Arguments.of(page(guest("n1", "192.168.100.2"), guest("n2", "192.168.100.2")), "that of guest 'n1'"),
                Arguments.of(page(guest("n1", "192.168.100.2"), guest("n1", "192.168.100.3")), "named twice"),
                Arguments.of(page(guest("n1", "192.168.101.2")), "is not in"),
                Arguments.of(page(guest("n1", "192.168.100.255")), "broadcast address"),
                Arguments.of(page(guest("n1", "192.168.100.0")), "network address"),
                Arguments.of(page(guest("n1", "192.168.100.2", 32, "", List.of())), "prefixLength"),
                Arguments.of(page(guest("n1", "192.168.100.2", 30, "192.168.100.5", List.of())), "is not in"),
                Arguments.of(page(guest("n1", "192.168.100.2", 24, "192.168.100.2", List.of())), "its own address"),
                Arguments.of(page(guest("n1", "192.168.100.2", 24, "", List.of("dns.example"))), "no IPv4 address"),
                Arguments.of(page(guest("n1", "192.168.100.2", 24, "", List.of("8.8.8.8", "8.8.8.8"))), "named twice"),
                Arguments.of(page(guest("", "192.168.100.2")), "no vm"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void aMistakeIsToldBeforeAnythingIsSent(Nat nat, String part) {
        String message = assertThrows(IllegalArgumentException.class, () -> NatRules.check(nat))
                .getMessage();

        assertTrue(message.contains(part), message);
    }
}
