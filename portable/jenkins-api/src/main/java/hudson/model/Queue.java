package hudson.model;

import hudson.model.queue.SubTask;
import jenkins.console.WithConsoleUrl;
import jenkins.model.FullyNamedModelObject;

public class Queue extends ResourceController implements Saveable {
    public Queue(LoadBalancer loadBalancer) {}

    @Override
    public void save() {
        throw new UnsupportedOperationException();
    }

    public interface Executable extends Runnable, WithConsoleUrl {}

    public interface Task extends FullyNamedModelObject, SubTask {}
}
