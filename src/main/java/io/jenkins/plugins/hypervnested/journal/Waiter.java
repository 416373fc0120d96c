package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.operation.Target;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.time.Instant;
import java.util.List;

/** One VM of a call that waits for another run. */
final class Waiter {

    private final StepCall call;
    private final Target target;
    private String vmId = "";
    private String vmName = "";
    private boolean held;
    private List<String> notes = List.of();
    private Instant nextAsk = Instant.EPOCH;
    private boolean asking;

    Waiter(StepCall call, Target target) {
        this.call = call;
        this.target = target;
    }

    StepCall call() {
        return call;
    }

    Target target() {
        return target;
    }

    /** An asking ended with that: it waits. */
    synchronized void waits(VmResult vm) {
        vmId = vm.id();
        vmName = vm.name();
        notes = vm.notes();
        held |= vm.held();
    }

    /** Whether a lease named it as a holder already, when it was asked for last or before. */
    synchronized boolean isHeld() {
        return held;
    }

    /** {@return what it waits for, the same for all who wait for that, whether they named it by name or by id} */
    synchronized String subject() {
        return call.order().host().id() + '/' + (vmId.isEmpty() ? target.vm().text() : vmId);
    }

    synchronized String sentence() {
        return vmName + (notes.isEmpty() ? "" : " " + String.join(", ", notes));
    }

    /** Whether that VM is the one that it waits for, or may be inside it. */
    synchronized boolean isOf(String vm) {
        return call.order().options().inside() != null
                || vm.equals(vmName)
                || vm.equals(target.vm().text());
    }

    synchronized void askAgainAt(Instant when) {
        asking = false;
        nextAsk = when;
    }

    synchronized boolean isDue(Instant now) {
        return !asking && Due.hasCome(nextAsk, now, WaitingRoom.ASK_AGAIN);
    }

    synchronized void asks() {
        asking = true;
    }

    synchronized boolean isAsking() {
        return asking;
    }
}
