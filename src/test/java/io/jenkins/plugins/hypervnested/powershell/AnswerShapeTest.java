package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Heartbeat;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.PowerState;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back is not trusted: anything but the agreed size and shape is a failure, never a guess. */
@Timeout(30)
class AnswerShapeTest {

    private static final String A = "11111111-1111-4111-8111-111111111111";
    private static final String B = "22222222-2222-4222-8222-222222222222";
    private static final String EPOCH = "0123456789abcdef0123456789abcdef";
    private static final String STAMP = "0000000000000000000000000000000000000000000000000000000000000000";

    private static String vm(String id) {
        return "{'id':'=" + id + "','name':'=node \u00e9','platformState':'=Running','nesting':true,'heartbeat':"
                + "'=OkApplicationsHealthy','shutdownOffered':true,'merging':false,'version':'=9.3','generation':2,"
                + "'processors':4,'dynamicMemory':false,'uptimeSeconds':9,'adapters':[{'id':'=x','name':'=NIC',"
                + "'spoofing':false,'switchId':'=','switchName':'=','legacy':false,'mac':'=00155D010203'}]}";
    }

    private static String lease(String stamp, String text, String problem) {
        return "{'stamp':'=" + stamp + "','text':" + text + ",'problem':'=" + problem
                + "','actorAlive':false,'actorMine':false,'silentMillis':-1}";
    }

    private static String observation(String vm) {
        return "{'vm':" + vm + ",'lease':" + lease("absent", "null", "NONE")
                + ",'clock':{'boot':'=b','millis':5},'processId':7,'processStarted':133000000000000000}";
    }

    private static PowerShellMachine answering(String answer) {
        return ScriptedChannel.machine(request -> answer.replace('\'', '"'));
    }

    @Test
    void anObservationIsReadFieldByField() throws Exception {
        try (PowerShellMachine machine = answering("'value':{'" + A + "':{'value':" + observation(vm(A)) + "}}")) {
            Observation seen = machine.observe(List.of(A)).get(A).value();

            assertEquals("node \u00e9", seen.vm().name());
            assertEquals(PowerState.RUNNING, seen.vm().power());
            assertEquals(Heartbeat.OK, seen.vm().heartbeat());
            assertEquals("NIC", seen.vm().adapters().get(0).name());
            assertEquals(133000000000000000L, seen.processStarted());
        }
    }

    @Test
    void whatIsWrongWithOneVmDoesNotSpoilTheOther() throws Exception {
        String broken = observation(vm(B).replace("'generation':2", "'generation':'=2'"));
        try (PowerShellMachine machine = answering(
                "'value':{'" + A + "':{'value':" + observation(vm(A)) + "},'" + B + "':{'value':" + broken + "}}")) {
            Map<String, Answer<Observation>> seen = machine.observe(List.of(A, B));

            assertTrue(seen.get(A).asOptional().isPresent());
            assertInstanceOf(Failure.Protocol.class, seen.get(B).failure());
            assertTrue(seen.get(B).failure().sentence().contains("generation"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'value':[]",
                "'value':null",
                "'value':{}",
                "'value':{'" + B + "':{'value':{}}}",
                "'value':{'" + A + "':{'value':{}},'" + B + "':{'value':{}}}",
                "'value':{'" + A + "':[]}",
                "'value':{},'error':{}",
                "'error':{}",
                "'error':'=x'",
                "'error':{'id':'x','category':'=','message':'=','target':'=','type':'=','code':0}",
                "'error':{'id':'=x','category':'=','message':'=','target':'=','type':'=','code':1.5}",
                "'nothing':1"
            })
    void anAnswerOfAnotherShapeIsAFailureOfTheMachine(String answer) {
        try (PowerShellMachine machine = answering(answer)) {
            Failure failure = assertThrows(MachineException.class, () -> machine.observe(List.of(A)))
                    .failure();

            assertInstanceOf(Failure.Protocol.class, failure);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'nesting':true | 'nesting':'=true'",
                "'nesting':true | 'nesting':1",
                "'processors':4 | 'processors':-1",
                "'processors':4 | 'processors':4.0",
                "'processors':4 | 'processors':99999999999999999999",
                "'version':'=9.3' | 'version':9.3",
                "'version':'=9.3' | 'version':'9.3'",
                "'version':'=9.3' | 'version':null",
                "'adapters':[ | 'adapters':[[],",
                "'adapters':[ | 'adapterz':[",
                "'heartbeat': | 'heartbeat':[], 'x':",
                "'id':'=1 | 'id':'=g"
            })
    void aFieldOfAnotherKindIsAFailure(String right, String wrong) throws Exception {
        String broken = vm(A).replaceFirst(Pattern.quote(right.strip()), wrong.strip());
        try (PowerShellMachine machine = answering("'value':{'" + A + "':{'value':" + observation(broken) + "}}")) {
            assertInstanceOf(
                    Failure.Protocol.class, machine.observe(List.of(A)).get(A).failure());
        }
    }

    @Test
    void aNameThatIsTooLongIsAFailure() throws Exception {
        String broken = vm(A).replace("node \u00e9", "n".repeat(5_000));
        try (PowerShellMachine machine = answering("'value':{'" + A + "':{'value':" + observation(broken) + "}}")) {
            assertInstanceOf(
                    Failure.Protocol.class, machine.observe(List.of(A)).get(A).failure());
        }
    }

    @Test
    void aVmThatWasNotAskedForIsAFailure() {
        try (PowerShellMachine machine = answering("'value':{'vms':[[" + vm(B) + "]]}")) {
            assertThrows(MachineException.class, () -> machine.find(List.of(VmRef.id(A))));
        }
    }

    @Test
    void asManyListsComeBackAsReferencesWereGiven() {
        try (PowerShellMachine machine = answering("'value':{'vms':[[],[]]}")) {
            assertThrows(MachineException.class, () -> machine.find(List.of(VmRef.id(A))));
        }
    }

    @Test
    void aChangeOfAVmThatWasNotAskedForIsAFailure() {
        try (PowerShellMachine machine = answering("'value':{'changed':['=" + B + "']}")) {
            assertThrows(MachineException.class, () -> machine.await(Map.of(A, "x"), Duration.ofSeconds(1)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "absent, '\"=x\"', NONE",
        "abc, '\"=x\"', NONE",
        STAMP + ", null, NONE",
        STAMP + ", '\"=x\"', DAMAGED",
        STAMP + ", null, BROKEN",
        "unreadable, null, NONE",
        "unreadable, null, NEWER"
    })
    void aLeaseThatContradictsItselfIsAFailure(String stamp, String text, String problem) {
        try (PowerShellMachine machine = answering("'value':{'" + A + "':" + lease(stamp, text, problem) + "}")) {
            assertThrows(MachineException.class, machine::leases);
        }
    }

    @Test
    void aLeaseWhoseFolderMayNotBeReadIsDamagedAndNoFailureOfTheMachine() throws Exception {
        try (PowerShellMachine machine =
                answering("'value':{'" + A + "':" + lease("unreadable", "null", "DAMAGED") + "}")) {
            assertEquals(LeaseSeen.Problem.DAMAGED, machine.leases().get(A).problem());
        }
    }

    @Test
    void aLeaseOfNoVmIsAFailure() {
        try (PowerShellMachine machine = answering("'value':{'../../x':" + lease(STAMP, "'={}'", "NONE") + "}")) {
            assertThrows(MachineException.class, machine::leases);
        }
    }

    @Test
    void changesTravelByTheirNames() throws Exception {
        List<JsonObject> sent = new CopyOnWriteArrayList<>();
        List<Change> changes = List.of(
                new Change.AskShutdown(A, EPOCH),
                new Change.TurnOff(A, EPOCH),
                new Change.Start(A, EPOCH),
                new Change.Resume(A, EPOCH),
                new Change.Expose(A, EPOCH, true),
                new Change.Spoof(A, EPOCH, "Microsoft:x\\y", false));
        try (PowerShellMachine machine = ScriptedChannel.machine(request -> {
            sent.add((JsonObject) request.getObject("args").getArray("changes").get(0));
            return "\"value\":{\"" + A + "\":{\"value\":{}}}";
        })) {
            for (Change change : changes) {
                assertEquals(
                        Answer.of(Machine.Done.DONE),
                        machine.change(List.of(change)).get(A));
            }
        }

        List<String> told = new ArrayList<>();
        sent.forEach(one -> told.add(one.getString("do")));
        assertEquals(List.of("=shutdown", "=turnOff", "=start", "=resume", "=expose", "=spoof"), told);
        assertEquals(true, sent.get(4).getBoolean("on"));
        assertEquals("=Microsoft:x\\y", sent.get(5).getString("adapter"));
        assertEquals(false, sent.get(5).getBoolean("on"));
    }

    @Test
    void anAbsentEpochAndTextTravelAsNull() throws Exception {
        List<JsonObject> sent = new CopyOnWriteArrayList<>();
        LeaseWrite delete = new LeaseWrite(A, STAMP, null, null, LeaseWrite.Floor.GIVE_UP);
        try (PowerShellMachine machine = ScriptedChannel.machine(request -> {
            sent.add((JsonObject) request.getObject("args").getArray("leases").get(0));
            return "\"value\":{\"" + A + "\":{\"value\":{\"outcome\":\"=WRITTEN\"}}}";
        })) {
            machine.writeLeases(List.of(delete));
        }

        assertTrue(sent.get(0).isNull("epoch") && sent.get(0).isNull("text"));
        assertEquals("=GIVE_UP", sent.get(0).getString("floor"));
    }

    @Test
    void nothingIsAskedAboutNothing() throws Exception {
        try (PowerShellMachine machine = answering("'value':{}")) {
            assertTrue(machine.find(List.of()).isEmpty());
            assertTrue(machine.observe(List.of()).isEmpty());
            assertTrue(machine.change(List.of()).isEmpty());
        }
    }

    @Test
    void twoChangesOfOneVmAreRefused() {
        try (PowerShellMachine machine = answering("'value':{}")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> machine.change(List.of(new Change.Start(A, EPOCH), new Change.TurnOff(A, EPOCH))));
        }
    }

    @Test
    void afterClosingEveryVerbSaysSo() {
        PowerShellMachine machine = answering("'value':{}");
        machine.close();
        machine.close();

        Failure failure = assertThrows(MachineException.class, machine::leases).failure();

        assertEquals("HVN.Closed", failure.details().errorId());
    }
}
