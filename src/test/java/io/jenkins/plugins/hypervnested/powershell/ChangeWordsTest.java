package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes of every kind of subject as they are sent and as messages call them. */
@Timeout(30)
class ChangeWordsTest {

    private static final String SWITCH = "aaaaaaaa-0000-4000-8000-000000000001";
    private static final String CONNECTION = "bbbbbbbb-0000-4000-8000-000000000001";
    private static final String VM = "11111111-1111-4111-8111-111111111111";
    private static final String EPOCH = "0123456789abcdef0123456789abcdef";

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
