package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.agent.OperationHandle;
import io.jenkins.plugins.hypervnested.agent.OperationListener;
import io.jenkins.plugins.hypervnested.agent.OperationOrder;
import io.jenkins.plugins.hypervnested.agent.OperationStarter;
import java.util.ArrayList;
import java.util.List;

/** Starts operations on the agents of a controller. */
final class Links implements OperationStarter, Recovery.Hosts {

    static final HostRef HOST = new HostRef("host-id", "lab-host");

    final Start start;
    final boolean serialises;
    private final List<RemoteCall> open = new ArrayList<>();
    private int numbers;

    Links(Start start, boolean serialises) {
        this.start = start;
        this.serialises = serialises;
    }

    @Override
    public OperationHandle start(OperationOrder order, OperationListener listener) {
        RemoteCall call = new RemoteCall(this, order, listener, ++numbers);
        open.add(call);
        start.home.promises.asked(call);
        start.task(call.name + " seeks an agent", call::seek);
        return call;
    }

    void over(RemoteCall call) {
        open.remove(call);
    }

    List<RemoteCall> open() {
        return open;
    }

    @Override
    public List<HostRef> all() {
        return start.home.hostConfigured ? List.of(HOST) : List.of();
    }

    @Override
    public boolean isReachable(String id) {
        return start.home.hostConfigured && start.home.agents.stream().anyMatch(Agent::isUsable);
    }

    @Override
    public boolean isWithoutAgent(String id) {
        return start.home.hostConfigured && !isReachable(id);
    }

    /** {@return one that is online, the preferred ones first; null when none is} */
    Agent pick(List<String> preferred) {
        return start.home.agents.stream()
                .filter(agent -> agent.isUsable() && preferred.contains(agent.name))
                .findFirst()
                .or(() -> start.home.agents.stream().filter(Agent::isUsable).findFirst())
                .orElse(null);
    }

    /** The connections of an agent are gone. */
    void lose(Agent agent) {
        for (RemoteCall call : List.copyOf(open)) {
            if (call.agent == agent && !call.isEnded()) {
                call.cut();
            }
        }
    }
}
