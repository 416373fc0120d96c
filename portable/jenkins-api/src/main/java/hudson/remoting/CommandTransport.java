package hudson.remoting;

public abstract class CommandTransport {
    protected CommandTransport() {}
}
