package io.jenkins.plugins.hypervnested.machine;

/**
 * The Hyper-V role of a machine as it was at one moment.
 *
 * @param server whether the role is one of Windows Server; a feature of client Windows otherwise
 * @param edition Windows' edition id, such as {@code Professional} or {@code Core} (Home)
 * @param feature how far it is installed
 * @param tools whether the management tools, among them the Hyper-V module, are installed
 * @param restartPending whether Windows waits for a restart to go on
 * @param working whether Windows is installing or removing something right now
 * @param service whether the Virtual Machine Management service runs
 * @param hypervisor whether the hypervisor was launched in this boot
 * @param launchProblem why the hypervisor was not launched, where Windows tells
 * @param failure why the last installing or removing of this process failed; null when it did not
 */
public record RoleState(
        boolean server,
        String edition,
        Feature feature,
        boolean tools,
        boolean restartPending,
        boolean working,
        boolean service,
        boolean hypervisor,
        LaunchProblem launchProblem,
        Failure failure)
        implements Subject {

    /** How far the role is installed. */
    public enum Feature {
        ABSENT,
        INSTALLED,
        /** Installed once the machine was restarted. */
        INSTALLING,
        /** Removed once the machine was restarted. */
        REMOVING,
        /** This Windows does not have it: a Home edition, or its files were removed. */
        UNAVAILABLE
    }

    /** Why a hypervisor is not launched. */
    public enum LaunchProblem {
        NONE,
        /** The processor shows no virtualization extensions. */
        NO_EXTENSIONS,
        /** {@code bcdedit /set hypervisorlaunchtype off}. */
        LAUNCH_TYPE_OFF,
        /** Windows tells that it failed, not why. */
        OTHER
    }

    /** {@return whether there is nothing left to wait for} */
    public boolean isComplete() {
        return feature == Feature.INSTALLED && tools && !restartPending && !working && service && hypervisor;
    }

    @Override
    public String fingerprint() {
        return feature + "/" + (tools ? 't' : '-') + (restartPending ? 'r' : '-') + (working ? 'w' : '-')
                + (service ? 's' : '-') + (hypervisor ? 'h' : '-') + '/' + launchProblem + '/'
                + (failure == null ? '-' : 'f');
    }
}
