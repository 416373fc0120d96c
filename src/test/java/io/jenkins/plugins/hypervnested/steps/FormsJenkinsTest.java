package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import io.jenkins.plugins.hypervnested.operation.Options;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlOption;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlSelect;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockFolder;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class FormsJenkinsTest {

    @RegisterExtension
    private static final FlagExtension<String> POWERSHELL = FlagExtension.systemProperty(HostTransport.POWERSHELL);

    private JenkinsRule jenkins;
    private WorkflowJob job;
    private HypervNestedEnableStep.DescriptorImpl form;

    @BeforeEach
    void set(JenkinsRule rule, @TempDir Path folder) throws Exception {
        jenkins = rule;
        job = JenkinsLab.create(rule, folder).job("job", "");
        form = ExtensionList.lookupSingleton(HypervNestedEnableStep.DescriptorImpl.class);
    }

    @Test
    void whatIsNotNamedHasItsDefaultAndIsNotWritten() throws Exception {
        HypervNestedEnableStep step = new DescribableModel<>(HypervNestedEnableStep.class)
                .instantiate(Map.of("host", "lab-host", "vm", "node-1"), null);
        assertEquals(Options.Restart.GRACEFUL, step.getRestart());
        assertTrue(step.isRollback());
        assertNull(step.getVms());
        assertEquals(
                Map.of("host", "lab-host", "vm", "node-1"),
                DescribableModel.uninstantiate2_(step).getArguments());
    }

    @Test
    void everythingThatWasNamedIsWrittenAgain() throws Exception {
        Map<String, Object> all = Map.ofEntries(
                Map.entry("host", "lab-host"),
                Map.entry("vms", List.of("a", "b")),
                Map.entry("restart", "FORCE"),
                Map.entry("start", true),
                Map.entry("waitFor", "RUNNING"),
                Map.entry("whenHeld", "FAIL"),
                Map.entry("rollback", false),
                Map.entry("restorePower", false),
                Map.entry("dryRun", true),
                Map.entry("timeout", 3),
                Map.entry("unit", "HOURS"),
                Map.entry("guestBuild", 17763),
                Map.entry("failFast", false));
        HypervNestedDisableStep step = new DescribableModel<>(HypervNestedDisableStep.class).instantiate(all, null);
        assertEquals(all, DescribableModel.uninstantiate2_(step).getArguments());
    }

    @Test
    void theSnippetGeneratorShowsTheFormOfEachStepAndEveryFieldHasHelp() throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job, "pipeline-syntax");
            String text = page.getWebResponse().getContentAsString();
            for (Class<?> step : List.of(
                    HypervNestedCheckStep.class,
                    HypervNestedEnableStep.class,
                    HypervNestedDisableStep.class,
                    HypervMacSpoofStep.class)) {
                assertTrue(text.contains(step.getName()), step + " is not offered");
            }
            for (String field : List.of(
                    "host",
                    "vm",
                    "vms",
                    "timeout",
                    "unit",
                    "guestBuild",
                    "failFast",
                    "restart",
                    "start",
                    "waitFor",
                    "whenHeld",
                    "rollback",
                    "restorePower",
                    "macSpoofing",
                    "dryRun")) {
                web.goTo("descriptor/" + HypervNestedEnableStep.class.getName() + "/help/" + field, "text/html");
            }
            for (String field : List.of("vm", "adapters", "enabled", "restart", "rollback")) {
                web.goTo("descriptor/" + HypervMacSpoofStep.class.getName() + "/help/" + field, "text/html");
            }
        }
    }

    @Test
    void aFormBecomesASnippet() throws Exception {
        String form = """
                {"stapler-class": "%s", "$class": "%s", "host": "lab-host", "vm": "", "vms": "a\\nb", "restart": "FORCE",
                 "start": true, "waitFor": "HEARTBEAT", "whenHeld": "WAIT", "rollback": true, "restorePower": true,
                 "dryRun": false, "timeout": "15", "unit": "MINUTES", "guestBuild": "0", "failFast": true}
                """;
        String name = HypervNestedEnableStep.class.getName();
        assertEquals(
                "hypervNestedEnable host: 'lab-host', restart: 'FORCE', start: true, vms: ['a', 'b']",
                snippet(form.formatted(name, name)));
    }

    @Test
    void theAdaptersOfAFormAreOneALine() throws Exception {
        String form = """
                {"stapler-class": "%s", "$class": "%s", "host": "lab-host", "vm": "a", "vms": "", "adapters": "LAN\\nWAN",
                 "enabled": false, "restart": "GRACEFUL", "start": false, "waitFor": "HEARTBEAT", "whenHeld": "WAIT",
                 "rollback": true, "restorePower": true, "dryRun": false, "timeout": "15", "unit": "MINUTES",
                 "guestBuild": "0", "failFast": true}
                """;
        String name = HypervMacSpoofStep.class.getName();
        assertEquals(
                "hypervMacSpoof adapters: ['LAN', 'WAN'], enabled: false, host: 'lab-host', vm: 'a'",
                snippet(form.formatted(name, name)));
    }

    private String snippet(String form) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            WebRequest request = new WebRequest(
                    new URL(jenkins.getURL(), job.getUrl() + "pipeline-syntax/generateSnippet"), HttpMethod.POST);
            request.setRequestParameters(List.of(new NameValuePair("json", form)));
            web.addCrumb(request);
            return web.getPage(request).getWebResponse().getContentAsString().strip();
        }
    }

    @Test
    void theFormOfAStepShowsWhatAllStepsHaveInCommon() throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job, "pipeline-syntax");
            HtmlSelect steps = page.querySelector("select.dropdownList");
            HtmlOption enable = steps.getOptions().stream()
                    .filter(option -> option.getText().startsWith("hypervNestedEnable"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("among " + steps.getOptions()));
            steps.setSelectedAttribute(enable, true);
            web.waitForBackgroundJavaScript(120_000);
            String shown = page.asXml();
            assertTrue(shown.contains("Give it back when the run ends"), "the form of the step is not there");
            assertTrue(shown.contains("one a line, in place of one VM"), "the VMs are not there");
        }
    }

    @Test
    void aFolderOffersTheHostsThatSomeJobInItMayUse() throws Exception {
        MockFolder team = jenkins.createFolder("team");
        MockFolder empty = jenkins.createFolder("empty");
        team.createProject(WorkflowJob.class, "nightly");
        assertEquals(1, form.doFillHostItems(team, "").size());
        assertTrue(form.doFillHostItems(empty, "").isEmpty());
    }

    @Test
    void aHostThatIsNotChosenYetIsMissedOnlyWhereThereIsNoneToChoose() throws Exception {
        assertEquals(FormValidation.Kind.OK, form.doCheckHost(job, "").kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckHost(jenkins.createFolder("empty"), "").kind);
    }

    @Test
    void fieldsAreChecked() {
        assertEquals(FormValidation.Kind.OK, form.doCheckHost(job, "lab-host").kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckHost(job, "other").kind);
        assertEquals(FormValidation.Kind.OK, form.doCheckVm(job, "node-1", "").kind);
        assertEquals(FormValidation.Kind.OK, form.doCheckVms(job, "a\nb", "").kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckVm(job, "node-1", "a\nb").kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckVms(job, "a\na", "").kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckTimeout(job, "x", "MINUTES").kind);
        assertEquals(FormValidation.Kind.WARNING, form.doCheckRollback(job, false).kind);
    }

    @Test
    void eachStepSaysInItsOwnWordsWhatItDoesWithoutARestart() {
        HypervMacSpoofStep.DescriptorImpl spoof =
                ExtensionList.lookupSingleton(HypervMacSpoofStep.DescriptorImpl.class);
        assertEquals(
                "Do not touch a VM that is not off", form.doFillRestartItems().get(2).name);
        assertEquals("Fail and leave it running", spoof.doFillRestartItems().get(2).name);
    }

    @Test
    void whoMayNotConfigureTheJobLearnsNothingOfHosts() {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
        try (ACLContext as = ACL.as2(User.getById("reader", true).impersonate2())) {
            assertTrue(form.doFillHostItems(job, "").isEmpty());
            assertEquals(FormValidation.Kind.OK, form.doCheckHost(job, "other").kind);
        }
        assertEquals(1, form.doFillHostItems(job, "").size());
    }
}
