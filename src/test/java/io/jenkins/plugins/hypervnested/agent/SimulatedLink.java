package io.jenkins.plugins.hypervnested.agent;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.operation.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The controller's end of a connection to an agent, for simulations: the real checks, without any agent. */
public final class SimulatedLink {

    private final String handle;
    private final CallbackReceiver receiver;
    private final boolean serialises;
    private long number;

    /**
     * @param serialises whether everything is really written and read again on its way
     * @param end hears of the end, in place of the listener
     */
    public SimulatedLink(
            String handle, Request request, OperationListener listener, boolean serialises, Consumer<Outcome> end) {
        this.handle = handle;
        this.serialises = serialises;
        this.receiver = new CallbackReceiver(handle, "the host", request, listener, end);
    }

    /** {@return a listener that hears nothing but what was joined once that is so} */
    public static OperationListener until(OperationListener listener, BooleanSupplier stopping) {
        return new UntilStop(listener, stopping);
    }

    public void joined(Joined joined) {
        receiver.joined(handle, ++number, across(joined));
    }

    public void ended(Outcome outcome) {
        receiver.ended(handle, ++number, across(outcome));
    }

    /** The same message comes once more. */
    public void repeats(Joined joined) {
        receiver.joined(handle, number, across(joined));
    }

    public void close() {
        receiver.close();
    }

    /** {@return what arrives at the other side} */
    @SuppressWarnings("unchecked")
    public <T> T across(T sent) {
        if (!serialises) {
            return sent;
        }
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(sent);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                return (T) in.readObject();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Outcome lost(String why) {
        return Outcome.lost(AgentFailures.lost("the host", "the agent", why));
    }

    public static Outcome noHost() {
        return Outcome.without(Outcome.Kind.NO_HOST, AgentFailures.noHost("the host", "host-id"));
    }

    public static Outcome noAgent() {
        return Outcome.without(Outcome.Kind.NO_AGENT, AgentFailures.noAgent("the host", "each is offline"));
    }

    public static Outcome noCredentials() {
        return Outcome.without(Outcome.Kind.NO_CREDENTIALS, AgentFailures.noCredentials("the host", "they are gone"));
    }

    public static Outcome notOpened(Failure why) {
        return Outcome.notOpened(why);
    }
}
