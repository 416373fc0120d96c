package io.jenkins.plugins.hypervnested.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsParameterDefinition;
import com.cloudbees.plugins.credentials.CredentialsParameterValue;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockFolder;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.springframework.security.core.Authentication;

/** Where the credentials of guests are found, and where they are not. */
@WithJenkins
class GuestCredentialsJenkinsTest {

    private JenkinsRule jenkins;
    private MockFolder team;
    private FreeStyleProject job;
    private FreeStyleBuild run;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        OfFolders.USERS.clear();
        team = rule.createFolder("team");
        job = team.createProject(FreeStyleProject.class, "nightly");
        run = rule.buildAndAssertSuccess(job);
    }

    private static UsernamePasswordCredentialsImpl credentials(CredentialsScope scope, String id, String user)
            throws Exception {
        return new UsernamePasswordCredentialsImpl(scope, id, "", user, "secret-of-" + user);
    }

    private static void global(CredentialsScope scope, String user) throws Exception {
        SystemCredentialsProvider.getInstance().getCredentials().add(credentials(scope, "guest", user));
    }

    private static GuestLogin login(Run<?, ?> of, String context) {
        return new GuestLogin("guest", "guest", "guest", of.getExternalizableId(), of.getTimeInMillis(), context);
    }

    private static String userOf(GuestLogin login) {
        StandardUsernamePasswordCredentials found = GuestCredentials.now(login);
        return found == null ? null : found.getUsername();
    }

    @Test
    void aRunHasTheCredentialsOfItsFolderAndTheirUseIsNoted() throws Exception {
        OfFolders.USERS.put("team", "team-admin");
        GuestCredentials.Found found = GuestCredentials.find("guest", run).orElseThrow();
        assertEquals("guest", found.credentialsId());
        assertFalse(found.ofUser());
        assertEquals("team-admin", userOf(login(run, "team/nightly")));
    }

    @Test
    void useOfCredentialsIsNoted() throws Exception {
        global(CredentialsScope.GLOBAL, "admin");
        GuestCredentials.find("guest", run);
        assertNotNull(CredentialsProvider.getFingerprintOf(
                SystemCredentialsProvider.getInstance().getCredentials().get(0)));
    }

    @Test
    void whatIsOnlyForJenkinsItselfIsNotFound() throws Exception {
        global(CredentialsScope.SYSTEM, "host-admin");
        assertTrue(GuestCredentials.find("guest", run).isEmpty());
        GuestLogin login = login(run, "team/nightly");
        team.delete();
        assertNull(userOf(login));
        assertThrows(GuestCredentials.Gone.class, () -> GuestCredentials.open(List.of(login)));
    }

    @Test
    void aRunThatIsGoneIsReplacedByItsJob() throws Exception {
        OfFolders.USERS.put("team/nightly", "job-admin");
        GuestLogin login = login(run, "team/nightly");
        run.delete();
        assertEquals("job-admin", userOf(login));
    }

    @Test
    void aJobThatIsGoneIsReplacedByTheNearestFolderThatIsLeft() throws Exception {
        OfFolders.USERS.put("team", "team-admin");
        GuestLogin login = login(run, "team/nightly");
        job.delete();
        assertEquals("team-admin", userOf(login));
        team.delete();
        global(CredentialsScope.GLOBAL, "admin");
        assertEquals("admin", userOf(login));
    }

    @Test
    void theCredentialsOfAnotherFolderAreNotFound() throws Exception {
        OfFolders.USERS.put("other", "other-admin");
        jenkins.createFolder("other");
        GuestLogin login = login(run, "team/nightly");
        job.delete();
        assertNull(userOf(login));
    }

    @Test
    void aParameterIsFollowedToTheCredentialsThatItIsBoundTo() throws Exception {
        global(CredentialsScope.GLOBAL, "admin");
        FreeStyleBuild bound = build("alice", "guest");
        GuestCredentials.Found found = GuestCredentials.find("GUEST", bound).orElseThrow();
        assertEquals(new GuestCredentials.Found("GUEST", "guest", false), found);
        assertEquals(
                "admin",
                userOf(new GuestLogin(
                        "GUEST",
                        "GUEST",
                        "guest",
                        bound.getExternalizableId(),
                        bound.getTimeInMillis(),
                        "team/nightly")));
    }

    @Test
    void aUsersOwnCredentialsAreToldFromThoseOfTheJob() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        User alice = User.getById("alice", true);
        try (ACLContext as = ACL.as2(alice.impersonate2())) {
            CredentialsProvider.lookupStores(alice)
                    .iterator()
                    .next()
                    .addCredentials(Domain.global(), credentials(CredentialsScope.USER, "own", "alice-l1"));
        }
        GuestCredentials.Found found =
                GuestCredentials.find("GUEST", build("alice", "own")).orElseThrow();
        assertTrue(found.ofUser());
    }

    private FreeStyleBuild build(String user, String credentialsId) throws Exception {
        job.addProperty(new ParametersDefinitionProperty(new CredentialsParameterDefinition(
                "GUEST", "", "", StandardUsernamePasswordCredentials.class.getName(), true)));
        return jenkins.assertBuildStatusSuccess(job.scheduleBuild2(
                0,
                new CauseAction(new Cause.UserIdCause(user)),
                new ParametersAction(new CredentialsParameterValue("GUEST", credentialsId, "", false))));
    }

    /** Credentials {@code guest} of items, by their full names, as folders have them. */
    @TestExtension
    public static final class OfFolders extends CredentialsProvider {

        static final Map<String, String> USERS = new HashMap<>();

        @Override
        public <C extends Credentials> List<C> getCredentialsInItemGroup(
                Class<C> type, ItemGroup group, Authentication as, List<DomainRequirement> requirements) {
            for (ItemGroup<?> around = group; around instanceof Item item; around = item.getParent()) {
                if (USERS.containsKey(item.getFullName())) {
                    return of(type, USERS.get(item.getFullName()));
                }
            }
            return List.of();
        }

        @Override
        public <C extends Credentials> List<C> getCredentialsInItem(
                Class<C> type, Item item, Authentication as, List<DomainRequirement> requirements) {
            return USERS.containsKey(item.getFullName())
                    ? of(type, USERS.get(item.getFullName()))
                    : getCredentialsInItemGroup(type, item.getParent(), as, requirements);
        }

        private static <C extends Credentials> List<C> of(Class<C> type, String user) {
            try {
                Credentials made = credentials(CredentialsScope.GLOBAL, "guest", user);
                return type.isInstance(made) ? List.of(type.cast(made)) : List.of();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
