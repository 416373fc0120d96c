package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
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

/** The forms of a block, and of a job that is no Pipeline. */
@WithJenkins
class WithNestedFormsJenkinsTest {

    @RegisterExtension
    private static final FlagExtension<String> POWERSHELL = FlagExtension.systemProperty(HostTransport.POWERSHELL);

    private static final String MACHINE = """
            {"host": "lab-host", "vm": "%s", "vms": "%s", "macSpoofing": true, "restart": "GRACEFUL", "start": false,
             "waitFor": "HEARTBEAT", "whenHeld": "WAIT", "restorePower": true, "guestCredentialsId": "", "install": false,
             "guestBuild": "0" %s}""";

    private static final String NETWORK = """
            , "nat": {"guestCredentialsId": "l1", "switchName": "VmNAT", "natName": "LocalNAT", "prefix": "10.0.0.0/24",
                      "gateway": "", "start": false, "restorePower": true,
                      "guests": {"vm": "n1", "address": "10.0.0.2", "prefixLength": "0", "gateway": "", "dns": "",
                                 "adapter": "", "connect": true, "credentialsId": ""}}""";

    private JenkinsRule jenkins;
    private WorkflowJob job;

    @BeforeEach
    void set(JenkinsRule rule, @TempDir Path folder) throws Exception {
        jenkins = rule;
        job = JenkinsLab.create(rule, folder).job("job", "");
    }

    private String snippet(String machines) throws Exception {
        String form = """
                {"stapler-class": "%1$s", "$class": "%1$s", "machines": %2$s, "onRollbackFailure": "FAIL",
                 "timeout": "0", "unit": "MINUTES", "rollbackTimeout": "30"}
                """.formatted(WithHypervNestedStep.class.getName(), machines);
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            WebRequest request = new WebRequest(
                    new URL(jenkins.getURL(), job.getUrl() + "pipeline-syntax/generateSnippet"), HttpMethod.POST);
            request.setRequestParameters(List.of(new NameValuePair("json", form)));
            web.addCrumb(request);
            return web.getPage(request).getWebResponse().getContentAsString().strip();
        }
    }

    @Test
    void oneMachineBecomesAStepWithoutAList() throws Exception {
        assertEquals(
                "withHypervNested(host: 'lab-host', macSpoofing: true, nat: [guestCredentialsId: 'l1', "
                        + "guests: [[address: '10.0.0.2', connect: true, vm: 'n1']], prefix: '10.0.0.0/24'], "
                        + "vm: 'node-1') {\n    // some block\n}",
                snippet(MACHINE.formatted("node-1", "", NETWORK)));
    }

    @Test
    void severalMachinesBecomeAList() throws Exception {
        assertEquals(
                "withHypervNested(machines: [[host: 'lab-host', macSpoofing: true, vm: 'node-1'], "
                        + "[host: 'lab-host', macSpoofing: true, vms: ['node-2', 'node-3']]]) {\n    // some block\n}",
                snippet('['
                        + MACHINE.formatted("node-1", "", "")
                        + ','
                        + MACHINE.formatted("", "node-2\\nnode-3", "")
                        + ']'));
    }

    @Test
    void everythingThatWasNamedIsWrittenAgainAndNothingElse() throws Exception {
        Map<String, Object> few = Map.of("host", "lab-host", "vm", "node-1");
        assertEquals(few, again(few));
        Map<String, Object> all = Map.ofEntries(
                Map.entry("host", "lab-host"),
                Map.entry("vms", List.of("a\nb", "c")),
                Map.entry("macSpoofing", true),
                Map.entry("restart", "FORCE"),
                Map.entry("start", true),
                Map.entry("waitFor", "NONE"),
                Map.entry("whenHeld", "FAIL"),
                Map.entry("restorePower", false),
                Map.entry("guestBuild", 17763),
                Map.entry("guestCredentialsId", "l1"),
                Map.entry("install", true),
                Map.entry("timeout", 3),
                Map.entry("unit", "HOURS"),
                Map.entry("onRollbackFailure", "IGNORE"),
                Map.entry("rollbackTimeout", 5));
        assertEquals(all, again(all));
    }

    private static Map<String, ?> again(Map<String, Object> arguments) throws Exception {
        return DescribableModel.uninstantiate2_(
                        new DescribableModel<>(WithHypervNestedStep.class).instantiate(arguments, null))
                .getArguments();
    }

    @Test
    void aFreestyleJobKeepsItsConfigurationThroughItsFormAndOnDisk() throws Exception {
        FreeStyleProject free = jenkins.createFreeStyleProject("free");
        free.getBuildWrappersList().add(configured());
        assertConfigured(jenkins.configRoundtrip(free));
        free.doReload();
        assertConfigured(jenkins.jenkins.getItemByFullName("free", FreeStyleProject.class));
    }

    private static HypervNestedWrapper configured() {
        NestedMachine plain = new NestedMachine("lab-host");
        plain.setVms(List.of("node-1", "node-2"));
        NestedMachine machine = new NestedMachine("lab-host");
        machine.setVm("silent");
        machine.setGuestCredentialsId("l1");
        machine.setInstall(true);
        NestedNat nat = new NestedNat();
        nat.setPrefix("10.0.0.0/24");
        NatGuest guest = new NatGuest("n1", "10.0.0.2");
        guest.setDns(List.of("10.0.0.1", "9.9.9.9"));
        nat.setGuests(List.of(guest));
        machine.setNat(nat);
        HypervNestedWrapper wrapper = new HypervNestedWrapper(List.of(plain, machine));
        wrapper.setOnRollbackFailure(RollbackFailure.UNSTABLE);
        wrapper.setTimeout(20);
        wrapper.setRollbackTimeout(7);
        wrapper.setDuringPostBuild(true);
        return wrapper;
    }

    private void assertConfigured(FreeStyleProject free) throws Exception {
        HypervNestedWrapper saved = free.getBuildWrappersList().get(HypervNestedWrapper.class);
        jenkins.assertEqualDataBoundBeans(configured(), saved);
        assertEquals(
                List.of("10.0.0.1", "9.9.9.9"),
                saved.getMachines().get(1).getNat().getGuests().get(0).getDns());
    }

    @Test
    void everyFieldHasHelp() throws Exception {
        List<String> bounds = List.of("machines", "onRollbackFailure", "timeout", "unit", "rollbackTimeout");
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            for (Class<?> type : List.of(WithHypervNestedStep.class, HypervNestedWrapper.class)) {
                web.goTo("descriptor/" + type.getName() + "/help", "text/html");
                for (String field : bounds) {
                    web.goTo("descriptor/" + type.getName() + "/help/" + field, "text/html");
                }
            }
            web.goTo("descriptor/" + HypervNestedWrapper.class.getName() + "/help/duringPostBuild", "text/html");
            for (Class<?> type : List.of(NestedMachine.class, NestedNat.class)) {
                for (var parameter : new DescribableModel<>(type).getParameters()) {
                    web.goTo("descriptor/" + type.getName() + "/help/" + parameter.getName(), "text/html");
                }
            }
        }
    }

    @Test
    void fieldsAreChecked() {
        var form = ExtensionList.lookupSingleton(WithHypervNestedStep.DescriptorImpl.class);
        var machine = ExtensionList.lookupSingleton(NestedMachine.DescriptorImpl.class);
        var nat = ExtensionList.lookupSingleton(NestedNat.DescriptorImpl.class);
        assertEquals(FormValidation.Kind.OK, form.doCheckTimeout(job, "0", "MINUTES").kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckTimeout(job, "-1", "MINUTES").kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckRollbackTimeout(job, "0").kind);
        assertEquals(FormValidation.Kind.OK, form.doCheckRollbackTimeout(job, "30").kind);
        assertEquals(FormValidation.Kind.ERROR, machine.doCheckHost(job, "other").kind);
        assertEquals(FormValidation.Kind.ERROR, machine.doCheckVm(job, "", "").kind);
        assertEquals(FormValidation.Kind.OK, machine.doCheckVms(job, "a\nb", "").kind);
        assertEquals(FormValidation.Kind.WARNING, machine.doCheckRestart(job, "FORCE").kind);
        assertEquals(FormValidation.Kind.WARNING, machine.doCheckInstall(job, true).kind);
        assertEquals(FormValidation.Kind.ERROR, machine.doCheckGuestCredentialsId(job, "", true).kind);
        assertEquals(FormValidation.Kind.OK, machine.doCheckGuestCredentialsId(job, "", false).kind);
        assertEquals(FormValidation.Kind.ERROR, nat.doCheckGuestCredentialsId(job, "", "").kind);
        assertEquals(FormValidation.Kind.OK, nat.doCheckGuestCredentialsId(job, "", "l1").kind);
        assertEquals(FormValidation.Kind.ERROR, nat.doCheckPrefix(job, "10.0.0.1/24").kind);
        assertEquals(FormValidation.Kind.ERROR, nat.doCheckGateway(job, "10.0.1.1", "10.0.0.0/24").kind);
    }

    @Test
    void whoMayNotConfigureTheJobLearnsNothing() {
        var machine = ExtensionList.lookupSingleton(NestedMachine.DescriptorImpl.class);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
        try (ACLContext as = ACL.as2(User.getById("reader", true).impersonate2())) {
            assertTrue(machine.doFillHostItems(job, "").isEmpty());
            assertEquals(FormValidation.Kind.OK, machine.doCheckHost(job, "other").kind);
            assertEquals(FormValidation.Kind.OK, machine.doCheckVm(job, "", "").kind);
            assertEquals(1, machine.doFillGuestCredentialsIdItems(job, "l1").size());
        }
        assertEquals(1, machine.doFillHostItems(job, "").size());
    }
}
