package hudson.slaves;

import hudson.ExtensionPoint;
import hudson.model.Describable;

public abstract class ComputerLauncher implements Describable<ComputerLauncher>, ExtensionPoint {
    public ComputerLauncher() {}
}
