package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.NetworkState;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.RoleState;
import io.jenkins.plugins.hypervnested.machine.Subject;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks and roles as they come back, which is not trusted. */
@Timeout(30)
class SubjectShapeTest {

    private static final String SWITCH = "aaaaaaaa-0000-4000-8000-000000000001";
    private static final String CONNECTION = "bbbbbbbb-0000-4000-8000-000000000001";
    private static final String VM = "11111111-1111-4111-8111-111111111111";
    private static final String EPOCH = "0123456789abcdef0123456789abcdef";

    private static final String NETWORK = "{'hyperV':true,'natProblem':'=','switches':[{'id':'=" + SWITCH
            + "','name':'=VmNAT','type':'=Internal','mark':'=" + EPOCH + "','users':[{'vmId':'=" + VM
            + "','vmName':'=node','adapterId':'=x'}]}],'nats':[{'name':'=LocalNAT','prefix':'=192.168.100.0/24'}],"
            + "'interfaces':[{'guid':'=" + CONNECTION + "','index':7,'name':'=vEthernet (VmNAT)','mac':'=00155D010203',"
            + "'switchId':'=" + SWITCH + "','dhcp':false,'addresses':[{'ip':'=192.168.100.1','prefixLength':24,"
            + "'state':'=Tentative','manual':true}],'dns':['=10.0.0.53'],'dnsStatic':true}],"
            + "'routes':[{'prefix':'=0.0.0.0/0','nextHop':'=10.0.0.1','interfaceGuid':'=','manual':false}],"
            + "'foreign':[{'kind':'=HNS','name':'=nat','type':'=NAT','prefix':'=172.17.0.0/16'}],'fingerprint':'=f'}";

    private static final String ROLE =
            "{'server':true,'edition':'=ServerStandard','feature':'=INSTALLING','tools':true,"
                    + "'restartPending':true,'working':false,'service':false,'hypervisor':false,'launchProblem':'=NONE',"
                    + "'failure':null}";

    private static Answer<Observation> observe(String subject, String state) throws Exception {
        String value = "{'" + subject + "':" + state + ",'lease':{'stamp':'=absent','text':null,'problem':'=NONE',"
                + "'actorAlive':false,'actorMine':false,'silentMillis':-1},'clock':{'boot':'=b','millis':5},"
                + "'processId':7,'processStarted':133000000000000000}";
        String answer = "'value':{'" + subject + "':{'value':" + value + "}}";
        try (PowerShellMachine machine = ScriptedChannel.machine(request -> answer.replace('\'', '"'))) {
            return machine.observe(List.of(subject)).get(subject);
        }
    }

    @Test
    void aNetworkIsReadFieldByField() throws Exception {
        NetworkState network = observe(Subject.NETWORK, NETWORK).value().network();

        assertEquals(
                List.of(new NetworkState.Switch(
                        SWITCH,
                        "VmNAT",
                        NetworkState.Switch.Type.INTERNAL,
                        EPOCH,
                        List.of(new NetworkState.User(VM, "node", "x")))),
                network.switches());
        assertEquals(List.of(new NetworkState.Nat("LocalNAT", "192.168.100.0/24")), network.nats());
        assertEquals(
                List.of(new NetworkState.Interface(
                        CONNECTION,
                        7,
                        "vEthernet (VmNAT)",
                        "00155D010203",
                        SWITCH,
                        false,
                        List.of(new NetworkState.Address(
                                "192.168.100.1", 24, NetworkState.Address.State.TENTATIVE, true)),
                        List.of("10.0.0.53"),
                        true)),
                network.interfaces());
        assertEquals(List.of(new NetworkState.Route("0.0.0.0/0", "10.0.0.1", "", false)), network.routes());
        assertEquals(
                List.of(new NetworkState.Foreign(NetworkState.Foreign.Kind.HNS, "nat", "NAT", "172.17.0.0/16")),
                network.foreign());
        assertEquals("f", network.fingerprint());
        assertTrue(network.hyperV());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'hyperV':true | 'hyperV':1",
                "'hyperV':true, | ",
                "'=Internal' | '=Outside'",
                "'id':'=aaaaaaaa- | 'id':'={aaaaaaaa-",
                "'guid':'=bbbbbbbb | 'guid':'=BBBBBBBB",
                "'mark':'=0 | 'mark':'=x",
                "'vmId':'=1 | 'vmId':'=",
                "'index':7 | 'index':-1",
                "'mac':'=00155D010203' | 'mac':'=00-15-5D-01-02-03'",
                "'ip':'=192.168.100.1' | 'ip':'=192.168.100.256'",
                "'ip':'=192.168.100.1' | 'ip':'=192.168.100.01'",
                "'ip':'=192.168.100.1' | 'ip':'=fe80::1'",
                "'prefixLength':24 | 'prefixLength':33",
                "'=Tentative' | '=Strange'",
                "'=10.0.0.53' | '=dns.example'",
                "'=0.0.0.0/0' | '=0.0.0.0'",
                "'nextHop':'=10.0.0.1' | 'nextHop':'='",
                "'interfaceGuid':'=' | 'interfaceGuid':'=5'",
                "'kind':'=HNS' | 'kind':'=hns'",
                "'fingerprint':'=f' | 'fingerprint':null",
                "'routes':[ | 'routes':[7,"
            })
    void aNetworkOfAnotherShapeIsAFailure(String right, String wrong) throws Exception {
        String broken = NETWORK.replaceFirst(Pattern.quote(right.strip()), wrong == null ? "" : wrong.strip());

        assertInstanceOf(
                Failure.Protocol.class, observe(Subject.NETWORK, broken).failure());
    }

    @Test
    void moreNetworkConnectionsThanAMachineHasAreAFailure() throws Exception {
        String one = NETWORK.substring(NETWORK.indexOf("{'guid'"), NETWORK.indexOf("],'routes'"));
        String many = NETWORK.replace(one, (one + ",").repeat(1_000) + one);

        assertInstanceOf(Failure.Protocol.class, observe(Subject.NETWORK, many).failure());
    }

    @ParameterizedTest
    @CsvSource({"=fd00::/64", "=", "=10.0.0.0/33", "=some text"})
    void aNatWithoutAnIpv4PrefixHasNone(String prefix) throws Exception {
        String other = NETWORK.replace("=192.168.100.0/24", prefix);

        assertEquals(
                List.of(new NetworkState.Nat("LocalNAT", "")),
                observe(Subject.NETWORK, other).value().network().nats());
    }

    @Test
    void anAddressOfAnotherLengthIsNoMacAddress() throws Exception {
        String tunnel = NETWORK.replace("=00155D010203", "=00000000000000E0");

        assertEquals(
                "",
                observe(Subject.NETWORK, tunnel)
                        .value()
                        .network()
                        .interfaces()
                        .get(0)
                        .mac());
    }

    @Test
    void aRoleIsReadFieldByField() throws Exception {
        RoleState role = observe(Subject.ROLE, ROLE).value().role();

        assertEquals(
                new RoleState(
                        true,
                        "ServerStandard",
                        RoleState.Feature.INSTALLING,
                        true,
                        true,
                        false,
                        false,
                        false,
                        RoleState.LaunchProblem.NONE,
                        null),
                role);
    }

    @Test
    void theFailureOfARoleSaysTheFourThingsAndKeepsItsId() throws Exception {
        String failure = "{'id':'=Alteration_PrerequisiteCheck_Failed,X','category':'=InvalidOperation','message':'=x',"
                + "'target':'=','type':'=x','code':0}";

        Failure read = observe(Subject.ROLE, ROLE.replace("'failure':null", "'failure':" + failure))
                .value()
                .role()
                .failure();

        assertInstanceOf(Failure.Refused.class, read);
        assertEquals("Alteration_PrerequisiteCheck_Failed,X", read.details().errorId());
        assertEquals("LAB-HOST", read.details().machine());
        assertEquals("the Hyper-V role", read.details().object());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "=INSTALLING | =Installing",
                "'launchProblem':'=NONE' | 'launchProblem':null",
                "'tools':true | 'tools':'=true'",
                "'failure':null | 'failure':{}",
                "'failure':null | 'x':null"
            })
    void aRoleOfAnotherShapeIsAFailure(String right, String wrong) throws Exception {
        String broken = ROLE.replaceFirst(Pattern.quote(right.strip()), wrong.strip());

        assertInstanceOf(Failure.Protocol.class, observe(Subject.ROLE, broken).failure());
    }

    @Test
    void anotherKindOfSubjectThanWasAskedForIsAFailure() throws Exception {
        String answer = "'value':{'network':{'value':{'role':" + ROLE + ",'lease':{},'clock':{}}}}";
        try (PowerShellMachine machine = ScriptedChannel.machine(request -> answer.replace('\'', '"'))) {
            assertInstanceOf(
                    Failure.Protocol.class,
                    machine.observe(List.of(Subject.NETWORK))
                            .get(Subject.NETWORK)
                            .failure());
        }
    }
}
