package hudson.slaves;

public interface EphemeralNode {}
