package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.agent.Outcome;
import io.jenkins.plugins.hypervnested.journal.CallResult;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Heartbeat;
import io.jenkins.plugins.hypervnested.operation.Finding;
import io.jenkins.plugins.hypervnested.operation.Snapshot;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StepResultTest {

    private static final Set<Class<?>> PLAIN = Set.of(String.class, Boolean.class, Long.class);

    private static final Failure FAILURE = new Failure.Refused(
            new Failure.Details("shut down", "HV-1", "node-2", "running", "Look at the guest.", "HVN.X", "", ""));

    private static StepArguments arguments(String... vms) {
        HypervNestedEnableStep step = new HypervNestedEnableStep("lab-host");
        if (vms.length == 1) {
            step.setVm(vms[0]);
        } else {
            step.setVms(List.of(vms));
        }
        return step.arguments();
    }

    private static VmResult vm(String asked, String id, String name, VmResult.End end) {
        boolean done = end == VmResult.End.DONE;
        return new VmResult(
                asked,
                "entry-" + id,
                id,
                name,
                end,
                true,
                done,
                done,
                new Snapshot("Running", false, Heartbeat.OK, "9.0", Map.of("Network Adapter", false), Map.of()),
                done
                        ? new Snapshot("Running", true, Heartbeat.OK, "9.0", Map.of("Network Adapter", false), Map.of())
                        : null,
                List.of("expose"),
                List.of(),
                List.of(),
                done ? null : FAILURE);
    }

    private static Map<String, Object> map(StepArguments arguments, Outcome trouble, VmResult... vms) {
        Finding finding = new Finding("dynamic-memory", Finding.Severity.WARNS, "node-1", "it is on", "Turn it off.");
        return new StepResult(arguments, new CallResult(List.of(finding), List.of(vms), trouble)).asMap();
    }

    private static void requirePlain(Object value) {
        if (value instanceof Map<?, ?> map) {
            assertEquals(LinkedHashMap.class, map.getClass());
            map.keySet().forEach(key -> assertEquals(String.class, key.getClass()));
            map.values().forEach(StepResultTest::requirePlain);
        } else if (value instanceof List<?> list) {
            assertEquals(ArrayList.class, list.getClass());
            list.forEach(StepResultTest::requirePlain);
        } else if (value != null) {
            assertTrue(PLAIN.contains(value.getClass()), () -> value + " is a " + value.getClass());
        }
    }

    private static Map<?, ?> in(Map<String, Object> result, String key) {
        return (Map<?, ?>) result.get(key);
    }

    @Test
    void everythingInItIsPlain() {
        requirePlain(map(
                arguments("node-1", "node-2", "node-3"),
                Outcome.failed(FAILURE),
                vm("node-1", "id-1", "node-1", VmResult.End.DONE),
                vm("node-2", "id-2", "node-2", VmResult.End.FAILED)));
    }

    @Test
    void aNameForgesNoLineOfTheLog() {
        VmResult forging = vm("node-1", "id-1", "node-1\nFinished: SUCCESS", VmResult.End.FAILED);
        String failure =
                new StepResult(arguments("node-1"), new CallResult(List.of(), List.of(forging), null)).failure();
        assertEquals(1, failure.lines().count(), failure);
        String line = BuildLog.line("node-1\r\nFinished: SUCCESS", "state\u001b[2J Running\nFinished: SUCCESS");
        assertTrue(line.startsWith("[Hyper-V] node-1"), line);
        assertEquals(0, line.chars().filter(Character::isISOControl).count(), line);
    }

    @Test
    void theKeysStandInTheirOrder() {
        Map<String, Object> one = map(arguments("node-1"), null, vm("node-1", "id-1", "node-1", VmResult.End.DONE));
        assertEquals(
                List.of("host", "changed", "verified", "dryRun", "plan", "findings", "vms", "before", "after"),
                List.copyOf(one.keySet()));
        assertEquals(
                List.of("id", "changed", "verified", "before", "after", "error"),
                List.copyOf(((Map<?, ?>) in(one, "vms").get("node-1")).keySet()));
        assertEquals(
                List.of("id", "severity", "vm", "seen", "remedy"),
                List.copyOf(((Map<?, ?>) ((List<?>) one.get("findings")).get(0)).keySet()));
    }

    @Test
    void beforeAndAfterStandOnTopOnlyWhereOneVmIsNamed() {
        Map<String, Object> several = map(
                arguments("node-1", "node-2"),
                null,
                vm("node-1", "id-1", "node-1", VmResult.End.DONE),
                vm("node-2", "id-2", "node-2", VmResult.End.DONE));
        assertNull(several.get("before"));
        assertNull(several.get("after"));
    }

    @Test
    void oneVmThatFailedMakesTheWholeUnverified() {
        Map<String, Object> result = map(
                arguments("node-1", "node-2"),
                null,
                vm("node-1", "id-1", "node-1", VmResult.End.DONE),
                vm("node-2", "id-2", "node-2", VmResult.End.FAILED));
        assertEquals(false, result.get("verified"));
        assertEquals(true, result.get("changed"));
        assertEquals(FAILURE.sentence(), ((Map<?, ?>) in(result, "vms").get("node-2")).get("error"));
    }

    @Test
    void aVmWithoutAnEndIsInTheResultWithTheReason() {
        Map<String, Object> result = map(
                arguments("node-1", "node-2"),
                Outcome.failed(FAILURE),
                vm("node-1", "id-1", "node-1", VmResult.End.DONE));
        assertEquals(FAILURE.sentence(), ((Map<?, ?>) in(result, "vms").get("node-2")).get("error"));
        assertEquals(false, result.get("verified"));
    }

    @Test
    void vmsOfOneNameAreEachUnderTheirId() {
        String first = "11111111-1111-1111-1111-111111111111";
        String second = "22222222-2222-2222-2222-222222222222";
        Map<String, Object> result = map(
                arguments(first, second),
                null,
                vm(first, first, "twin", VmResult.End.DONE),
                vm(second, second, "twin", VmResult.End.DONE));
        assertEquals(Set.of(first, second), in(result, "vms").keySet());
    }

    private static StepArguments network(String vm) {
        HypervNatStep step = new HypervNatStep("lab-host");
        step.setVm(vm);
        step.setGuestCredentialsId("l1-admin");
        NatGuest guest = new NatGuest("n1", "192.168.100.2");
        guest.setDns(List.of("9.9.9.9"));
        step.setGuests(List.of(guest));
        return step.arguments();
    }

    private static VmResult inside(String asked, String name, boolean changed) {
        Snapshot before = new Snapshot("", false, Heartbeat.NONE, "", Map.of(), Map.of("switch 'VmNAT'", "absent"));
        Snapshot after = new Snapshot("", false, Heartbeat.NONE, "", Map.of(), Map.of("switch 'VmNAT'", "internal"));
        return new VmResult(
                asked,
                "entry-1",
                "",
                name,
                VmResult.End.DONE,
                true,
                changed,
                true,
                before,
                after,
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    @Test
    void whatWasReadInsideStandsForBeforeAndAfter() {
        Map<String, Object> result = map(network("node-1"), null, inside("node-1", "node-1", true));
        assertEquals(Map.of("switch 'VmNAT'", "absent"), result.get("before"));
        assertEquals(Map.of("switch 'VmNAT'", "internal"), result.get("after"));
        requirePlain(result);
    }

    @Test
    void aNetworkIsInTheResultForThePipelineToGoOnWith() {
        Map<String, Object> result = map(network("node-1"), null, inside("node-1", "node-1", true));
        assertEquals(
                Map.of(
                        "switchName",
                        "VmNAT",
                        "natName",
                        "LocalNAT",
                        "prefix",
                        "192.168.100.0/24",
                        "gateway",
                        "192.168.100.1",
                        "guests",
                        List.of(Map.of(
                                "vm",
                                "n1",
                                "address",
                                "192.168.100.2",
                                "prefixLength",
                                24L,
                                "gateway",
                                "192.168.100.1",
                                "dns",
                                List.of("9.9.9.9")))),
                result.get("nat"));
    }

    @Test
    void theMachineItselfIsUnderItsName() {
        Map<String, Object> result = map(network(null), null, inside("machine", "AZURE-1", false));
        assertEquals(Set.of("AZURE-1"), in(result, "vms").keySet());
        Map<String, Object> none = map(network(null), Outcome.failed(FAILURE));
        assertEquals(Set.of("lab-host"), in(none, "vms").keySet());
    }

    @Test
    void theLogNamesTheNetworkAndItsGuests() {
        List<String> lines = new StepResult(
                        network("node-1"), new CallResult(List.of(), List.of(inside("node-1", "node-1", true)), null))
                .lines();
        assertEquals(1, lines.size());
        assertTrue(lines.get(0).contains("'LocalNAT' 192.168.100.0/24"), lines::toString);
        assertTrue(lines.get(0).contains("n1 192.168.100.2"), lines::toString);
    }
}
