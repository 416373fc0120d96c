package io.jenkins.plugins.hypervnested.powershell;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What is said to one machine, the one that was opened or a guest in it, over the one conversation that they share. Every answer
 * is a value, or a failure that says the four things.
 */
final class Dialogue implements AutoCloseable {

    /** Reads a value. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Fields value) throws ShapeException;
    }

    /** Reads the value of one of several. */
    @FunctionalInterface
    interface ReaderOfOne<T> {
        T read(String key, Fields value) throws ShapeException;
    }

    /** What a machine takes at most to leave all of its guests. */
    private static final Duration LEAVING = Duration.ofSeconds(8);

    private static final Logger LOGGER = Logger.getLogger(Dialogue.class.getName());

    private final Conversation conversation;
    private final Noise noise;
    private final Route route;
    private final Dialogue outer;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Who speaks with which guest now, of all that share the conversation. */
    private final Map<Route, Dialogue> guests;

    private volatile Call farewell;
    private volatile String machine;

    /**
     * With the machine that was opened.
     *
     * @param machine how messages name the machine until it has told its own name
     * @param farewell what is asked last, so that it lets go of its sessions; null when it has none
     */
    Dialogue(Conversation conversation, Noise noise, String machine, Call farewell) {
        this.conversation = conversation;
        this.noise = noise;
        this.route = Route.HERE;
        this.outer = null;
        this.guests = new ConcurrentHashMap<>();
        this.machine = machine;
        this.farewell = farewell;
    }

    private Dialogue(Dialogue outer, String vmId, String machine, Call farewell) {
        this.conversation = outer.conversation;
        this.noise = outer.noise;
        this.route = outer.route.inside(vmId);
        this.outer = outer;
        this.guests = outer.guests;
        this.machine = machine;
        this.farewell = farewell;
    }

    /**
     * {@return the same conversation, with the guest of a VM of this machine, where a session was opened} Opening it ended the one
     * before: who spoke with that guest until now does so no longer, and does not end the new session.
     */
    Dialogue inside(String vmId, String guest, Bounds bounds) {
        outermost().farewell =
                Call.here("close", new JsonObject(), bounds.grace().plus(LEAVING));
        Call leave = Call.ofSession(route, vmId, "leave", Requests.vm(vmId), bounds.verb());
        Dialogue inside = new Dialogue(this, vmId, guest, leave);
        Dialogue before = guests.put(inside.route, inside);
        if (before != null) {
            before.closed.set(true);
        }
        return inside;
    }

    private Dialogue outermost() {
        return outer == null ? this : outer.outermost();
    }

    boolean isOutermost() {
        return outer == null;
    }

    Route route() {
        return route;
    }

    String machine() {
        return machine;
    }

    void nameMachine(String name) {
        if (!name.isEmpty()) {
            machine = name;
        }
    }

    <T> T ask(Asked asked, String verb, JsonObject args, Duration bound, Reader<T> reader)
            throws MachineException, InterruptedException {
        return ask(asked, Call.of(route, verb, args, bound), null, null, FailureMapping::of, reader);
    }

    /**
     * @param secretName name of the secret that goes before the request; null for none
     * @param mapping what an error means
     */
    <T> T ask(Asked asked, Call call, String secretName, SecretText secret, FailureMapping.Of mapping, Reader<T> reader)
            throws MachineException, InterruptedException {
        Fields answer;
        try {
            throwIfClosed();
            answer = conversation.ask(call, secretName, secret);
        } catch (TroubleException e) {
            throw Troubles.exception(e, asked, noise);
        }
        try {
            if (answer.has("error")) {
                throw new MachineException(mapping.of(PlatformError.of(answer.object("error")), asked));
            }
            return reader.read(answer.object("value"));
        } catch (ShapeException e) {
            throw Troubles.exception(conversation.garbage(call, e), asked, noise);
        }
    }

    private void throwIfClosed() throws TroubleException {
        if (isClosed()) {
            throw new TroubleException(Trouble.of(Trouble.Kind.CLOSED, "it was closed"));
        }
    }

    private boolean isClosed() {
        return closed.get() || outer != null && outer.isClosed();
    }

    /**
     * Asks about several, and reads what came back for each: what is wrong with one does not spoil the others.
     *
     * @param askedOf what is asked of one of them
     */
    <T> Map<String, Answer<T>> askEach(
            String verb,
            JsonObject args,
            Collection<String> keys,
            Duration bound,
            Function<String, Asked> askedOf,
            ReaderOfOne<T> reader)
            throws MachineException, InterruptedException {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Set<String> distinct = new LinkedHashSet<>(keys);
        Asked first = askedOf.apply(distinct.iterator().next());
        Asked whole = distinct.size() == 1
                ? first
                : new Asked(verb + " " + Names.many(distinct), machine, String.join(", ", distinct), first.changes());
        return ask(whole, verb, args, bound, value -> {
            if (!value.keys().equals(distinct)) {
                throw new ShapeException("the answer is not about what was asked for");
            }
            Map<String, Answer<T>> answers = new LinkedHashMap<>();
            for (String key : distinct) {
                answers.put(key, answer(value.object(key), askedOf.apply(key), one -> reader.read(key, one)));
            }
            return answers;
        });
    }

    private static <T> Answer<T> answer(Fields one, Asked asked, Reader<T> reader) {
        try {
            if (one.has("error") == one.has("value")) {
                throw new ShapeException("neither a value nor an error");
            }
            if (one.has("error")) {
                return Answer.failed(FailureMapping.of(PlatformError.of(one.object("error")), asked));
            }
            return Answer.of(reader.read(one.object("value")));
        } catch (ShapeException e) {
            Failure failure = Troubles.failure(Trouble.of(Trouble.Kind.GARBAGE, e.getMessage()), asked, "");
            return Answer.failed(failure);
        }
    }

    /** Ends the conversation when this machine is the one that was opened, and otherwise the session in the guest alone. */
    @Override
    public void close() {
        boolean ended = isClosed();
        if (closed.getAndSet(true)) {
            return;
        }
        guests.remove(route, this);
        boolean interrupted = Thread.interrupted();
        if (!ended && farewell != null && conversation.isIdle()) {
            interrupted |= bidFarewell();
        }
        if (isOutermost()) {
            conversation.close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return whether the thread was interrupted meanwhile} */
    private boolean bidFarewell() {
        try {
            conversation.ask(farewell);
            return false;
        } catch (TroubleException e) {
            LOGGER.log(Level.FINE, "A session was not closed by itself; the end of its process closes it", e);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
