package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.operation.Inside;
import io.jenkins.plugins.hypervnested.operation.Nat;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Blocks of one run that hold the same VM: each gives back what is its own. */
class BlocksTest {

    private final JournalFixture fixture = new JournalFixture();

    private JournalEntry held(String wanted, Options options, String block) {
        JournalEntry entry =
                fixture.entry("job", JournalFixture.HOST, new Intent("node-1", wanted, options, List.of(), block));
        fixture.journal.update(entry.getId(), e -> {
            e.state = JournalEntry.State.HELD;
            e.operating = false;
            e.vmId = "id-node-1";
        });
        Nesting.link(fixture.journal, entry.getId());
        return entry;
    }

    private JournalEntry vm(String block) {
        return held("on", Options.defaults(), block);
    }

    private JournalEntry network(String block) {
        return held("nat", Options.defaults().withInside(new Inside("guest", Nat.DEFAULT)), block);
    }

    private List<String> waitsFor(JournalEntry entry) {
        return fixture.now(entry).getDependsOn();
    }

    private static final Release.Listener NOBODY = new Release.Listener() {
        @Override
        public void say(String vm, String text) {
            // nobody listens
        }

        @Override
        public void released(Released end) {
            // nobody listens
        }
    };

    /** {@return what is asked for first, by entry} */
    private List<String> end(String block) {
        int before = fixture.agents.started.size();
        Release.ofBlock(block, fixture.journal, fixture.rollback, fixture.journal.entries(), NOBODY)
                .begin();
        return fixture.agents.started.subList(before, fixture.agents.started.size()).stream()
                .flatMap(call -> call.asked().stream())
                .toList();
    }

    @Test
    void aNetworkRestsOnTheVmOfItsOwnBlock() {
        JournalEntry one = vm("one");
        JournalEntry two = vm("two");
        JournalEntry ofOne = network("one");
        assertEquals(List.of(ofOne.getId()), waitsFor(one));
        assertEquals(List.of(), waitsFor(two));
    }

    @Test
    void aNetworkOfAStepRestsOnTheNewestThatWasThere() {
        JournalEntry outer = vm("outer");
        JournalEntry inner = vm("inner");
        JournalEntry step = network(null);
        assertEquals(List.of(), waitsFor(outer));
        assertEquals(List.of(step.getId()), waitsFor(inner));
    }

    @Test
    void theVmOfAnInnerBlockDoesNotWaitForTheNetworkAroundIt() {
        JournalEntry outer = vm("outer");
        JournalEntry around = network("outer");
        JournalEntry inner = vm("inner");
        assertEquals(List.of(around.getId()), waitsFor(outer));
        assertEquals(List.of(), waitsFor(inner));
        assertEquals(List.of("id-node-1"), end("inner"));
        assertEquals(JournalEntry.State.RETURNING, fixture.now(inner).getState());
        assertEquals(JournalEntry.State.HELD, fixture.now(around).getState());
        assertEquals(JournalEntry.State.HELD, fixture.now(outer).getState());
    }

    @Test
    void aNetworkWithoutAnotherToRestOnIsWaitedForThoughTheVmCameLater() {
        JournalEntry network = network(null);
        JournalEntry later = vm("block");
        assertEquals(List.of(network.getId()), waitsFor(later));
    }

    @Test
    void aBlockGivesBackItsOwnInnermostFirst() {
        JournalEntry step = vm(null);
        JournalEntry vm = vm("block");
        JournalEntry network = network("block");
        end("block");
        assertEquals(JournalEntry.State.RETURNING, fixture.now(network).getState());
        fixture.agents.last().endsAll(VmResult.End.RESTORED, false);
        fixture.agents.last().endsAll(VmResult.End.PASSED_ON, false);
        assertTrue(fixture.now(vm).passedOn);
        assertEquals(JournalEntry.State.HELD, fixture.now(step).getState());
    }

    @Test
    void aBlockThatIsEmptyAlreadyAsksForNothing() {
        vm("other");
        assertEquals(List.of(), end("block"));
    }
}
