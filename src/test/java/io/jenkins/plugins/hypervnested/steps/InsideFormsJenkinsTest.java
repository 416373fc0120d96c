package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
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
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The forms of the steps that work inside a VM. */
@WithJenkins
class InsideFormsJenkinsTest {

    @RegisterExtension
    private static final FlagExtension<String> POWERSHELL = FlagExtension.systemProperty(HostTransport.POWERSHELL);

    private static final String COMMON =
            "\"whenHeld\": \"WAIT\", \"dryRun\": false, \"unit\": \"MINUTES\", \"failFast\": true";

    private JenkinsRule jenkins;
    private WorkflowJob job;
    private HypervNatStep.DescriptorImpl nat;
    private NatGuest.DescriptorImpl guest;

    @BeforeEach
    void set(JenkinsRule rule, @TempDir Path folder) throws Exception {
        jenkins = rule;
        job = JenkinsLab.create(rule, folder).job("job", "");
        nat = ExtensionList.lookupSingleton(HypervNatStep.DescriptorImpl.class);
        guest = ExtensionList.lookupSingleton(NatGuest.DescriptorImpl.class);
    }

    private static Map<String, ?> again(Class<?> step, Map<String, Object> arguments) throws Exception {
        return DescribableModel.uninstantiate2_(new DescribableModel<>(step).instantiate(arguments, null))
                .getArguments();
    }

    @Test
    void whatIsNotNamedHasItsDefaultAndIsNotWritten() throws Exception {
        Map<String, Object> few = Map.of("host", "lab-host", "vm", "node-1", "guestCredentialsId", "l1");
        assertEquals(few, again(HypervNatStep.class, few));
        assertEquals(few, again(HypervNestedInstallStep.class, few));
    }

    @Test
    void guestsAreWrittenAsMaps() throws Exception {
        Map<String, Object> written = Map.of(
                "host",
                "lab-host",
                "guests",
                List.of(
                        Map.of("vm", "n1", "address", "192.168.100.2"),
                        Map.of(
                                "vm", "n2",
                                "address", "192.168.100.3",
                                "prefixLength", 25,
                                "gateway", "none",
                                "dns", List.of("192.168.100.1", "9.9.9.9"),
                                "adapter", "Ethernet",
                                "connect", true,
                                "credentialsId", "n2")));
        HypervNatStep step = new DescribableModel<>(HypervNatStep.class).instantiate(written, null);
        assertEquals(
                List.of("192.168.100.1", "9.9.9.9"), step.getGuests().get(1).getDns());
        assertEquals(25, step.getGuests().get(1).getPrefixLength());
        assertTrue(
                DescribableModel.uninstantiate2_(step).toString().contains("192.168.100.3"),
                "the guests are not written again");
    }

    @Test
    void everythingThatWasNamedIsWrittenAgain() throws Exception {
        Map<String, Object> network = Map.ofEntries(
                Map.entry("host", "lab-host"),
                Map.entry("vm", "node-1"),
                Map.entry("switchName", "Lab"),
                Map.entry("natName", "LabNAT"),
                Map.entry("prefix", "10.0.0.0/24"),
                Map.entry("gateway", "10.0.0.254"),
                Map.entry("guestCredentialsId", "l1"),
                Map.entry("start", true),
                Map.entry("restorePower", false),
                Map.entry("whenHeld", "FAIL"),
                Map.entry("rollback", false),
                Map.entry("dryRun", true),
                Map.entry("timeout", 3),
                Map.entry("unit", "HOURS"),
                Map.entry("failFast", false));
        assertEquals(network, again(HypervNatStep.class, network));
        Map<String, Object> role = Map.ofEntries(
                Map.entry("host", "lab-host"),
                Map.entry("vm", "node-1"),
                Map.entry("guestCredentialsId", "l1"),
                Map.entry("restart", "FORCE"),
                Map.entry("start", true),
                Map.entry("whenHeld", "FAIL"),
                Map.entry("rollback", true),
                Map.entry("dryRun", true),
                Map.entry("timeout", 15),
                Map.entry("unit", "SECONDS"),
                Map.entry("failFast", false));
        assertEquals(role, again(HypervNestedInstallStep.class, role));
    }

    @Test
    void aNetworkStepHasNoParametersOfOtherSteps() {
        List<String> names = new DescribableModel<>(HypervNatStep.class)
                .getParameters().stream().map(p -> p.getName()).toList();
        for (String other : List.of("vms", "guestBuild", "restart", "waitFor", "macSpoofing")) {
            assertFalse(names.contains(other), other);
        }
    }

    @Test
    void aFormWithGuestsBecomesASnippet() throws Exception {
        String form = """
                {"stapler-class": "%1$s", "$class": "%1$s", "host": "lab-host", "vm": "node-1", "guestCredentialsId": "l1",
                 "switchName": "VmNAT", "natName": "LocalNAT", "prefix": "192.168.100.0/24", "gateway": "",
                 "guests": [{"vm": "n1", "address": "192.168.100.2", "prefixLength": "0", "gateway": "",
                             "dns": "192.168.100.1\\n9.9.9.9", "adapter": "", "connect": true, "credentialsId": ""}],
                 "start": false, "rollback": true, "restorePower": true, "timeout": "15", %2$s}
                """;
        assertEquals(
                "hypervNat guestCredentialsId: 'l1', guests: [[address: '192.168.100.2', connect: true, "
                        + "dns: ['192.168.100.1', '9.9.9.9'], vm: 'n1']], host: 'lab-host', vm: 'node-1'",
                snippet(form.formatted(HypervNatStep.class.getName(), COMMON)));
    }

    @Test
    void theFormOfARoleBecomesASnippet() throws Exception {
        String form = """
                {"stapler-class": "%1$s", "$class": "%1$s", "host": "lab-host", "vm": "node-1", "guestCredentialsId": "l1",
                 "restart": "GRACEFUL", "start": true, "rollback": false, "timeout": "45", %2$s}
                """;
        assertEquals(
                "hypervNestedInstall guestCredentialsId: 'l1', host: 'lab-host', start: true, vm: 'node-1'",
                snippet(form.formatted(HypervNestedInstallStep.class.getName(), COMMON)));
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
    void theFormShowsGuestsAndTheirCredentials() throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job, "pipeline-syntax");
            HtmlSelect steps = page.querySelector("select.dropdownList");
            for (String name : List.of("hypervNat:", "hypervNestedInstall:")) {
                HtmlOption step = steps.getOptions().stream()
                        .filter(option -> option.getText().startsWith(name))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("among " + steps.getOptions()));
                steps.setSelectedAttribute(step, true);
                web.waitForBackgroundJavaScript(120_000);
                assertTrue(page.asXml().contains("Credentials of the guest"), name);
            }
            assertTrue(page.asXml().contains("Add a nested VM"), "guests cannot be added");
        }
    }

    @Test
    void everyFieldHasHelp() throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            List<String> common = List.of(
                    "host",
                    "vm",
                    "guestCredentialsId",
                    "start",
                    "whenHeld",
                    "rollback",
                    "dryRun",
                    "timeout",
                    "unit",
                    "failFast");
            for (Class<?> step : List.of(HypervNatStep.class, HypervNestedInstallStep.class)) {
                for (String field : common) {
                    web.goTo("descriptor/" + step.getName() + "/help/" + field, "text/html");
                }
            }
            for (String field : List.of("switchName", "natName", "prefix", "gateway", "guests", "restorePower")) {
                web.goTo("descriptor/" + HypervNatStep.class.getName() + "/help/" + field, "text/html");
            }
            web.goTo("descriptor/" + HypervNestedInstallStep.class.getName() + "/help/restart", "text/html");
            for (String field :
                    List.of("vm", "address", "prefixLength", "gateway", "dns", "adapter", "connect", "credentialsId")) {
                web.goTo("descriptor/" + NatGuest.class.getName() + "/help/" + field, "text/html");
            }
        }
    }

    @Test
    void fieldsAreChecked() {
        assertEquals(FormValidation.Kind.WARNING, nat.doCheckVm(job, "").kind);
        assertEquals(FormValidation.Kind.OK, nat.doCheckVm(job, "node-1").kind);
        assertEquals(FormValidation.Kind.OK, nat.doCheckPrefix(job, "10.0.0.0/24").kind);
        assertEquals(FormValidation.Kind.ERROR, nat.doCheckPrefix(job, "10.0.0.1/24").kind);
        assertEquals(FormValidation.Kind.OK, nat.doCheckGateway(job, "", "10.0.0.0/24").kind);
        assertEquals(FormValidation.Kind.ERROR, nat.doCheckGateway(job, "10.0.1.1", "10.0.0.0/24").kind);
        assertEquals(FormValidation.Kind.ERROR, nat.doCheckSwitchName(job, "").kind);
        assertEquals(FormValidation.Kind.ERROR, nat.doCheckNatName(job, "").kind);
        assertEquals(FormValidation.Kind.ERROR, nat.doCheckGuestCredentialsId(job, "", "node-1").kind);
        assertEquals(FormValidation.Kind.OK, nat.doCheckGuestCredentialsId(job, "", "").kind);
        assertEquals(FormValidation.Kind.OK, guest.doCheckAddress(job, "10.0.0.2", "10.0.0.0/24", "").kind);
        assertEquals(FormValidation.Kind.ERROR, guest.doCheckAddress(job, "10.0.0.1", "10.0.0.0/24", "").kind);
        assertEquals(FormValidation.Kind.ERROR, guest.doCheckDns(job, "10.0.0.2\nx").kind);
        assertEquals(FormValidation.Kind.ERROR, guest.doCheckVm(job, "").kind);
        assertEquals(FormValidation.Kind.ERROR, guest.doCheckAddress(job, "", "10.0.0.0/24", "").kind);
    }

    @Test
    void aRoleThatStaysIsNotWarnedOfAndOneThatIsRemovedIs() {
        HypervNestedInstallStep.DescriptorImpl install =
                ExtensionList.lookupSingleton(HypervNestedInstallStep.DescriptorImpl.class);
        assertEquals(FormValidation.Kind.OK, install.doCheckRollback(job, false).kind);
        assertEquals(FormValidation.Kind.WARNING, install.doCheckRollback(job, true).kind);
        assertEquals(FormValidation.Kind.ERROR, install.doCheckVm(job, "").kind);
        assertEquals(
                "Fail before anything is installed",
                install.doFillRestartItems().get(2).name);
    }

    @Test
    void credentialsAreShownToThoseWhoMayUseThem() throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .addAll(List.of(
                        new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "l1", "", "admin", "p"),
                        new UsernamePasswordCredentialsImpl(CredentialsScope.SYSTEM, "host", "", "admin", "p")));
        assertEquals(List.of("", "l1"), values(nat.doFillGuestCredentialsIdItems(job, "")));
        assertEquals(FormValidation.Kind.OK, nat.doCheckGuestCredentialsId(job, "l1", "node-1").kind);
        assertEquals(FormValidation.Kind.WARNING, nat.doCheckGuestCredentialsId(job, "host", "node-1").kind);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
        try (ACLContext as = ACL.as2(User.getById("reader", true).impersonate2())) {
            assertEquals(List.of("l1"), values(nat.doFillGuestCredentialsIdItems(job, "l1")));
            assertEquals(List.of(""), values(guest.doFillCredentialsIdItems(job, "")));
            assertEquals(FormValidation.Kind.OK, guest.doCheckCredentialsId(job, "unknown").kind);
        }
    }

    private static List<String> values(ListBoxModel items) {
        return items.stream().map(option -> option.value).toList();
    }
}
