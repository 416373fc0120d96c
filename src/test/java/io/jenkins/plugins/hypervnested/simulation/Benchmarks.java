package io.jenkins.plugins.hypervnested.simulation;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedVm;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.operation.AspectRecord;
import io.jenkins.plugins.hypervnested.operation.Holder;
import io.jenkins.plugins.hypervnested.operation.MachineIdentity;
import io.jenkins.plugins.hypervnested.operation.NameRules;
import io.jenkins.plugins.hypervnested.operation.Operations;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Progress;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.Result;
import io.jenkins.plugins.hypervnested.operation.Target;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * What the speed and size of an operation are, on a real PowerShell over the fakes with latencies like those of a host. Started
 * as a program, from the repository's folder; ends with 1 when a bound is not kept.
 */
public final class Benchmarks {

    private static final int MANY = 32;
    private static final double MOST_TIMES = 1.5;
    private static final long MOST_MORE = 2_000_000;
    private static final int NOISE_MEGABYTES = 10;
    private static final Set<String> CHANGES =
            Set.of("Start-VM", "Stop-VM", "Resume-VM", "Set-VMProcessor", "Set-VMNetworkAdapter", "Invoke-CimMethod");

    private boolean kept = true;

    private Benchmarks() {}

    /** @param args which: {@code many}, {@code nothing}, {@code noise}; none for all */
    public static void main(String[] args) throws Exception {
        Benchmarks benchmarks = new Benchmarks();
        List<String> which = List.of(args);
        if (which.isEmpty() || which.contains("many")) {
            benchmarks.manyVms();
        }
        if (which.isEmpty() || which.contains("nothing")) {
            benchmarks.nothingToDo();
        }
        if (which.isEmpty() || which.contains("noise")) {
            benchmarks.noise();
        }
        System.exit(benchmarks.kept ? 0 : 1);
    }

    private void manyVms() throws Exception {
        double one = seconds(() -> enable(host(1, false), 1));
        double many = seconds(() -> enable(host(MANY, false), MANY));
        tell(
                many <= MOST_TIMES * one,
                "enable of 1 running VM %.1f s, of %d on one host %.1f s: %.2f times (at most %.1f)",
                one,
                MANY,
                many,
                many / one,
                MOST_TIMES);
    }

    private void nothingToDo() throws Exception {
        FakeHost host = host(1, true);
        double took = seconds(() -> enable(host, 1));
        List<String[]> calls =
                host.calls().stream().map(line -> line.split(" ")).toList();
        long changes = calls.stream().filter(call -> CHANGES.contains(call[0])).count();
        Set<String> processes = calls.stream().map(call -> call[1]).collect(Collectors.toCollection(TreeSet::new));
        tell(
                changes == 0 && processes.size() == 1,
                "enable of a VM that has it already: %.1f s, %d process, %d changes",
                took,
                processes.size(),
                changes);
    }

    private void noise() throws Exception {
        enable(host(1, true), 1); // what is loaded once is no cost of noise
        long quiet = mostHeap(host(1, true));
        FakeHost loud = host(1, true);
        loud.printNoise(NOISE_MEGABYTES);
        long noisy = mostHeap(loud);
        tell(
                noisy - quiet <= MOST_MORE,
                "live heap without noise %.2f MB, with %d MB of it %.2f MB: %.2f MB more (at most %.0f)",
                quiet / 1e6,
                NOISE_MEGABYTES,
                noisy / 1e6,
                (noisy - quiet) / 1e6,
                MOST_MORE / 1e6);
    }

    private void tell(boolean good, String format, Object... values) {
        kept &= good;
        System.out.println((good ? "kept    " : "BROKEN  ") + String.format(Locale.ROOT, format, values));
    }

    /** A host whose cmdlets take as long as those of a busy one, with so many running VMs. */
    private static FakeHost host(int vms, boolean nesting) throws IOException {
        SimulatedHost scene = SimulatedHost.intel2022("LAB-HOST");
        for (int i = 1; i <= vms; i++) {
            scene.vm(
                    "node-" + i,
                    (SimulatedVm vm) -> vm.running()
                            .nesting(nesting)
                            .shutdownMillis(20_000)
                            .bootMillis(5_000)
                            .heartbeatMillis(30_000));
        }
        Path folder = Files.createTempDirectory("hyperv-nested-benchmark");
        return FakeHost.create(folder, scene, state -> {
            JsonObject latencies = state.getObject("latencies");
            latencies.put("*", 50);
            latencies.put("Start-VM", 2_000);
            latencies.put("Set-VMProcessor", 800);
        });
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double seconds(Work work) throws Exception {
        long from = System.nanoTime();
        work.run();
        return (System.nanoTime() - from) / 1e9;
    }

    private static void enable(FakeHost host, int vms) throws MachineException, InterruptedException {
        List<Target> targets = new ArrayList<>();
        for (int i = 1; i <= vms; i++) {
            Holder holder = new Holder("entry-" + i, "run", "controller", "incarnation", "benchmark #1");
            targets.add(Target.of(VmRef.name("node-" + i), holder));
        }
        Request request = new Request(Request.Kind.ENABLE, targets, Options.defaults(), null, NameRules.parse("*"));
        try (Machine machine = host.connect()) {
            Result result = Operations.run(machine, request, new Silent());
            if (!result.verified()) {
                throw new IllegalStateException("not enabled: " + result);
            }
        }
    }

    /** {@return the most bytes that were alive when a collection ended} */
    private static long mostHeap(FakeHost host) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong most = new AtomicLong();
        List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                .toList();
        Thread looks = new Thread(() -> {
            while (!over.get()) {
                System.gc();
                long alive = heap.stream()
                        .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                        .sum();
                most.accumulateAndGet(alive, Math::max);
            }
        });
        looks.start();
        enable(host, 1);
        over.set(true);
        looks.join();
        return most.get();
    }

    private static final class Silent implements Progress {
        @Override
        public void say(String vm, String text) {
            // a benchmark shows figures only
        }

        @Override
        public void joined(
                String entry, MachineIdentity machine, String vmId, String vmName, List<AspectRecord> aspects) {
            // nothing is given back
        }
    }
}
