package io.jenkins.plugins.hypervnested.agent;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import io.jenkins.plugins.hypervnested.powershell.GuestLogins;
import io.jenkins.plugins.hypervnested.powershell.SecretText;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/**
 * The credentials of guests. They are the authors' and are looked up as a run's; when the run is gone as its job's, and when that is
 * gone as those of the nearest folder that is left. What only administrators may use is never found.
 */
public final class GuestCredentials {

    private static final Class<StandardUsernamePasswordCredentials> TYPE = StandardUsernamePasswordCredentials.class;

    private GuestCredentials() {}

    /**
     * Credentials that a run may use.
     *
     * @param name how the author named them: their id, or a build parameter that is bound to them
     * @param credentialsId their own id
     * @param ofUser whether they are a user's own, which nobody can look up any more when the run is gone
     */
    public record Found(String name, String credentialsId, boolean ofUser) {}

    /** {@return the credentials that a run means; empty when it has none of that name, or may not use them} Notes that it uses them. */
    public static Optional<Found> find(String name, Run<?, ?> run) {
        StandardUsernamePasswordCredentials found = CredentialsProvider.findCredentialById(name, TYPE, run, List.of());
        if (found == null) {
            return Optional.empty();
        }
        CredentialsProvider.track(run, found);
        StandardUsernamePasswordCredentials ofJob = inItem(found.getId(), run.getParent());
        boolean ofUser = ofJob == null || ofJob.getScope() != found.getScope();
        return Optional.of(new Found(name, found.getId(), ofUser));
    }

    /**
     * Looks the logins up and opens them. Right before they are sent.
     *
     * @throws Gone when the credentials of one of them cannot be found
     */
    static GuestLogins open(List<GuestLogin> logins) throws Gone {
        GuestLogins opened = GuestLogins.none();
        for (GuestLogin login : logins) {
            StandardUsernamePasswordCredentials found = now(login);
            if (found == null) {
                opened.clear();
                throw new Gone(login);
            }
            opened = opened.with(
                    login.name(),
                    found.getUsername(),
                    SecretText.of(found.getPassword().getPlainText()));
        }
        return opened;
    }

    @CheckForNull
    static StandardUsernamePasswordCredentials now(GuestLogin login) {
        Run<?, ?> run = Run.fromExternalizableId(login.runId());
        if (run != null && run.getTimeInMillis() == login.runTime()) {
            StandardUsernamePasswordCredentials found =
                    CredentialsProvider.findCredentialById(login.asked(), TYPE, run, List.of());
            if (found != null) {
                return found;
            }
        }
        Item item = nearest(login.context());
        return item == null ? atTop(login.credentialsId()) : inItem(login.credentialsId(), item);
    }

    /** {@return the item of that name, or else the nearest folder around it that is left; null when that is Jenkins itself} */
    @CheckForNull
    private static Item nearest(String fullName) {
        for (String name = fullName; !name.isEmpty(); name = around(name)) {
            Item item = Jenkins.get().getItemByFullName(name);
            if (item != null) {
                return item;
            }
        }
        return null;
    }

    private static String around(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    @CheckForNull
    private static StandardUsernamePasswordCredentials inItem(String id, Item item) {
        return CredentialsProvider.findCredentialByIdInItem(id, TYPE, item, authenticationOf(item), List.of());
    }

    /** {@return as whom the runs of a job use its credentials} */
    public static Authentication authenticationOf(Item item) {
        return item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
    }

    /** Jenkins itself also has what is only for its own use: that was never the job's. */
    @CheckForNull
    private static StandardUsernamePasswordCredentials atTop(String id) {
        ItemGroup<?> top = Jenkins.get();
        StandardUsernamePasswordCredentials found =
                CredentialsProvider.findCredentialByIdInItemGroup(id, TYPE, top, ACL.SYSTEM2, List.of());
        return found == null || found.getScope() == CredentialsScope.SYSTEM ? null : found;
    }

    /** Credentials that cannot be found. */
    static final class Gone extends Exception {

        private static final long serialVersionUID = 1;

        Gone(GuestLogin login) {
            super("no credentials '" + login.asked() + "' with a user name and a password for job " + login.context());
        }
    }
}
