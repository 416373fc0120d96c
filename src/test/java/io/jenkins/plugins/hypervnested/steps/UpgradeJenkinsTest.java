package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import io.jenkins.plugins.hypervnested.jenkins.NestedScene;
import io.jenkins.plugins.hypervnested.jenkins.RealLab;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedPicture;
import io.jenkins.plugins.hypervnested.machine.SimulatedVm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * A home and leases that an earlier version wrote, which was killed with entries in every state: real ones, with the addresses changed. The
 * job {@code network}, which holds a network inside {@code node-1}, is not there any more: its entry is read, and stays until a person decides.
 * Nobody had configured an address of that Jenkins: this one gets its own at some time after its start, and another would be a move.
 */
class UpgradeJenkinsTest {

    private static final Path RESOURCES =
            Path.of("src", "test", "resources", "io", "jenkins", "plugins", "hypervnested", "steps", "upgrade");
    private static final String RUN =
            "<flow-build><queueId>1</queueId><timestamp>%s</timestamp><startTime>%s</startTime>"
                    + "<result>ABORTED</result><duration>1</duration><completed>true</completed></flow-build>";

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension();

    @RegisterExtension
    private final InboundAgentExtension agents = new InboundAgentExtension();

    @TempDir
    private Path folder;

    private RealLab lab;

    @AfterEach
    void close() {
        lab.close();
    }

    private static SimulatedHost host(boolean held) {
        return NestedScene.host()
                .vm("build-1", vm -> JenkinsLab.quick(vm).nesting(held))
                .vm("build-2", vm -> off(vm, held))
                .vm("build-3", vm -> off(vm, false))
                .vm("build-4", vm -> off(vm, held))
                .vm("build-5", vm -> off(vm, held))
                .vm("build-6", vm -> off(vm, false))
                .vm("build-7", vm -> off(vm, false));
    }

    private static void off(SimulatedVm vm, boolean held) {
        SimulatedVm quick = JenkinsLab.quick(vm).nesting(held);
        if (!held) {
            quick.off();
        }
    }

    @Test
    void whatAnEarlierVersionOwesIsGivenBack() throws Throwable {
        SimulatedHost host = host(true);
        putLeases(host, "leases");
        lab = RealLab.create(jenkins, agents, folder, host);
        prepareHome();
        lab.start();
        lab.run(UpgradeJenkinsTest::assertAllIsReadable);
        lab.agent("hyperv");
        lab.run(UpgradeJenkinsTest::awaitOneOwed);
        SimulatedHost after = lab.host().look();
        assertEquals(SimulatedPicture.of(host(false)), SimulatedPicture.of(after));
        assertEquals(List.of(), SimulatedPicture.leases(after));
        assertEquals(8, lab.journal().size());
        Map<String, String> states = lab.states();
        assertEquals("HELD", states.remove("network"));
        assertEquals(Set.of("RETURNED"), Set.copyOf(states.values()));
    }

    private static void putLeases(SimulatedHost host, String from) throws IOException {
        for (Path file : files(RESOURCES.resolve(from))) {
            if (Files.readString(file).contains(":network#1:")) {
                continue;
            }
            String[] epochAndText = Files.readString(file).split("\n", 2);
            String subject = file.getFileName().toString().replace(".json", "");
            host.putLease(subject, epochAndText[0].equals("null") ? null : epochAndText[0], epochAndText[1]);
        }
    }

    private static List<Path> files(Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.sorted().toList();
        }
    }

    private void prepareHome() throws IOException {
        Path ours = Files.createDirectories(lab.journalFolder()).getParent();
        String instance = Files.readString(RESOURCES.resolve("instance.xml"));
        Files.writeString(
                ours.resolve("instance.xml"),
                instance.replace("@HOME@", lab.home().toAbsolutePath().toString()));
        String hosts = "io.jenkins.plugins.hypervnested.config.HypervNestedConfiguration.xml";
        Files.copy(RESOURCES.resolve(hosts), lab.home().resolve(hosts));
        for (Path file : files(RESOURCES.resolve("journal"))) {
            // what is closed is kept for a month
            String entry = Files.readString(file)
                    .replaceAll("<changed>\\d+</changed>", "<changed>" + System.currentTimeMillis() + "</changed>");
            Files.writeString(lab.journalFolder().resolve(file.getFileName()), entry);
            String key = RealLab.element(entry, "runKey");
            String job = RealLab.element(entry, "jobName");
            if (job.equals("network")) {
                continue;
            }
            run(job, key.substring(key.lastIndexOf(':') + 1));
        }
    }

    /** A run that has ended. */
    private void run(String job, String time) throws IOException {
        Path folderOfJob = lab.home().resolve("jobs").resolve(job);
        Path run = Files.createDirectories(folderOfJob.resolve("builds/1"));
        Files.writeString(folderOfJob.resolve("config.xml"), "<flow-definition/>");
        Files.writeString(run.resolve("build.xml"), RUN.formatted(time, time));
    }

    // ---- inside of Jenkins

    private static void assertAllIsReadable(JenkinsRule rule) {
        assertEquals(List.of(), Journal.get().unreadable());
        assertEquals(8, Journal.get().entries().size());
    }

    private static void awaitOneOwed(JenkinsRule rule) throws Exception {
        JenkinsLab.await(() -> Journal.get().openEntries().size() == 1);
    }
}
