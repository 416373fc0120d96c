package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Adapter;
import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.NetworkState;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The network of the simulated host, read and changed by the shipped module, in a real PowerShell. */
@RequiresPowerShell
@Timeout(600)
class ShippedNetworkTest {

    private static final String EPOCH = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "fedcba9876543210fedcba9876543210";
    private static final String MARK = "aaaabbbbccccddddaaaabbbbccccdddd";
    private static final String LAN = "aaaaaaaa-0000-4000-8000-000000000001";
    private static final String ABSENT = "99999999-9999-4999-8999-999999999999";

    private final Heard heard = new Heard();

    @TempDir
    Path folder;

    private FakeHost host;

    @BeforeEach
    void makeHost() throws Exception {
        host = new FakeHost(folder);
        host.edit(json -> json.put(
                "network",
                FakeHost.json("{'switches':[],'nats':[],'routes':[],'interfaces':[{'guid':'" + LAN + "','index':3,"
                        + "'name':'Ethernet','mac':'00155D0A0B0C','dhcp':true,'dhcpAddress':'10.1.0.7/24','dhcpDns':["
                        + "'10.1.0.53'],'dhcpGateway':'10.1.0.1','dns':[],'dnsStatic':false,'addresses':[]}]}")));
    }

    private PowerShellMachine open() throws Exception {
        return host.open(heard);
    }

    private static Observation observe(Machine machine, String subject) throws Exception {
        Answer<Observation> answer = machine.observe(List.of(subject)).get(subject);
        assertFalse(answer.isFailure(), () -> answer.failure().sentence());
        return answer.value();
    }

    private static NetworkState network(Machine machine) throws Exception {
        return observe(machine, Subject.NETWORK).network();
    }

    private static void take(Machine machine, String subject) throws Exception {
        LeaseSeen seen = observe(machine, subject).lease();
        LeaseWrite write = new LeaseWrite(subject, seen.stamp(), EPOCH, "{\"a\":\"=1\"}", LeaseWrite.Floor.TAKE);
        assertEquals(
                LeaseWrite.Outcome.WRITTEN,
                machine.writeLeases(List.of(write)).get(subject).value());
    }

    private static void tell(Machine machine, Change change) throws Exception {
        Answer<Machine.Done> answer = machine.change(List.of(change)).get(change.subject());
        assertFalse(answer.isFailure(), () -> answer.failure().sentence());
    }

    private static Failure refused(Machine machine, Change change) throws Exception {
        Answer<Machine.Done> answer = machine.change(List.of(change)).get(change.subject());
        assertTrue(answer.isFailure(), () -> "done: " + change);
        return answer.failure();
    }

    @Test
    void aConnectionIsReadWithItsAddressItsServersAndItsRoute() throws Exception {
        try (PowerShellMachine machine = open()) {
            NetworkState network = network(machine);

            NetworkState.Interface lan = network.connection(LAN).orElseThrow();
            assertEquals("Ethernet", lan.name());
            assertEquals("00155D0A0B0C", lan.mac());
            assertTrue(lan.dhcp());
            assertFalse(lan.dnsStatic());
            assertEquals(List.of("10.1.0.53"), lan.dns());
            assertEquals(24, lan.address("10.1.0.7").orElseThrow().prefixLength());
            assertTrue(network.routes().contains(new NetworkState.Route("0.0.0.0/0", "10.1.0.1", LAN, true)));
        }
    }

    @Test
    void aNatNetworkIsMadeAndTakenAwayAgain() throws Exception {
        try (PowerShellMachine machine = open()) {
            take(machine, Subject.NETWORK);
            NetworkState before = network(machine);

            tell(machine, new Change.CreateSwitch(EPOCH, "節点-NAT", MARK));
            NetworkState.Switch made = network(machine).switchesNamed("節点-NAT").get(0);
            String connection =
                    network(machine).connectionOf(made.id()).orElseThrow().guid();
            tell(machine, new Change.AddAddress(EPOCH, connection, "192.168.100.1", 24));
            tell(machine, new Change.CreateNat(EPOCH, "LocalNAT", "192.168.100.0/24"));
            NetworkState between = network(machine);
            assertEquals(MARK, made.mark());
            assertEquals(NetworkState.Switch.Type.INTERNAL, made.type());
            assertEquals(List.of(new NetworkState.Nat("LocalNAT", "192.168.100.0/24")), between.nats());
            assertTrue(between.connection(connection)
                    .orElseThrow()
                    .address("192.168.100.1")
                    .isPresent());

            tell(machine, new Change.RemoveNat(EPOCH, "localnat", "192.168.100.0/24"));
            tell(machine, new Change.RemoveAddress(EPOCH, connection, "192.168.100.1"));
            tell(machine, new Change.RemoveSwitch(EPOCH, made.id()));
            assertEquals(before, network(machine));
        }
    }

    @Test
    void anAddressARouteServersAndDhcpAreSetAndPutBack() throws Exception {
        try (PowerShellMachine machine = open()) {
            take(machine, Subject.NETWORK);

            tell(machine, new Change.AddAddress(EPOCH, LAN, "192.168.100.2", 24));
            tell(machine, new Change.AddRoute(EPOCH, LAN, "192.168.100.1"));
            tell(machine, new Change.SetDns(EPOCH, LAN, List.of("10.0.0.53", "10.0.0.54")));
            NetworkState between = network(machine);
            NetworkState.Interface lan = between.connection(LAN).orElseThrow();
            assertFalse(lan.dhcp());
            assertTrue(lan.dnsStatic());
            assertEquals(List.of("10.0.0.53", "10.0.0.54"), lan.dns());
            assertTrue(between.routes().contains(new NetworkState.Route("0.0.0.0/0", "192.168.100.1", LAN, true)));

            tell(machine, new Change.SetDns(EPOCH, LAN, List.of()));
            tell(machine, new Change.RemoveRoute(EPOCH, LAN, "192.168.100.1"));
            tell(machine, new Change.RemoveAddress(EPOCH, LAN, "192.168.100.2"));
            tell(machine, new Change.SetDhcp(EPOCH, LAN, true));
            NetworkState.Interface after = network(machine).connection(LAN).orElseThrow();
            assertTrue(after.dhcp());
            assertFalse(after.dnsStatic());
        }
    }

    @Test
    void anAdapterIsConnectedAndDisconnected() throws Exception {
        try (PowerShellMachine machine = open()) {
            take(machine, Subject.NETWORK);
            take(machine, FakeHost.NODE_2);
            tell(machine, new Change.CreateSwitch(EPOCH, "VmNAT", MARK));
            String made = network(machine).switchesNamed("VmNAT").get(0).id();
            Adapter adapter = observe(machine, FakeHost.NODE_2).vm().adapters().get(0);

            tell(machine, new Change.Connect(FakeHost.NODE_2, EPOCH, adapter.id(), made));
            assertEquals(
                    made,
                    observe(machine, FakeHost.NODE_2).vm().adapters().get(0).switchId());
            assertEquals(
                    List.of(new NetworkState.User(FakeHost.NODE_2, "node-2", adapter.id())),
                    network(machine).switchesNamed("VmNAT").get(0).users());

            tell(machine, new Change.Connect(FakeHost.NODE_2, EPOCH, adapter.id(), ""));
            assertEquals(
                    "", observe(machine, FakeHost.NODE_2).vm().adapters().get(0).switchId());
        }
    }

    @Test
    void conflictsAreToldAsTheyAre() throws Exception {
        try (PowerShellMachine machine = open()) {
            take(machine, Subject.NETWORK);
            tell(machine, new Change.CreateNat(EPOCH, "LocalNAT", "192.168.100.0/24"));

            Failure sameName = refused(machine, new Change.CreateNat(EPOCH, "LocalNAT", "192.168.200.0/24"));
            Failure overlaps = refused(machine, new Change.CreateNat(EPOCH, "Other", "192.168.100.128/25"));
            Failure twice = refused(machine, new Change.AddAddress(EPOCH, LAN, "10.1.0.7", 24));

            assertInstanceOf(Failure.Refused.class, sameName, sameName::sentence);
            assertTrue(sameName.details().errorId().startsWith("Windows System Error 52"), sameName::sentence);
            assertInstanceOf(Failure.Refused.class, overlaps, overlaps::sentence);
            assertTrue(overlaps.details().errorId().startsWith("Windows System Error 87"), overlaps::sentence);
            assertInstanceOf(Failure.WrongState.class, twice, twice::sentence);
        }
    }

    @Test
    void whatIsGoneIsToldAsGone() throws Exception {
        try (PowerShellMachine machine = open()) {
            take(machine, Subject.NETWORK);

            for (Change change : List.of(
                    new Change.RemoveSwitch(EPOCH, ABSENT),
                    new Change.RemoveNat(EPOCH, "Nobody", "192.168.100.0/24"),
                    new Change.AddAddress(EPOCH, ABSENT, "192.168.100.2", 24),
                    new Change.RemoveAddress(EPOCH, LAN, "192.168.100.2"),
                    new Change.RemoveRoute(EPOCH, LAN, "192.168.100.1"))) {
                assertInstanceOf(Failure.NotFound.class, refused(machine, change), change::toString);
            }
        }
    }

    @Test
    void aChangeOfTheNetworkOfAnotherEpochIsFencedAndChangesNothing() throws Exception {
        try (PowerShellMachine machine = open()) {
            take(machine, Subject.NETWORK);

            Failure failure = refused(machine, new Change.CreateSwitch(OTHER, "VmNAT", MARK));

            assertInstanceOf(Failure.Fenced.class, failure);
            assertEquals(List.of(), network(machine).switches());
        }
    }

    @Test
    void awaitTellsThatTheNetworkDiffers() throws Exception {
        try (PowerShellMachine machine = open()) {
            take(machine, Subject.NETWORK);
            String last = network(machine).fingerprint();
            assertEquals(List.of(), machine.await(Map.of(Subject.NETWORK, last), Duration.ofMillis(300)));

            tell(machine, new Change.CreateSwitch(EPOCH, "VmNAT", MARK));

            assertEquals(
                    List.of(Subject.NETWORK), machine.await(Map.of(Subject.NETWORK, last), Duration.ofSeconds(20)));
        }
    }

    @Test
    void anAccountThatIsNoAdministratorMayNotChangeTheNetwork() throws Exception {
        host.edit(json -> json.getObject("host").put("account", "hyper-v-administrator"));
        try (PowerShellMachine machine = open()) {
            take(machine, Subject.NETWORK);

            Failure failure = refused(machine, new Change.CreateNat(EPOCH, "LocalNAT", "192.168.100.0/24"));

            assertInstanceOf(Failure.NotPermitted.class, failure, failure::sentence);
        }
    }
}
