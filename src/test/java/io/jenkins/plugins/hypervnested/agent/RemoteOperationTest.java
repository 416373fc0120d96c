package io.jenkins.plugins.hypervnested.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.remoting.Callable;
import hudson.remoting.Future;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.hypervnested.config.HostAccess;
import io.jenkins.plugins.hypervnested.powershell.Endpoint;
import io.jenkins.plugins.hypervnested.powershell.GuestLogins;
import io.jenkins.plugins.hypervnested.powershell.HostSecrets;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The controller's side of an operation, on a channel that keeps what it is given. */
class RemoteOperationTest {

    private final AgentFixture.Ear ear = new AgentFixture.Ear();
    private final List<Object> sent = new ArrayList<>();
    private final List<RemoteOperation> over = new ArrayList<>();
    /** What the looks for an agent find, one after the other. */
    private final Deque<Supplier<Way>> looks = new ArrayDeque<>();

    private final OperationOrder order = new OperationOrder(
            "host-id", "lab-host", List.of(), AgentFixture.request("entry-1"), List.of(), Duration.ZERO);
    private final RemoteOperation operation =
            new RemoteOperation(order, ear, over::add, asked -> looks.remove().get());

    private Way found() {
        VirtualChannel channel = (VirtualChannel) Proxy.newProxyInstance(
                VirtualChannel.class.getClassLoader(),
                new Class<?>[] {VirtualChannel.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "export" -> arguments[1];
                    case "callAsync" -> {
                        sent.add((Callable<?, ?>) arguments[0]);
                        yield unanswered();
                    }
                    default -> null;
                });
        return new Way("lab-host", asked -> access(), new AgentPicker.Pick("agent-1", channel, ""), null);
    }

    private static Future<?> unanswered() {
        return (Future<?>) Proxy.newProxyInstance(
                Future.class.getClassLoader(),
                new Class<?>[] {Future.class},
                (proxy, method, arguments) -> method.getReturnType() == boolean.class ? false : null);
    }

    private static CallAccess access() {
        return new CallAccess(new HostAccess(new Endpoint.Local(""), HostSecrets.none()), GuestLogins.none());
    }

    private static Way offline() {
        return new Way("lab-host", asked -> access(), new AgentPicker.Pick(null, null, "agent-1 is offline"), null);
    }

    @Test
    void aHostThatIsNotThereAnyMoreIsAnEndBeforeAnythingIsSent() {
        looks.add(Way::none);
        operation.seek();
        assertEquals(Outcome.Kind.NO_HOST, ear.ends.get(0).kind());
        assertTrue(ear.ends.get(0).isNeverSent());
    }

    @Test
    void aSlowLookThatFindsNoHostEndsNothingThatWasSentMeanwhile() {
        looks.add(() -> {
            looks.add(this::found);
            operation.seek();
            return Way.none();
        });
        operation.seek();
        assertEquals(1, sent.size());
        assertEquals(List.of(), ear.ends, "what was sent must not count as never sent");
    }

    @Test
    void aSlowLookThatFindsNoAgentEndsNothingThatWasSentMeanwhile() {
        looks.add(() -> {
            looks.add(this::found);
            operation.seek();
            return offline();
        });
        operation.seek();
        assertEquals(1, sent.size());
        assertEquals(List.of(), ear.ends);
    }

    @Test
    void twoLooksThatFindAnAgentSendOnce() {
        looks.add(this::found);
        looks.add(this::found);
        operation.seek();
        operation.seek();
        assertEquals(1, sent.size());
    }

    @Test
    void aLookThatBreaksIsAnEnd() {
        looks.add(() -> {
            throw new IllegalStateException("a cloud that cannot be asked");
        });
        operation.seek();
        assertEquals(Outcome.Kind.NO_AGENT, ear.ends.get(0).kind());
        assertEquals(List.of(operation), over);
    }
}
