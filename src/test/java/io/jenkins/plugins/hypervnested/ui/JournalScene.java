package io.jenkins.plugins.hypervnested.ui;

import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Run;
import io.jenkins.plugins.hypervnested.journal.CredentialUse;
import io.jenkins.plugins.hypervnested.journal.HostRef;
import io.jenkins.plugins.hypervnested.journal.Intent;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import io.jenkins.plugins.hypervnested.journal.Rollback;
import io.jenkins.plugins.hypervnested.operation.Inside;
import io.jenkins.plugins.hypervnested.operation.Nat;
import io.jenkins.plugins.hypervnested.operation.Options;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Entries in the journal of a real Jenkins, made as the plugin makes them. */
final class JournalScene {

    private JournalScene() {}

    /** An entry that was asked for and is on its way. */
    static JournalEntry asked(Run<?, ?> run, String vm) throws Exception {
        Journal journal = Journal.get();
        return journal.intend(
                UUID.randomUUID().toString(),
                journal.originOf(run),
                new HostRef("id-of-a-host-that-is-gone", "lab-host"),
                new Intent(vm, "on", Options.defaults(), List.of()));
    }

    /** A network inside a VM that was asked for, on the host itself where that is empty. */
    static JournalEntry askedInside(Run<?, ?> run, String vm) throws Exception {
        Journal journal = Journal.get();
        Options options = Options.defaults().withInside(new Inside("l1-admin", Nat.DEFAULT));
        return journal.intend(
                UUID.randomUUID().toString(),
                journal.originOf(run),
                new HostRef("id-of-a-host-that-is-gone", "lab-host"),
                new Intent(
                        vm,
                        "nat VmNAT 192.168.100.0/24",
                        options,
                        List.of(new CredentialUse("l1-admin", "l1-admin", "nightly", false))));
    }

    /** An entry that cannot be given back, because its host is not configured any more. */
    static JournalEntry stuck(Run<?, ?> run, String vm) throws Exception {
        return stuck(asked(run, vm));
    }

    static JournalEntry stuck(JournalEntry entry) throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        Journal.get().addListener(() -> {
            if (of(entry).getState() == JournalEntry.State.STUCK) {
                stuck.countDown();
            }
        });
        Rollback.get().giveBack(List.of(entry));
        assertTrue(stuck.await(120, TimeUnit.SECONDS) || of(entry).getState() == JournalEntry.State.STUCK);
        return of(entry);
    }

    /** The entry as it is now. */
    static JournalEntry of(JournalEntry entry) {
        return Journal.get().find(entry.getId()).orElseThrow();
    }
}
