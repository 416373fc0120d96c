package io.jenkins.plugins.hypervnested.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.hypervnested.config.HypervPermissions;
import io.jenkins.plugins.hypervnested.jenkins.EndlessRun;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import io.jenkins.plugins.hypervnested.journal.Rollback;
import io.jenkins.plugins.hypervnested.journal.StuckReason;
import java.net.URI;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What pages show of that which is inside a VM, or of the host itself. */
@WithJenkins
class InsidePageJenkinsTest {

    private JenkinsRule jenkins;
    private FreeStyleBuild run;
    private EndlessRun endless;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        FreeStyleProject job = rule.createFreeStyleProject("nightly");
        run = rule.buildAndAssertSuccess(job);
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .toEveryone()
                .grant(HypervPermissions.VIEW)
                .everywhere()
                .to("viewer", "retrier")
                .grant(HypervPermissions.RETRY)
                .everywhere()
                .to("retrier")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
    }

    @AfterEach
    void end() throws Exception {
        if (endless != null) {
            endless.close();
        }
    }

    private JenkinsRule.WebClient as(String user) throws Exception {
        return jenkins.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .login(user);
    }

    private static String page(JournalEntry entry) {
        return "manage/hyperv-nested/entry/" + entry.getId() + "/";
    }

    private static boolean offersIt(HtmlPage page) {
        return offers(page, "retryAlone");
    }

    private static boolean offers(HtmlPage page, String action) {
        return page.getForms().stream()
                .anyMatch(form -> form.getActionAttribute().equals(action));
    }

    private int post(JenkinsRule.WebClient client, String path) throws Exception {
        WebRequest request = new WebRequest(
                URI.create(client.createCrumbedUrl(path).toString()).toURL(), HttpMethod.POST);
        return client.getPage(request).getWebResponse().getStatusCode();
    }

    /** A VM that waits for what is inside it, which is stuck. */
    private JournalEntry waiting() throws Exception {
        endless = EndlessRun.begin(jenkins);
        JournalEntry outer = JournalScene.asked(endless.build(), "node-1");
        JournalScene.stuck(JournalScene.askedInside(endless.build(), "node-1"));
        Rollback.get().giveBack(List.of(outer));
        return JournalScene.of(outer);
    }

    @Test
    void aPageSaysWhatAVmWaitsFor() throws Exception {
        JournalEntry entry = waiting();
        assertEquals(StuckReason.WAITS_FOR, entry.getStuckReason());
        String text = as("viewer").goTo(page(entry)).asNormalizedText();
        assertTrue(text.contains("VmNAT 192.168.100.0/24 in node-1"), text);
    }

    @Test
    void whoMayRetryMayPutAVmBackWithoutWaiting() throws Exception {
        JournalEntry entry = waiting();
        JenkinsRule.WebClient client = as("retrier");
        assertTrue(offersIt(client.goTo(page(entry))));
        assertTrue(post(client, page(entry) + "retryAlone") < 400);
        JournalEntry now = JournalScene.of(entry);
        assertTrue(now.getLog().stream().anyMatch(line -> line.endsWith("by retrier")), now.getLog()::toString);
    }

    @Test
    void whoMayOnlyViewMayNot() throws Exception {
        JournalEntry entry = waiting();
        JenkinsRule.WebClient client = as("viewer");
        assertFalse(offersIt(client.goTo(page(entry))));
        assertEquals(403, post(client, page(entry) + "retryAlone"));
        assertEquals(StuckReason.WAITS_FOR, JournalScene.of(entry).getStuckReason());
    }

    @Test
    void whatIsStuckForAnotherReasonDoesNotOfferIt() throws Exception {
        JournalEntry entry = JournalScene.stuck(run, "node-1");
        assertFalse(offersIt(as("retrier").goTo(page(entry))));
    }

    @Test
    void theHostItselfIsNamedAsSuch() throws Exception {
        JournalEntry entry = JournalScene.askedInside(run, "");
        String text = as("viewer").goTo(page(entry)).asNormalizedText();
        assertTrue(text.contains("Host lab-host itself"), text);
        assertTrue(text.contains("Network behind a NAT: VmNAT 192.168.100.0/24"), text);
        String summary = as("viewer").getPage(run).asNormalizedText();
        assertTrue(summary.contains("Host lab-host itself (Network behind a NAT"), summary);
    }

    @Test
    void anAdministratorMayReplaceGuestCredentials() throws Exception {
        JournalEntry entry = JournalScene.stuck(JournalScene.askedInside(run, "node-1"));
        JenkinsRule.WebClient client = as("admin");
        assertTrue(offers(client.goTo(page(entry)), "retryWith"));
        assertEquals(400, post(client, page(entry) + "retryWith?login=l1-admin&credentialsId=%20"));
        assertEquals(400, post(client, page(entry) + "retryWith?login=other&credentialsId=new-id"));
        assertTrue(post(client, page(entry) + "retryWith?login=l1-admin&credentialsId=new-id") < 400);
        JournalEntry now = JournalScene.of(entry);
        assertEquals("new-id", now.getCredentials().get(0).getId());
    }

    @Test
    void whoMayOnlyRetryMayNotReplaceCredentials() throws Exception {
        JournalEntry entry = JournalScene.stuck(JournalScene.askedInside(run, "node-1"));
        JenkinsRule.WebClient client = as("retrier");
        assertFalse(offers(client.goTo(page(entry)), "retryWith"));
        assertEquals(403, post(client, page(entry) + "retryWith?login=l1-admin&credentialsId=new-id"));
        assertEquals("l1-admin", JournalScene.of(entry).getCredentials().get(0).getId());
    }
}
