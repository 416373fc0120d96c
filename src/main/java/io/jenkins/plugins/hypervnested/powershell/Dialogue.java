package io.jenkins.plugins.hypervnested.powershell;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A conversation in which every answer is a value, or a failure that says the four things. */
final class Dialogue implements AutoCloseable {

    /** Reads a value. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Fields value) throws ShapeException;
    }

    private static final Logger LOGGER = Logger.getLogger(Dialogue.class.getName());

    private final Conversation conversation;
    private final Noise noise;
    private final boolean session;
    private final Duration grace;
    private volatile String machine;

    /**
     * @param machine how messages name the machine until it has told its own name
     * @param session whether there is a session in it that is closed first
     * @param grace bound on closing that session
     */
    Dialogue(Conversation conversation, Noise noise, String machine, boolean session, Duration grace) {
        this.conversation = conversation;
        this.noise = noise;
        this.machine = machine;
        this.session = session;
        this.grace = grace;
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
        Fields answer;
        try {
            answer = conversation.ask(verb, args, null, null, bound);
        } catch (TroubleException e) {
            throw Troubles.exception(e, asked, noise);
        }
        try {
            if (answer.has("error")) {
                throw new MachineException(FailureMapping.of(PlatformError.of(answer.object("error")), asked));
            }
            return reader.read(answer.object("value"));
        } catch (ShapeException e) {
            throw Troubles.exception(
                    conversation.ended(Trouble.of(Trouble.Kind.GARBAGE, e.getMessage())), asked, noise);
        }
    }

    /** Reads what came back for one of several: what is wrong with one does not spoil the others. */
    <T> Answer<T> answer(Fields one, Asked asked, Reader<T> reader) {
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

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        if (session && conversation.isIdle()) {
            try {
                conversation.ask("close", new JsonObject(), null, null, grace);
            } catch (TroubleException e) {
                LOGGER.log(Level.FINE, "The session was not closed by itself; the end of its process closes it", e);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        conversation.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
