package hudson.model;

import hudson.remoting.VirtualChannel;
import hudson.security.AccessControlled;
import java.util.concurrent.Future;
import jenkins.model.IComputer;
import jenkins.widgets.HasWidgets;
import org.kohsuke.stapler.StaplerProxy;

public abstract class Computer extends Actionable
        implements AccessControlled, IComputer, ExecutorListener, DescriptorByNameOwner, StaplerProxy, HasWidgets {
    protected Computer(Node node) {}

    public final Future<?> connect(boolean forceReconnect) {
        throw new UnsupportedOperationException();
    }

    public abstract VirtualChannel getChannel();

    public boolean isAcceptingTasks() {
        throw new UnsupportedOperationException();
    }

    public boolean isLaunchSupported() {
        throw new UnsupportedOperationException();
    }

    public boolean isOffline() {
        throw new UnsupportedOperationException();
    }

    public final boolean isOnline() {
        throw new UnsupportedOperationException();
    }

    @Deprecated
    public boolean isTemporarilyOffline() {
        throw new UnsupportedOperationException();
    }

    public abstract Boolean isUnix();
}
