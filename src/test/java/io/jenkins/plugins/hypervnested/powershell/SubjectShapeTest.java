package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.NetworkState;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.RoleState;
import io.jenkins.plugins.hypervnested.machine.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks and roles as they come back, which is not trusted, and their changes as they are sent. */
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

    private static String sent(Change change) throws Exception {
        List<JsonObject> sent = new CopyOnWriteArrayList<>();
        try (PowerShellMachine machine = ScriptedChannel.machine(request -> {
            sent.add((JsonObject) request.getObject("args").getArray("changes").get(0));
            return "\"value\":{\"" + change.subject() + "\":{\"value\":{}}}";
        })) {
            assertEquals(
                    Answer.of(Machine.Done.DONE),
                    machine.change(List.of(change)).get(change.subject()));
        }
        JsonObject one = sent.get(0);
        assertEquals("=" + change.subject(), one.remove("subject"));
        assertEquals("=" + EPOCH, one.remove("epoch"));
        return JsonWriter.string(one)
                .replace('"', '\'')
                .replace(CONNECTION, "C")
                .replace(SWITCH, "S");
    }

    @Test
    void changesOfNetworksTravelWithTheirFields() throws Exception {
        assertEquals(
                "{'do':'=createSwitch','name':'=VmNAT','mark':'=m'}",
                sent(new Change.CreateSwitch(EPOCH, "VmNAT", "m")));
        assertEquals("{'do':'=removeSwitch','switch':'=S'}", sent(new Change.RemoveSwitch(EPOCH, SWITCH)));
        assertEquals(
                "{'do':'=createNat','name':'=n','prefix':'=10.0.0.0/8'}",
                sent(new Change.CreateNat(EPOCH, "n", "10.0.0.0/8")));
        assertEquals(
                "{'do':'=removeNat','name':'=n','prefix':'=10.0.0.0/8'}",
                sent(new Change.RemoveNat(EPOCH, "n", "10.0.0.0/8")));
        assertEquals(
                "{'do':'=addAddress','interface':'=C','ip':'=10.0.0.1','prefixLength':8}",
                sent(new Change.AddAddress(EPOCH, CONNECTION, "10.0.0.1", 8)));
        assertEquals(
                "{'do':'=removeAddress','interface':'=C','ip':'=10.0.0.1'}",
                sent(new Change.RemoveAddress(EPOCH, CONNECTION, "10.0.0.1")));
        assertEquals(
                "{'do':'=addRoute','interface':'=C','nextHop':'=10.0.0.1'}",
                sent(new Change.AddRoute(EPOCH, CONNECTION, "10.0.0.1")));
        assertEquals(
                "{'do':'=removeRoute','interface':'=C','nextHop':'=10.0.0.1'}",
                sent(new Change.RemoveRoute(EPOCH, CONNECTION, "10.0.0.1")));
        assertEquals(
                "{'do':'=setDns','interface':'=C','servers':['=10.0.0.53','=10.0.0.54']}",
                sent(new Change.SetDns(EPOCH, CONNECTION, List.of("10.0.0.53", "10.0.0.54"))));
        assertEquals(
                "{'do':'=setDns','interface':'=C','servers':[]}",
                sent(new Change.SetDns(EPOCH, CONNECTION, List.of())));
        assertEquals("{'do':'=setDhcp','interface':'=C','on':true}", sent(new Change.SetDhcp(EPOCH, CONNECTION, true)));
    }

    @Test
    void changesOfRolesAndAdaptersTravelWithTheirFields() throws Exception {
        assertEquals("{'do':'=installRole'}", sent(new Change.InstallRole(EPOCH)));
        assertEquals("{'do':'=removeRole'}", sent(new Change.RemoveRole(EPOCH)));
        assertEquals(
                "{'do':'=connect','adapter':'=x','switch':'=S'}", sent(new Change.Connect(VM, EPOCH, "x", SWITCH)));
        assertEquals("{'do':'=connect','adapter':'=x','switch':'='}", sent(new Change.Connect(VM, EPOCH, "x", "")));
    }

    @Test
    void aChangeIsSaidAsAClause() {
        List<Change> changes = List.of(
                new Change.CreateSwitch(EPOCH, "VmNAT", "m"),
                new Change.SetDns(EPOCH, CONNECTION, List.of()),
                new Change.InstallRole(EPOCH),
                new Change.Connect(VM, EPOCH, "x", ""));

        assertEquals(
                List.of(
                        "make internal switch 'VmNAT'",
                        "let the DNS servers of a network connection come by themselves",
                        "begin to install X",
                        "disconnect an adapter of X"),
                changes.stream().map(change -> ChangeWords.clause(change, "X")).toList());
    }

    @Test
    void everyKindOfChangeHasWords() throws Exception {
        List<Class<?>> kinds = new ArrayList<>();
        for (Class<?> of : Change.class.getPermittedSubclasses()) {
            kinds.addAll(List.of(of.getPermittedSubclasses()));
        }
        for (Class<?> kind : kinds) {
            Change change = (Change) kind.getDeclaredConstructors()[0].newInstance(anything(kind));

            assertFalse(ChangeWords.clause(change, "X").isEmpty());
            assertEquals(
                    1, ChangeWords.args(List.of(change)).getArray("changes").size());
        }
    }

    private static Object[] anything(Class<?> kind) {
        return Stream.of(kind.getRecordComponents())
                .map(component -> {
                    Class<?> type = component.getType();
                    return type == boolean.class ? true : type == int.class ? 1 : type == List.class ? List.of() : "x";
                })
                .toArray();
    }
}
