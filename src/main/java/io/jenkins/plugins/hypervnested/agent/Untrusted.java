package io.jenkins.plugins.hypervnested.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import io.jenkins.plugins.hypervnested.machine.WireText;
import io.jenkins.plugins.hypervnested.operation.AspectRecord;
import io.jenkins.plugins.hypervnested.operation.Finding;
import io.jenkins.plugins.hypervnested.operation.MachineIdentity;
import io.jenkins.plugins.hypervnested.operation.Place;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.Result;
import io.jenkins.plugins.hypervnested.operation.Snapshot;
import io.jenkins.plugins.hypervnested.operation.Target;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Checks the shape and bounds the size of what an agent said. Whoever controls an agent could send anything; what is wrong in
 * shape is refused, what is only too long is cut.
 */
final class Untrusted {

    private static final int NAME = 1000;
    private static final int SENTENCE = 4000;
    private static final int MOST_ITEMS = 1000;
    private static final int MOST_NOTES = 200;
    private static final int MOST_HOPS = 8;

    private Untrusted() {}

    /** {@return the text in one line, control characters as spaces, cut to that many characters} */
    static String text(String text, int most) {
        if (text == null) {
            return "";
        }
        String cut = text.length() <= most ? text : text.substring(0, most - 1) + '…';
        // a line break would let an agent forge lines of the log
        StringBuilder plain = new StringBuilder(cut.length());
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            plain.append(Character.isISOControl(c) ? ' ' : c);
        }
        return plain.toString();
    }

    /**
     * @throws IllegalArgumentException when it is not an answer to that request
     */
    static Result result(Result result, Request request) {
        require(result != null && result.machine() != null, "no result");
        require(result.vms().size() == request.targets().size(), "another number of VMs");
        require(result.findings().size() <= MOST_ITEMS, "too many findings");
        List<VmResult> vms = result.vms().stream().map(Untrusted::vm).toList();
        for (int i = 0; i < vms.size(); i++) {
            Target target = request.targets().get(i);
            require(target.holder().entry().equals(vms.get(i).entry()), "another entry");
        }
        return new Result(
                machine(result.machine()),
                result.findings().stream().map(Untrusted::finding).toList(),
                vms,
                UntrustedLeases.checked(result.leases(), request));
    }

    /**
     * @throws IllegalArgumentException when that entry is not of that request
     */
    static Joined joined(Joined joined, Request request) {
        require(joined != null && joined.machine() != null, "nothing joined");
        require(
                request.targets().stream().anyMatch(t -> t.holder().entry().equals(joined.entry())),
                "an entry of another request");
        return new Joined(
                joined.entry(),
                machine(joined.machine()),
                exact(joined.vmId(), NAME),
                exact(joined.vmName(), NAME),
                aspects(joined.aspects()));
    }

    /**
     * {@return the facts, in which every text is there; whoever shows one bounds it}
     *
     * @throws IllegalArgumentException when one is missing
     */
    static MachineFacts facts(MachineFacts facts) {
        require(facts != null, "no facts");
        boolean complete = Stream.of(
                        facts.name(),
                        facts.caption(),
                        facts.processor(),
                        facts.powerShell(),
                        facts.account(),
                        facts.leaseFolderProblem())
                .allMatch(Objects::nonNull);
        require(complete, "facts with something missing");
        return facts;
    }

    static Failure failure(@CheckForNull Failure failure) {
        if (failure == null || failure.details() == null) {
            throw new IllegalArgumentException("no failure");
        }
        Failure.Details d = failure.details();
        Failure.Details bounded = new Failure.Details(
                text(d.what(), SENTENCE),
                text(d.machine(), NAME),
                text(d.object(), NAME),
                text(d.state(), SENTENCE),
                text(d.remedy(), SENTENCE),
                text(d.errorId(), NAME),
                text(d.category(), NAME),
                text(d.message(), SENTENCE));
        return rebuilt(failure, bounded);
    }

    private static Failure rebuilt(Failure failure, Failure.Details d) {
        if (failure instanceof Failure.NotFound) {
            return new Failure.NotFound(d);
        } else if (failure instanceof Failure.Ambiguous) {
            return new Failure.Ambiguous(d);
        } else if (failure instanceof Failure.WrongState) {
            return new Failure.WrongState(d);
        } else if (failure instanceof Failure.NotPermitted) {
            return new Failure.NotPermitted(d);
        } else if (failure instanceof Failure.Unsupported) {
            return new Failure.Unsupported(d);
        } else if (failure instanceof Failure.Unreachable) {
            return new Failure.Unreachable(d);
        } else if (failure instanceof Failure.TimedOut) {
            return new Failure.TimedOut(d);
        } else if (failure instanceof Failure.Protocol) {
            return new Failure.Protocol(d);
        } else if (failure instanceof Failure.Fenced) {
            return new Failure.Fenced(d);
        } else if (failure instanceof Failure.Busy) {
            return new Failure.Busy(d);
        }
        return new Failure.Refused(d);
    }

    private static VmResult vm(VmResult vm) {
        require(vm != null && vm.end() != null && vm.entry() != null, "a VM without an end");
        return new VmResult(
                exact(vm.asked(), NAME),
                exact(vm.entry(), NAME),
                exact(vm.id(), NAME),
                exact(vm.name(), NAME),
                vm.end(),
                vm.held(),
                vm.changed(),
                vm.verified(),
                snapshot(vm.before()),
                snapshot(vm.after()),
                sentences(vm.plan()),
                aspects(vm.aspects()),
                sentences(vm.notes()),
                vm.failure() == null ? null : failure(vm.failure()));
    }

    private static MachineIdentity machine(MachineIdentity machine) {
        return new MachineIdentity(exact(machine.uuid(), NAME), exact(machine.name(), NAME));
    }

    private static Finding finding(Finding finding) {
        require(finding != null && finding.severity() != null, "a finding without severity");
        return new Finding(
                text(finding.id(), NAME),
                finding.severity(),
                exact(finding.vm(), NAME),
                text(finding.seen(), SENTENCE),
                text(finding.remedy(), SENTENCE));
    }

    private static Snapshot snapshot(Snapshot snapshot) {
        if (snapshot == null) {
            return null;
        }
        require(snapshot.spoofing().size() <= MOST_ITEMS, "too many adapters");
        Map<String, Boolean> spoofing = new LinkedHashMap<>();
        snapshot.spoofing().forEach((name, on) -> spoofing.put(exact(name, NAME), Boolean.TRUE.equals(on)));
        return new Snapshot(
                text(snapshot.state(), NAME),
                snapshot.nesting(),
                snapshot.heartbeat(),
                text(snapshot.version(), NAME),
                spoofing,
                inside(snapshot.inside()));
    }

    static List<AspectRecord> aspects(List<AspectRecord> aspects) {
        require(aspects != null && aspects.size() <= MOST_ITEMS, "too many aspects");
        return aspects.stream()
                .map(a -> new AspectRecord(
                        place(a.place()),
                        exact(a.aspect(), NAME),
                        exact(a.object(), NAME),
                        exact(a.first(), SENTENCE),
                        exact(a.set(), SENTENCE)))
                .toList();
    }

    private static Place place(Place place) {
        require(place != null && place.hops().size() <= MOST_HOPS, "no place");
        return new Place(
                place.hops().stream()
                        .map(h -> new Place.Hop(exact(h.vmId(), NAME), exact(h.vmName(), NAME), exact(h.login(), NAME)))
                        .toList(),
                exact(place.subject(), NAME));
    }

    private static Map<String, String> inside(Map<String, String> read) {
        require(read.size() <= MOST_ITEMS, "too many values");
        Map<String, String> inside = new LinkedHashMap<>();
        read.forEach((name, value) -> inside.put(text(name, NAME), text(value, SENTENCE)));
        return inside;
    }

    private static List<String> sentences(List<String> sentences) {
        require(sentences != null, "no list");
        return sentences.stream().limit(MOST_NOTES).map(s -> text(s, SENTENCE)).toList();
    }

    /** What is compared or restored later is taken as it is, or not at all. */
    static String exact(String text, int most) {
        if (text == null || text.length() > most) {
            throw new IllegalArgumentException("a value that is too long");
        }
        // what could not be sent again, nor be read from a file that was written of it, would hold up giving it back
        return WireText.requireSendable(text);
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
