package io.jenkins.plugins.hypervnested.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.TimeZoneProperty;
import hudson.model.User;
import io.jenkins.plugins.hypervnested.config.HypervPermissions;
import io.jenkins.plugins.hypervnested.jenkins.EndlessRun;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.logging.Level;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class StatusPageJenkinsTest {

    private static final String STATUS = "manage/hyperv-nested/";

    private JenkinsRule jenkins;
    private FreeStyleBuild run;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        FreeStyleProject job = rule.createFreeStyleProject("nightly");
        run = rule.buildAndAssertSuccess(job);
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .toEveryone()
                .grant(HypervPermissions.VIEW)
                .everywhere()
                .to("viewer", "retrier", "forgetter")
                .grant(HypervPermissions.RETRY)
                .everywhere()
                .to("retrier")
                .grant(HypervPermissions.FORGET)
                .everywhere()
                .to("forgetter"));
    }

    private JenkinsRule.WebClient as(String user) throws Exception {
        return jenkins.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .login(user);
    }

    private static String entryPage(JournalEntry entry) {
        return STATUS + "entry/" + entry.getId() + "/";
    }

    private int post(JenkinsRule.WebClient client, String path) throws Exception {
        WebRequest request = new WebRequest(
                URI.create(client.createCrumbedUrl(path).toString()).toURL(), HttpMethod.POST);
        return client.getPage(request).getWebResponse().getStatusCode();
    }

    private static HtmlForm form(HtmlPage page, String action) {
        return page.getForms().stream()
                .filter(form -> form.getActionAttribute().equals(action))
                .findFirst()
                .orElse(null);
    }

    @Test
    void itSaysWhoHoldsWhatAndWhyItIsStuck() throws Exception {
        JournalScene.asked(run, "node-1");
        JournalScene.stuck(run, "node-2");
        String text = as("viewer").goTo(STATUS).asNormalizedText();
        assertTrue(text.contains("node-1"), text);
        assertTrue(text.contains("node-2"), text);
        assertTrue(text.contains("nightly #" + run.getNumber()), text);
    }

    @Test
    void timesSayTheirZoneAndAreInThatOfTheReader() throws Exception {
        JournalEntry entry = JournalScene.asked(run, "node-1");
        User.getById("admin", true).addProperty(new TimeZoneProperty("Asia/Tokyo"));
        JenkinsRule.WebClient admin = as("admin");
        String now = Pattern.quote(LocalDate.now(ZoneId.of("Asia/Tokyo")).getYear() + ",");
        Pattern time = Pattern.compile(now + " \\d+:\\d+:\\d+.[AP]M JST");
        for (String page : List.of(STATUS, entryPage(entry), run.getUrl() + "hyperv-nested/")) {
            String text = admin.goTo(page).asNormalizedText();
            assertTrue(time.matcher(text).find(), text);
        }
    }

    @Test
    void aJobThatTheReaderMayOnlyDiscoverIsNamedWithoutALinkAndWithoutAWarningInTheLog() throws Exception {
        ((MockAuthorizationStrategy) jenkins.jenkins.getAuthorizationStrategy())
                .grant(Item.DISCOVER)
                .everywhere()
                .to("viewer");
        JournalScene.asked(run, "node-1");
        try (LogRecorder log = new LogRecorder()
                .record("hudson.ExpressionFactory2$JexlExpression", Level.WARNING)
                .capture(10)) {
            HtmlPage page = as("viewer").goTo(STATUS);
            String text = page.asNormalizedText();
            assertTrue(text.contains("nightly #" + run.getNumber()), text);
            assertNull(page.querySelector("a[href*='job/nightly']"));
            assertEquals(List.of(), log.getMessages());
        }
    }

    @Test
    void anEntrySaysUnderWhichIdItsHostHasToBeAddedAgain() throws Exception {
        JournalEntry entry = JournalScene.stuck(run, "node-1");
        HtmlPage page = as("viewer").goTo(entryPage(entry));
        String why = page.<DomNode>querySelector(".jenkins-alert").asNormalizedText();
        assertTrue(why.contains("id-of-a-host-that-is-gone"), why);
        String facts = page.<DomNode>querySelector(".jenkins-table").asNormalizedText();
        assertTrue(facts.contains("id-of-a-host-that-is-gone"), facts);
    }

    @Test
    void aNameThatLooksLikeMarkupIsText() throws Exception {
        JournalScene.stuck(run, "<b id='injected'>");
        HtmlPage page = as("viewer").goTo(STATUS);
        assertNull(page.getElementById("injected"));
        assertTrue(page.asNormalizedText().contains("<b id='injected'>"));
    }

    @Test
    void nobodySeesItWithoutThePermission() throws Exception {
        JournalEntry entry = JournalScene.stuck(run, "node-1");
        JenkinsRule.WebClient client = as("somebody");
        assertEquals(403, client.goTo(STATUS).getWebResponse().getStatusCode());
        assertEquals(403, client.goTo(entryPage(entry)).getWebResponse().getStatusCode());
    }

    @Test
    void whoMayOnlyViewGetsNoButtons() throws Exception {
        JournalEntry entry = JournalScene.stuck(run, "node-1");
        HtmlPage page = as("viewer").goTo(entryPage(entry));
        assertNull(form(page, "retry"));
        assertNull(form(page, "forget"));
    }

    @Test
    void whoMayOnlyViewCannotPostEither() throws Exception {
        JournalEntry entry = JournalScene.stuck(run, "node-1");
        JenkinsRule.WebClient client = as("viewer");
        assertEquals(403, post(client, entryPage(entry) + "retry"));
        assertEquals(403, post(client, entryPage(entry) + "forget?reason=none"));
        assertEquals(403, post(client, STATUS + "confirmMoved"));
        assertEquals(403, post(client, STATUS + "declareCopy"));
        assertTrue(JournalScene.of(entry).isOpen());
    }

    @Test
    void nothingHappensByFollowingALink() throws Exception {
        JournalEntry entry = JournalScene.stuck(run, "node-1");
        JenkinsRule.WebClient client = as("admin");
        for (String action : new String[] {"retry", "forget?reason=none"}) {
            assertFalse(client.goTo(entryPage(entry) + action).getWebResponse().getStatusCode() < 400, action);
        }
        assertTrue(JournalScene.of(entry).isOpen());
    }

    @Test
    void forgettingKeepsWhoAndWhy() throws Exception {
        JournalEntry entry = JournalScene.stuck(run, "node-1");
        HtmlPage page = as("forgetter").goTo(entryPage(entry));
        HtmlForm form = form(page, "forget");
        form.getTextAreaByName("reason").setText("the VM was deleted on purpose");
        form.getButtonsByName("").get(0).click();
        JournalEntry now = JournalScene.of(entry);
        assertEquals("forgetter", now.getForgottenBy());
        assertEquals("the VM was deleted on purpose", now.getForgottenReason());
    }

    @Test
    void forgettingNeedsAReason() throws Exception {
        JournalEntry entry = JournalScene.stuck(run, "node-1");
        assertEquals(400, post(as("forgetter"), entryPage(entry) + "forget?reason=%20"));
        assertTrue(JournalScene.of(entry).isOpen());
    }

    @Test
    void retryingIsKeptInTheLog() throws Exception {
        JournalEntry entry = JournalScene.stuck(run, "node-1");
        HtmlPage page = as("retrier").goTo(entryPage(entry));
        form(page, "retry").getElementsByTagName("button").get(0).click();
        assertTrue(JournalScene.of(entry).getLog().stream().anyMatch(line -> line.contains("retrier")));
    }

    @Test
    void whatARunStillHoldsIsNotGivenUp() throws Exception {
        try (EndlessRun endless = EndlessRun.begin(jenkins)) {
            JournalEntry entry = JournalScene.asked(endless.build(), "node-1");
            assertEquals(409, post(as("forgetter"), entryPage(entry) + "forget?reason=none"));
            assertTrue(JournalScene.of(entry).isOpen());
        }
    }

    @Test
    void theMonitorNamesWhatIsStuck() throws Exception {
        StuckRollbackMonitor monitor =
                jenkins.jenkins.getExtensionList(StuckRollbackMonitor.class).get(0);
        assertFalse(monitor.isActivated());
        JournalScene.stuck(run, "node-1");
        assertTrue(monitor.isActivated());
        String text = as("admin").goTo("manage/").asNormalizedText();
        assertTrue(text.contains("VM node-1 on lab-host"), text);
    }

    @Test
    void theRunsPageSaysWhatBecameOfItsVms() throws Exception {
        JournalScene.stuck(run, "node-1");
        JenkinsRule.WebClient client = as("admin");
        String summary = client.getPage(run).asNormalizedText();
        assertTrue(summary.contains("node-1 on lab-host"), summary);
        String log = client.getPage(run, "hyperv-nested/").asNormalizedText();
        assertTrue(log.contains("not given back"), log);
    }

    @Test
    void aRunThatHeldNothingHasNoSuchPage() throws Exception {
        assertNull(run.getAction(RunSummaryAction.class));
    }
}
