package io.jenkins.plugins.hypervnested.steps;

import hudson.AbortException;
import hudson.model.Node;
import hudson.model.Run;
import io.jenkins.plugins.hypervnested.agent.AgentOperations;
import io.jenkins.plugins.hypervnested.config.HypervHost;
import io.jenkins.plugins.hypervnested.config.HypervNestedConfiguration;
import io.jenkins.plugins.hypervnested.journal.Asked;
import io.jenkins.plugins.hypervnested.journal.CallListener;
import io.jenkins.plugins.hypervnested.journal.CallOrder;
import io.jenkins.plugins.hypervnested.journal.CredentialUse;
import io.jenkins.plugins.hypervnested.journal.HostRef;
import io.jenkins.plugins.hypervnested.journal.Intent;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import io.jenkins.plugins.hypervnested.journal.Origin;
import io.jenkins.plugins.hypervnested.journal.StepCall;
import io.jenkins.plugins.hypervnested.journal.WaitingRoom;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.operation.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What comes before anything is sent: who may, what is intended, where. */
final class Beginning {

    private Beginning() {}

    /**
     * Authorises and saves the entries. The same for a step that begins and one that goes on after a restart.
     *
     * @throws AbortException when the run may not, with a message that says what to do
     * @throws IOException when the entries could not be saved
     */
    static StepCall of(Ask ask, Journal journal, boolean resumed, CallListener listener) throws IOException {
        StepArguments arguments = ask.arguments();
        Run<?, ?> run = ask.run();
        HypervHost host = host(ask, journal);
        authorise(host, run, arguments);
        Origin origin = journal.originOf(run);
        HostRef ref = HostRef.of(host);
        List<CredentialUse> credentials = GuestAccess.of(arguments, run);
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < arguments.vms().size(); i++) {
            String vm = arguments.vms().get(i);
            String id = ask.entryIds().get(i);
            if (arguments.isRecorded()) {
                Intent intent = new Intent(vm, arguments.wanted(), arguments.options(), credentials, ask.block());
                JournalEntry entry = journal.intend(id, origin, ref, intent);
                requireStillOurs(entry);
                targets.add(Target.of(Asked.of(vm), journal.holder(entry)));
            } else {
                targets.add(Target.of(Asked.of(vm), journal.guest(id, origin)));
            }
        }
        CallOrder order = new CallOrder(
                arguments.kind(),
                ref,
                targets,
                arguments.options(),
                credentials.stream().map(use -> use.login(origin)).toList(),
                host.vmRules(),
                nodeOf(ask, host),
                ask.deadline(),
                arguments.isRecorded(),
                resumed);
        return new StepCall(order, journal, AgentOperations.get(), WaitingRoom.get(), listener);
    }

    /** The host that the entries are of, which may have been renamed; the named one when there are none yet. */
    private static HypervHost host(Ask ask, Journal journal) throws AbortException {
        HypervNestedConfiguration configuration = HypervNestedConfiguration.get();
        String name = ask.arguments().host();
        return journal.find(ask.entryIds().get(0))
                .map(JournalEntry::getHostId)
                .flatMap(configuration::hostById)
                .or(() -> configuration.findHost(name))
                .orElseThrow(() -> new AbortException(Messages.Beginning_noHost(name)));
    }

    private static void authorise(HypervHost host, Run<?, ?> run, StepArguments arguments) throws AbortException {
        String refusal = host.refusalOf(run.getParent());
        for (String vm : arguments.vmsOfHost()) {
            if (refusal == null
                    && (arguments.isAboutMachine() || VmRef.parse(vm).kind() == VmRef.Kind.NAME)) {
                // one that is named by its id is checked by its name, which only the machine knows; a guest of the
                // host's own
                // network is checked here alone
                refusal = host.refusalOfVm(vm);
            }
        }
        if (refusal == null && arguments.isAboutMachine()) {
            refusal = host.refusalOfOwnNetwork();
        }
        if (refusal != null) {
            throw new AbortException(refusal);
        }
    }

    private static void requireStillOurs(JournalEntry entry) throws AbortException {
        if (!entry.isOpen()
                || entry.getState() == JournalEntry.State.RETURNING
                || entry.getState() == JournalEntry.State.STUCK) {
            throw new AbortException(Messages.Beginning_givenBack(entry.getShownName()));
        }
    }

    /** A step inside {@code node} on an agent of the host uses that agent. */
    private static List<String> nodeOf(Ask ask, HypervHost host) {
        Node node = ask.node();
        return node != null && host.mayUse(node) ? List.of(node.getNodeName()) : List.of();
    }
}
