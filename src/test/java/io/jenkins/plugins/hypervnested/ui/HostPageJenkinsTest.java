package io.jenkins.plugins.hypervnested.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.config.HypervHost;
import io.jenkins.plugins.hypervnested.config.HypervNestedConfiguration;
import io.jenkins.plugins.hypervnested.config.HypervPermissions;
import io.jenkins.plugins.hypervnested.config.LocalTransport;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import io.jenkins.plugins.hypervnested.jenkins.OtherJenkins;
import io.jenkins.plugins.hypervnested.journal.HostSurvey;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import io.jenkins.plugins.hypervnested.journal.Recovery;
import io.jenkins.plugins.hypervnested.journal.Rollback;
import io.jenkins.plugins.hypervnested.journal.Surveys;
import io.jenkins.plugins.hypervnested.operation.Holder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What lies on a host is seen from its page, and what nobody gives back is given up there. */
@WithJenkins
class HostPageJenkinsTest {

    private static final String STATUS = "manage/hyperv-nested/";

    @RegisterExtension
    private static final FlagExtension<String> POWERSHELL = FlagExtension.systemProperty(HostTransport.POWERSHELL);

    private JenkinsRule jenkins;
    private JenkinsLab lab;
    private Holder us;
    private String page;

    @BeforeEach
    void set(JenkinsRule rule, @TempDir Path folder) throws Exception {
        jenkins = rule;
        lab = JenkinsLab.create(rule, folder);
        lab.agent("hyperv");
        FreeStyleBuild run = rule.buildAndAssertSuccess(rule.createFreeStyleProject("nightly"));
        JournalEntry example = JournalScene.asked(run, "node-1");
        us = Journal.get().holder(example);
        Rollback.get().forget(example.getId(), "test", "only to know who we are");
        page = STATUS + "host/"
                + HypervNestedConfiguration.get()
                        .findHost("lab-host")
                        .orElseThrow()
                        .getId() + "/";
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, HypervPermissions.VIEW)
                .everywhere()
                .to("viewer", "retrier")
                .grant(HypervPermissions.RETRY)
                .everywhere()
                .to("retrier"));
    }

    private JenkinsRule.WebClient as(String user) throws Exception {
        return jenkins.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .login(user);
    }

    private int post(String user, String path) throws Exception {
        JenkinsRule.WebClient client = as(user);
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

    private static void await(BooleanSupplier condition) throws InterruptedException {
        CountDownLatch fulfilled = new CountDownLatch(1);
        Runnable look = () -> {
            if (condition.getAsBoolean()) {
                fulfilled.countDown();
            }
        };
        Journal.get().addListener(look);
        look.run();
        assertTrue(fulfilled.await(120, TimeUnit.SECONDS));
    }

    private static HostSurvey survey() {
        String id = HypervNestedConfiguration.get()
                .findHost("lab-host")
                .orElseThrow()
                .getId();
        return Surveys.get().of(id).orElse(null);
    }

    /** Looks anew, whatever the sweep after the start did meanwhile. */
    private void look() throws Exception {
        Instant before = Instant.now();
        await(() -> survey() == null || !survey().underWay());
        assertTrue(post("retrier", page + "survey") < 400);
        await(() ->
                survey() != null && !survey().underWay() && !survey().asked().isBefore(before));
    }

    /** The sweep looks at a host once an hour, and that after the start may have done so already. */
    private static void forgetSurveys() throws Exception {
        await(() -> survey() == null || !survey().underWay());
        List<HypervHost> hosts = HypervNestedConfiguration.get().getHosts();
        HypervNestedConfiguration.get().setHosts(List.of());
        Recovery.get().sweep();
        HypervNestedConfiguration.get().setHosts(hosts);
    }

    private String holds(String controller, String start, String run) throws Exception {
        return new OtherJenkins(lab.host(), controller, start, run).enable("node-2");
    }

    private String holding(String entry) {
        return page + "holding/" + entry + "/";
    }

    @Test
    void thePageShowsWhoHoldsWhatAndOfWhichJenkins() throws Exception {
        holds("another-controller", "its-start", "nightly #7 (https://other.example.com/)");
        look();
        String text = as("viewer").goTo(page).asNormalizedText();
        assertEquals("", survey().problem());
        assertTrue(text.contains("node-2"), text);
        assertTrue(text.contains("nightly #7 (https://other.example.com/)"), text);
        assertTrue(text.contains("Another Jenkins (another-controller)"), text);
        assertTrue(text.contains("Nested virtualization: on"), text);
    }

    @Test
    void thePageOfAHostThatNoAgentReachesSaysThatNobodyLooked() throws Exception {
        HypervHost away = new HypervHost("away", new LocalTransport());
        away.setAgents("elsewhere");
        HypervNestedConfiguration.get().setHosts(List.of(away));
        String text = as("viewer").goTo(STATUS + "host/" + away.getId() + "/").asNormalizedText();
        assertTrue(text.contains("were not looked at yet"), text);
        String all = as("viewer").goTo(STATUS).asNormalizedText();
        assertTrue(all.contains("Not looked at yet"), all);
    }

    @Test
    void anAdministratorGivesUpWhatAnotherJenkinsHoldsAndTheVmIsAsItWas() throws Exception {
        String entry = holds("another-controller", "its-start", "nightly #7");
        look();
        HtmlPage confirm = as("admin").goTo(holding(entry));
        assertTrue(confirm.asNormalizedText().contains("Another Jenkins holds this. It may still work on it"));
        HtmlForm form = form(confirm, "giveUp");
        form.getTextAreaByName("reason").setText("that Jenkins was taken down");
        String shown = form.getButtonsByName("").get(0).<HtmlPage>click().asNormalizedText();
        assertTrue(shown.contains("admin: that Jenkins was taken down"), shown);
        lab.awaitNothingOwed();
        assertFalse(lab.vm("node-2").nesting());
        assertEquals(
                "another-controller", Journal.get().find(entry).orElseThrow().getAdoptedFrom());
    }

    @Test
    void nobodyElseMayAndNothingHappensByALinkOrWithoutAReason() throws Exception {
        String entry = holds("another-controller", "its-start", "nightly #7");
        look();
        assertNull(form(as("viewer").goTo(page), "survey"));
        assertEquals(403, post("viewer", page + "survey"));
        assertNull(form(as("retrier").goTo(holding(entry)), "giveUp"));
        assertEquals(403, post("retrier", holding(entry) + "giveUp?reason=mine"));
        assertEquals(400, post("admin", holding(entry) + "giveUp?reason=%20"));
        assertTrue(as("admin")
                        .goTo(holding(entry) + "giveUp?reason=mine")
                        .getWebResponse()
                        .getStatusCode()
                >= 400);
        assertTrue(Journal.get().find(entry).isEmpty());
        assertTrue(lab.vm("node-2").nesting());
    }

    @Test
    void whatALeaseSaysIsText() throws Exception {
        String entry = holds("<i id='injected'>", "its-start", "<b id='injected'>");
        look();
        for (String path : new String[] {page, holding(entry), STATUS}) {
            assertNull(as("admin").goTo(path).getElementById("injected"), path);
        }
        assertTrue(as("admin").goTo(page).asNormalizedText().contains("<b id='injected'>"));
    }

    @Test
    void theSweepFindsWhatOurJournalDoesNotKnowAndLeavesItToAnAdministrator() throws Exception {
        String entry = holds(us.controller(), us.incarnation(), "lost #3");
        forgetSurveys();
        Recovery.get().sweep();
        await(() -> survey() != null && !survey().underWay());
        assertTrue(lab.vm("node-2").nesting());
        StuckRollbackMonitor monitor =
                jenkins.jenkins.getExtensionList(StuckRollbackMonitor.class).get(0);
        assertTrue(monitor.isActivated());
        assertTrue(as("admin").goTo("manage/").asNormalizedText().contains("lost #3"));
        HtmlPage status = as("admin").goTo(STATUS);
        assertNotNull(status.getElementById("hyperv-nested-forgotten"));
        HtmlForm form = form(as("admin").goTo(holding(entry)), "giveUp");
        form.getTextAreaByName("reason").setText("the home was restored");
        form.getButtonsByName("").get(0).click();
        lab.awaitNothingOwed();
        assertFalse(lab.vm("node-2").nesting());
        assertFalse(monitor.isActivated());
    }

    @Test
    void aStartOfOursThatWeDoNotKnowFreezesUntilAnAdministratorSaysWhoIsReal() throws Exception {
        String copy = UUID.randomUUID().toString();
        holds(us.controller(), copy, "of the copy #3");
        look();
        assertFalse(Journal.get().mayAct());
        HtmlPage status = as("admin").goTo(STATUS);
        assertTrue(status.asNormalizedText().contains("there is a copy, or this home was set back in time"));
        look();
        assertEquals(1, survey().leases().size(), "who decides sees who is there");
        form(status, "confirmMoved").getElementsByTagName("button").get(0).click();
        assertTrue(Journal.get().mayAct());
        look();
        assertEquals("", survey().problem());
        assertEquals(1, survey().leases().get(0).holders().size());
    }

    @Test
    void aHostThatCannotBeLookedAtSaysWhy() throws Exception {
        JenkinsLab.disconnect(jenkins.jenkins.getNode("hyperv"));
        look();
        String text = as("viewer").goTo(page).asNormalizedText();
        assertTrue(text.contains("The last look found nothing out"), text);
        assertTrue(text.contains("hyperv is"), text);
        assertTrue(Journal.get().openEntries().isEmpty());
    }
}
