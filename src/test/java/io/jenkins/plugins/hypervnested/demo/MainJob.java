package io.jenkins.plugins.hypervnested.demo;

import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.operation.AspectRecord;
import io.jenkins.plugins.hypervnested.operation.Finding;
import io.jenkins.plugins.hypervnested.operation.Holder;
import io.jenkins.plugins.hypervnested.operation.MachineIdentity;
import io.jenkins.plugins.hypervnested.operation.NameRules;
import io.jenkins.plugins.hypervnested.operation.Operations;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Progress;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.Result;
import io.jenkins.plugins.hypervnested.operation.Snapshot;
import io.jenkins.plugins.hypervnested.operation.Target;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** One run of a Pipeline that needs nested virtualization on one VM: check, plan, enable, end of the run. */
final class MainJob {

    /** Opens the machine; once for each operation, as an agent does. */
    @FunctionalInterface
    interface Connector {
        Machine open() throws MachineException, InterruptedException;
    }

    /** How much time has gone by on the machine, as it is shown before a line of progress. */
    @FunctionalInterface
    interface Stopwatch {
        long millis();
    }

    private static final Holder RUN = new Holder(
            "entry-1", "demo/main#1", "demo-controller", "first start", "demo/main #1 on this demo's controller");

    private final Connector connector;
    private final Stopwatch stopwatch;
    private final PrintStream out;
    private final String vm;
    private List<AspectRecord> recorded = List.of();

    MainJob(Connector connector, Stopwatch stopwatch, String vm, PrintStream out) {
        this.connector = connector;
        this.stopwatch = stopwatch;
        this.vm = vm;
        this.out = out;
    }

    /** @throws IllegalStateException when the machine did not end as it was */
    void run() throws MachineException, InterruptedException {
        introduce();
        Snapshot before = check();
        plan();
        enable();
        Snapshot after = endOfRun();
        boolean same = setting(before).equals(setting(after));
        out.println();
        out.println((same ? "As it was: " : "NOT as it was: ") + "before the run " + vm + " " + setting(before)
                + "; after it " + setting(after) + ".");
        if (!same) {
            throw new IllegalStateException("the VM did not end as it was");
        }
    }

    private void introduce() throws MachineException, InterruptedException {
        try (Machine machine = connector.open()) {
            MachineFacts facts = machine.describe();
            out.println("The host answers: " + facts.name() + ", " + facts.caption() + " (build " + facts.build()
                    + "), " + facts.processor() + ", PowerShell " + facts.powerShell() + ".");
        }
    }

    private Snapshot check() throws MachineException, InterruptedException {
        step("hypervNestedCheck host: 'lab-host', vm: '" + vm + "'");
        Result result = operate(Request.Kind.CHECK, Options.defaults());
        VmResult checked = result.vms().get(0);
        out.println("  " + vm + " " + words(checked.before()) + ".");
        tell(result.findings());
        return checked.before();
    }

    private void plan() throws MachineException, InterruptedException {
        step("hypervNestedEnable host: 'lab-host', vm: '" + vm + "', dryRun: true");
        Result result = operate(Request.Kind.ENABLE, dryRun());
        out.println("  Nothing is changed. It would:");
        result.vms().get(0).plan().forEach(move -> out.println("    - " + move));
    }

    private void enable() throws MachineException, InterruptedException {
        step("def lab = hypervNestedEnable host: 'lab-host', vm: '" + vm + "'");
        Result result = operate(Request.Kind.ENABLE, Options.defaults());
        VmResult enabled = result.vms().get(0);
        if (enabled.failure() != null) {
            throw new IllegalStateException(enabled.failure().sentence());
        }
        recorded = enabled.aspects();
        out.println("  Read back: " + vm + " " + words(enabled.after()) + ".");
        step("echo \"nesting was ${lab.before.nesting}, is ${lab.after.nesting}, verified: ${lab.verified}\"");
        out.println("  nesting was " + enabled.before().nesting() + ", is "
                + enabled.after().nesting() + ", verified: " + result.verified());
        if (!result.verified()) {
            throw new IllegalStateException("the change was not read back");
        }
    }

    private Snapshot endOfRun() throws MachineException, InterruptedException {
        out.println();
        out.println("The run ends (success, failure or abort: all the same). What it holds is given back:");
        Result result = operate(Request.Kind.ROLL_BACK, Options.defaults());
        VmResult back = result.vms().get(0);
        back.notes().forEach(note -> out.println("  " + note));
        if (back.failure() != null) {
            throw new IllegalStateException(back.failure().sentence());
        }
        out.println("  Read back: " + vm + " " + words(back.after()) + ".");
        return back.after();
    }

    private Result operate(Request.Kind kind, Options options) throws MachineException, InterruptedException {
        Target target = new Target(VmRef.parse(vm), RUN, kind == Request.Kind.ROLL_BACK ? recorded : List.of());
        try (Machine machine = connector.open()) {
            return Operations.run(
                    machine, new Request(kind, List.of(target), options, null, NameRules.parse("*")), progress());
        }
    }

    private Progress progress() {
        long start = stopwatch.millis();
        return new Progress() {
            @Override
            public void say(String about, String text) {
                long seconds = Math.max(0, stopwatch.millis() - start) / 1000;
                out.printf("  %d:%02d  %s%s%n", seconds / 60, seconds % 60, about.isEmpty() ? "" : about + ": ", text);
            }

            @Override
            public void joined(
                    String entry, MachineIdentity machine, String id, String name, List<AspectRecord> aspects) {
                List<String> first = new ArrayList<>();
                aspects.forEach(aspect -> first.add(aspect.aspect() + " = " + aspect.first()));
                out.println("        Written down on " + machine.name() + " before any change: " + name + " had "
                        + String.join(", ", first) + ".");
            }
        };
    }

    private static Options dryRun() {
        return Options.defaults().withDryRun(true);
    }

    private void step(String code) {
        out.println();
        out.println("> " + code);
    }

    private void tell(List<Finding> findings) {
        if (findings.isEmpty()) {
            out.println("  Nothing stands in the way.");
        }
        findings.forEach(finding -> out.println(
                "  " + finding.severity() + " " + finding.id() + ": " + finding.seen() + " " + finding.remedy()));
    }

    private static String words(Snapshot vm) {
        return setting(vm) + ", heartbeat " + vm.heartbeat();
    }

    /** What a run changes and gives back. The guest itself may still be booting then: nobody waits for it any more. */
    private static String setting(Snapshot vm) {
        return "is " + vm.state() + ", nesting " + (vm.nesting() ? "on" : "off");
    }
}
