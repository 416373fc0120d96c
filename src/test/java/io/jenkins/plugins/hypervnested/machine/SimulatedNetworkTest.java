package io.jenkins.plugins.hypervnested.machine;

import static io.jenkins.plugins.hypervnested.machine.Teller.EPOCH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.NetworkState.Address;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Interface;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Switch;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedNetworkTest {

    private static final String MARK = "00000000000000000000000000000abc";

    private final SimulatedHost host = SimulatedHost.intel2022("LAB-HOST").vm("node-1", SimulatedVm::running);
    private final SimulatedNetwork network = host.network();
    private final Teller teller = new Teller(host.connect());

    @BeforeEach
    void takeTheFloor() throws Exception {
        teller.take(Subject.NETWORK);
    }

    private Interface only() throws Exception {
        return teller.network().interfaces().get(0);
    }

    private Switch make(String name) throws Exception {
        teller.tell(new Change.CreateSwitch(EPOCH, name, MARK));
        return teller.network().switchesNamed(name).get(0);
    }

    @Test
    void aHostOfWhichNothingIsSaidHasOneConnectionWithDhcp() throws Exception {
        Interface ethernet = only();
        assertEquals("Ethernet", ethernet.name());
        assertTrue(ethernet.dhcp());
        assertEquals(List.of(new Address("10.0.0.5", 24, Address.State.PREFERRED, false)), ethernet.addresses());
        assertEquals(List.of("10.0.0.53"), ethernet.dns());
        assertFalse(ethernet.dnsStatic());
        assertTrue(teller.network()
                .routes()
                .contains(new NetworkState.Route("0.0.0.0/0", "10.0.0.1", ethernet.guid(), true)));
        assertTrue(teller.network()
                .routes()
                .contains(new NetworkState.Route("10.0.0.0/24", "0.0.0.0", ethernet.guid(), false)));
    }

    @Test
    void theConnectionOfASwitchComesLater() throws Exception {
        Switch made = make("VmNAT");
        assertEquals(MARK, made.mark());
        assertEquals(Switch.Type.INTERNAL, made.type());
        assertTrue(teller.network().connectionOf(made.id()).isEmpty());
        NetworkState later =
                teller.awaitNetwork(seen -> seen.connectionOf(made.id()).isPresent());
        assertEquals("vEthernet (VmNAT)", later.connectionOf(made.id()).get().name());
        assertEquals(List.of("create switch VmNAT"), host.changes());
    }

    @Test
    void theConnectionOfASwitchMayHaveAnotherName() throws Exception {
        network.connectionSuffix(" 2").vEthernetMillis(0);
        Switch made = make("VmNAT");
        assertEquals(
                "vEthernet (VmNAT) 2",
                teller.network().connectionOf(made.id()).get().name());
    }

    @Test
    void aNatIsMadeAndRemovedByNameAndPrefix() throws Exception {
        teller.tell(new Change.CreateNat(EPOCH, "LocalNAT", "192.168.100.0/24"));
        assertEquals("HVN.NatGone", teller.errorId(new Change.RemoveNat(EPOCH, "LocalNAT", "192.168.0.0/16")));
        assertEquals(
                List.of(new NetworkState.Nat("LocalNAT", "192.168.100.0/24")),
                teller.network().nats());
        teller.tell(new Change.RemoveNat(EPOCH, "localnat", "192.168.100.0/24"));
        assertEquals(List.of("create nat LocalNAT", "remove nat LocalNAT"), host.changes());
    }

    @Test
    void aNatThatOverlapsIsRefusedWith87() throws Exception {
        network.nat("Other", "10.1.0.0/16").hnsNetwork("nat", "nat", "172.20.0.0/20");
        for (String prefix : List.of("10.0.0.0/25", "10.1.4.0/24", "172.20.0.0/16")) {
            Failure failure = teller.refused(new Change.CreateNat(EPOCH, "LocalNAT", prefix));
            assertInstanceOf(Failure.Refused.class, failure);
            assertEquals("Windows System Error 87,New-NetNat", failure.details().errorId());
        }
    }

    @Test
    void aNatMayLieOverTheConnectionOfItsSwitch() throws Exception {
        network.internalSwitch("VmNAT", c -> c.address("192.168.100.1", 24));
        teller.tell(new Change.CreateNat(EPOCH, "LocalNAT", "192.168.100.0/24"));
    }

    @Test
    void aNatThatSomethingElseOwnsIsRefusedWith52() throws Exception {
        var create = new Change.CreateNat(EPOCH, "LocalNAT", "192.168.100.0/24");
        network.natHidden(true);
        assertEquals("Windows System Error 52,New-NetNat", teller.errorId(create));
        network.natHidden(false).nat("LOCALNAT", "10.9.0.0/24");
        assertEquals("Windows System Error 52,New-NetNat", teller.errorId(create));
        network.withoutNat("LOCALNAT").sharing();
        assertEquals("Windows System Error 52,New-NetNat", teller.errorId(create));
    }

    @Test
    void withoutAProviderThereIsNoNat() throws Exception {
        network.withoutNatProvider();
        Failure failure = teller.refused(new Change.CreateNat(EPOCH, "LocalNAT", "192.168.100.0/24"));
        assertInstanceOf(Failure.Unsupported.class, failure);
        assertEquals("HRESULT 0x80041010,New-NetNat", failure.details().errorId());
        assertFalse(teller.network().natProblem().isEmpty());
    }

    @Test
    void aNatThatOthersWriteIsBusy() throws Exception {
        network.natBusy(true);
        assertInstanceOf(
                Failure.Busy.class, teller.refused(new Change.CreateNat(EPOCH, "LocalNAT", "192.168.100.0/24")));
    }

    @Test
    void anAddressIsTentativeFirstAndEndsDhcp() throws Exception {
        var add = new Change.AddAddress(EPOCH, only().guid(), "192.168.100.2", 24);
        teller.tell(add);
        assertEquals(List.of(new Address("192.168.100.2", 24, Address.State.TENTATIVE, true)), only().addresses());
        assertFalse(only().dhcp());
        assertEquals(List.of(), only().dns());
        assertTrue(teller.network().routes().stream().noneMatch(r -> r.prefix().equals("0.0.0.0/0")));
        teller.awaitNetwork(
                seen -> seen.interfaces().get(0).address("192.168.100.2").get().state() == Address.State.PREFERRED);
        assertInstanceOf(Failure.WrongState.class, teller.refused(add));
        assertEquals("Windows System Error 5010,New-NetIPAddress", teller.errorId(add));
    }

    @Test
    void anAddressThatAnotherMachineHasIsADuplicate() throws Exception {
        network.duplicate("192.168.100.2");
        teller.tell(new Change.AddAddress(EPOCH, only().guid(), "192.168.100.2", 24));
        teller.awaitNetwork(
                seen -> seen.interfaces().get(0).address("192.168.100.2").get().state() == Address.State.DUPLICATE);
    }

    @Test
    void dhcpGivesBackWhatItGaveOnceItIsOnAgain() throws Exception {
        Interface before = only();
        String guid = before.guid();
        teller.tell(new Change.AddAddress(EPOCH, guid, "192.168.100.2", 24));
        teller.tell(new Change.AddRoute(EPOCH, guid, "192.168.100.1"));
        teller.tell(new Change.SetDns(EPOCH, guid, List.of("192.168.100.53", "1.1.1.1")));
        assertTrue(only().dnsStatic());
        assertEquals(List.of("192.168.100.53", "1.1.1.1"), only().dns());
        teller.tell(new Change.RemoveRoute(EPOCH, guid, "192.168.100.1"));
        teller.tell(new Change.RemoveAddress(EPOCH, guid, "192.168.100.2"));
        teller.tell(new Change.SetDns(EPOCH, guid, List.of()));
        teller.tell(new Change.SetDhcp(EPOCH, guid, true));
        assertEquals(List.of(), only().addresses());
        teller.awaitNetwork(seen -> seen.interfaces().get(0).equals(before));
        assertEquals(
                List.of(
                        "add address 192.168.100.2/24",
                        "add route 192.168.100.1",
                        "set dns 192.168.100.53 1.1.1.1",
                        "remove route 192.168.100.1",
                        "remove address 192.168.100.2",
                        "reset dns Ethernet",
                        "dhcp on Ethernet"),
                host.changes());
    }

    @Test
    void aSwitchWithVmsIsBusyAndAnotherGoesWithItsConnection() throws Exception {
        String id = make("VmNAT").id();
        teller.awaitNetwork(seen -> seen.connectionOf(id).isPresent());
        SimulatedVm vm = host.vm("node-1").connected(0, "VmNAT");
        assertEquals(
                List.of(new NetworkState.User(
                        vm.id(), "node-1", vm.adapters().get(0).id())),
                teller.network().switchesNamed("VmNAT").get(0).users());
        Failure failure = teller.refused(new Change.RemoveSwitch(EPOCH, id));
        assertInstanceOf(Failure.Busy.class, failure);
        assertEquals(
                "ObjectInUse,Microsoft.HyperV.PowerShell.Commands.RemoveVMSwitch",
                failure.details().errorId());
        vm.connected(0, "");
        teller.tell(new Change.RemoveSwitch(EPOCH, id));
        assertEquals(List.of(), teller.network().switches());
        assertTrue(teller.network().connectionOf(id).isEmpty());
        assertEquals("HVN.SwitchGone", teller.errorId(new Change.RemoveSwitch(EPOCH, id)));
    }

    @Test
    void anAdapterIsConnectedAndDisconnected() throws Exception {
        SimulatedVm vm = host.vm("node-1");
        network.internalSwitch("VmNAT");
        teller.take(vm.id());
        String adapter = vm.adapters().get(0).id();
        teller.tell(new Change.Connect(vm.id(), EPOCH, adapter, network.switchId("VmNAT")));
        assertEquals("VmNAT", vm.adapters().get(0).switchName());
        teller.tell(new Change.Connect(vm.id(), EPOCH, adapter, ""));
        assertEquals("", vm.adapters().get(0).switchId());
        assertEquals("HVN.SwitchGone", teller.errorId(new Change.Connect(vm.id(), EPOCH, adapter, "no such")));
        assertEquals("HVN.AdapterGone", teller.errorId(new Change.Connect(vm.id(), EPOCH, "no such", "")));
        assertEquals(List.of("connect node-1", "disconnect node-1"), host.changes());
    }

    @Test
    void aConnectionThatIsGoneIsNotFound() throws Exception {
        assertEquals("HVN.InterfaceGone", teller.errorId(new Change.SetDhcp(EPOCH, "no such", false)));
    }

    @Test
    void aChangeOfTheNetworkIsFencedAsOneOfAVm() throws Exception {
        String late = "fedcba9876543210fedcba9876543210";
        assertInstanceOf(
                Failure.Fenced.class, teller.refused(new Change.CreateNat(late, "LocalNAT", "192.168.100.0/24")));
        assertEquals(List.of(), host.changes());
    }

    @Test
    void whatSomebodyElseDoesIsADifference() throws Exception {
        String before = teller.network().fingerprint();
        network.connection("Ethernet").address("10.0.0.77", 24);
        assertNotEquals(before, teller.network().fingerprint());
    }

    @Test
    void theNetworkSurvivesARestartWithOtherIndexes() throws Exception {
        make("VmNAT");
        teller.tell(new Change.CreateNat(EPOCH, "LocalNAT", "192.168.100.0/24"));
        long index = only().index();
        host.reboot();
        NetworkState after = new Teller(host.connect()).network();
        assertEquals(1, after.nats().size());
        assertEquals(2, after.interfaces().size());
        assertNotEquals(index, after.interfaces().get(0).index());
    }
}
