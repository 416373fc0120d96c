package io.jenkins.plugins.hypervnested.powershell;

/** Makes the channel that an endpoint needs. Links the SSH library only for an endpoint that needs it. */
final class Channels {

    private Channels() {}

    /**
     * @param encodedBootstrap what goes after {@code -EncodedCommand}
     */
    static Channel start(Endpoint endpoint, HostSecrets secrets, String encodedBootstrap)
            throws TroubleException, InterruptedException {
        if (endpoint instanceof Endpoint.Local local) {
            return LocalChannel.start(local.executable(), encodedBootstrap);
        }
        if (endpoint instanceof Endpoint.WinRm winRm) {
            return LocalChannel.start(winRm.executable(), encodedBootstrap);
        }
        return ssh((Endpoint.Ssh) endpoint, secrets, encodedBootstrap);
    }

    private static Channel ssh(Endpoint.Ssh endpoint, HostSecrets secrets, String encodedBootstrap)
            throws TroubleException, InterruptedException {
        try {
            return SshChannel.start(endpoint, secrets, encodedBootstrap);
        } catch (NoClassDefFoundError e) {
            throw new TroubleException(
                    Trouble.Kind.NO_SSH, "the SSH client is not there (missing class " + e.getMessage() + ")", e);
        }
    }
}
