package io.jenkins.plugins.hypervnested.agent;

import hudson.remoting.Channel;
import hudson.remoting.Future;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An operation as the controller sees it: looks for an agent, sends the call, hears the callbacks, asks now and then, and ends
 * exactly once. Holds no thread while it waits.
 */
final class RemoteOperation extends Channel.Listener implements OperationHandle {

    private static final Logger LOGGER = Logger.getLogger(RemoteOperation.class.getName());

    private static final Duration SEEK_AGAIN = Duration.ofSeconds(5);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(30);
    private static final Duration LONGEST_START = Duration.ofSeconds(120);

    private enum State {
        SEEKING,
        SENDING,
        STARTING,
        RUNNING,
        ENDED
    }

    private final String handle = UUID.randomUUID().toString();
    private final OperationOrder order;
    private final OperationListener listener;
    private final Consumer<RemoteOperation> over;
    private final Function<OperationOrder, Way> look;
    private final CallbackReceiver receiver;
    private final long begun = System.nanoTime();
    private State state = State.SEEKING;
    private boolean cancelled;
    private boolean saidThatNobodyIsThere;
    private String agent = "";
    private VirtualChannel channel;
    private CallAccess access;
    private Future<String> starting;
    private Future<AskCall.Standing> asking;
    private long since = System.nanoTime();

    /** @param look looks for the way to the host */
    RemoteOperation(
            OperationOrder order,
            OperationListener listener,
            Consumer<RemoteOperation> over,
            Function<OperationOrder, Way> look) {
        this.order = order;
        this.look = look;
        this.listener = listener;
        this.over = over;
        this.receiver = new CallbackReceiver(handle, order.hostName(), order.request(), listener, this::end);
    }

    /** Looks for an agent and sends the call. Not for the timer's thread. */
    void seek() {
        Way way = Way.by(look, order);
        Outcome none = way.none(order, isOlderThan(begun, order.agentWait()));
        if (none != null) {
            // another look may have sent the call: then this slow one ends nothing, least of all as never sent
            end(none, EnumSet.of(State.SEEKING));
        } else if (way.isFound()) {
            send(way);
        } else {
            sayThatNobodyIsThere(way);
        }
    }

    private void sayThatNobodyIsThere(Way way) {
        synchronized (this) {
            since = System.nanoTime();
            if (saidThatNobodyIsThere || state != State.SEEKING) {
                return;
            }
            saidThatNobodyIsThere = true;
        }
        listener.progress("", way.waiting());
    }

    private void send(Way way) {
        AgentPicker.Pick pick = way.pick();
        synchronized (this) {
            if (state != State.SEEKING) {
                return;
            }
            state = State.SENDING;
            agent = pick.agent();
            channel = pick.channel();
        }
        CallAccess opened;
        try {
            opened = way.door().open(order);
        } catch (MachineException e) {
            end(Outcome.without(Outcome.Kind.NO_CREDENTIALS, e.failure()));
            return;
        } catch (RuntimeException e) {
            end(Outcome.lost(AgentFailures.broken(way.host(), e)));
            return;
        }
        try {
            listener.sending(pick.agent());
            if (pick.channel() instanceof Channel remote) {
                remote.addListener(this);
            }
            OperationCallback exported = pick.channel().export(OperationCallback.class, receiver);
            sent(opened, pick.channel().callAsync(opened.call(handle, order, exported)));
        } catch (IOException | RuntimeException e) {
            opened.forget();
            LOGGER.log(Level.FINE, e, () -> "could not send " + this);
            end(Outcome.lost(AgentFailures.notStarted(way.host(), pick.agent(), String.valueOf(e.getMessage()))));
        }
    }

    private void sent(CallAccess used, Future<String> answer) {
        boolean late;
        synchronized (this) {
            access = used;
            starting = answer;
            since = System.nanoTime();
            late = cancelled;
            if (state == State.SENDING) {
                state = State.STARTING;
            } else {
                // it ended while it was being sent: the agent clears its own copy
                forgetAccess();
            }
        }
        if (late) {
            tellToCancel();
        }
    }

    /** Looks whether anything was lost. Short; for the timer's thread. */
    void tick() {
        State now;
        synchronized (this) {
            now = state;
        }
        switch (now) {
            case SEEKING -> seekAgain();
            case STARTING -> lookAtStart();
            case RUNNING -> lookAtAnswer();
            default -> {}
        }
    }

    private void seekAgain() {
        synchronized (this) {
            if (!isOlderThan(since, SEEK_AGAIN)) {
                return;
            }
            since = System.nanoTime();
        }
        AgentThreads.pool().execute(this::seek);
    }

    private void lookAtStart() {
        Future<String> answer;
        synchronized (this) {
            answer = starting;
            if (answer.isDone()) {
                forgetAccess();
            } else if (!isOlderThan(since, LONGEST_START)) {
                return;
            }
        }
        if (!answer.isDone()) {
            answer.cancel(true);
            end(Outcome.lost(AgentFailures.notStarted(order.hostName(), agent, "no answer in two minutes")));
            return;
        }
        String problem = StartAnswer.problemOf(answer, handle);
        if (problem != null) {
            end(Outcome.lost(AgentFailures.notStarted(order.hostName(), agent, problem)));
            return;
        }
        synchronized (this) {
            if (state == State.STARTING) {
                state = State.RUNNING;
                since = System.nanoTime();
            }
        }
    }

    private void lookAtAnswer() {
        Future<AskCall.Standing> answer;
        synchronized (this) {
            answer = asking;
            if (answer == null && !isOlderThan(since, ASK_AGAIN) || answer != null && !answer.isDone()) {
                return;
            }
            asking = null;
            since = System.nanoTime();
        }
        if (answer == null) {
            AgentThreads.pool().execute(this::ask);
            return;
        }
        AskCall.Standing standing = StartAnswer.standingOf(answer);
        if (!standing.known()) {
            end(lost("the agent does not know the operation any more"));
        } else if (standing.outcome() != null) {
            end(receiver.checked(standing.outcome()));
        }
    }

    private void ask() {
        try {
            Future<AskCall.Standing> answer = channel.callAsync(new AskCall(handle));
            synchronized (this) {
                asking = answer;
            }
        } catch (IOException | RuntimeException e) {
            end(lost(e.getMessage()));
        }
    }

    @Override
    public void cancel() {
        State then;
        synchronized (this) {
            cancelled = true;
            then = state;
        }
        if (then == State.SEEKING) {
            end(Outcome.cancelled());
        } else if (then == State.STARTING || then == State.RUNNING) {
            AgentThreads.pool().execute(this::tellToCancel);
        }
    }

    private void tellToCancel() {
        try {
            channel.callAsync(new CancelCall(handle));
        } catch (IOException | RuntimeException e) {
            end(lost(e.getMessage()));
        }
    }

    @Override
    public void onClosed(Channel closed, IOException cause) {
        Object why = cause == null ? "the connection was closed" : cause.getMessage();
        AgentThreads.pool().execute(() -> end(lost(why)));
    }

    private void end(Outcome outcome) {
        end(outcome, EnumSet.complementOf(EnumSet.of(State.ENDED)));
    }

    private void end(Outcome outcome, Set<State> from) {
        synchronized (this) {
            if (!from.contains(state)) {
                return;
            }
            state = State.ENDED;
            receiver.close();
            if (starting != null && starting.isDone()) {
                forgetAccess();
            }
        }
        if (channel instanceof Channel remote) {
            remote.removeListener(this);
        }
        over.accept(this);
        listener.ended(outcome);
    }

    /** An operation in this JVM has no copy of its own: it needs this one until it is over, and clears it then. */
    private synchronized void forgetAccess() {
        if (access != null && channel instanceof Channel) {
            access.forget();
        }
        access = null;
    }

    private Outcome lost(Object why) {
        return Outcome.lost(AgentFailures.lost(order.hostName(), agent, String.valueOf(why)));
    }

    private static boolean isOlderThan(long nanos, Duration age) {
        return System.nanoTime() - nanos >= age.toNanos();
    }

    @Override
    public String toString() {
        return "Hyper-V operation " + order.request().kind() + ' ' + handle;
    }
}
