package io.jenkins.plugins.hypervnested.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AccessDeniedException3;
import hudson.util.FormValidation;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class HypervNestedConfigurationJenkinsTest {

    private JenkinsRule jenkins;
    private HypervNestedConfiguration configuration;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
        configuration = HypervNestedConfiguration.get();
    }

    private HtmlForm form() throws Exception {
        return jenkins.createWebClient().goTo("manage/configure").getFormByName("config");
    }

    private void submitForm() throws Exception {
        jenkins.submit(form());
    }

    private void assertFormKeeps(HypervHost host) throws Exception {
        configuration.setHosts(List.of(host));
        submitForm();
        jenkins.assertEqualDataBoundBeans(List.of(host), configuration.getHosts());
    }

    private static void addCredentials(String id) throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(
                        CredentialsScope.SYSTEM, id, "", "administrator", "correct horse"));
    }

    @Test
    void theFormKeepsAHostThatIsItsAgent() throws Exception {
        assertFormKeeps(Hosts.filled(Hosts.local("lab-host")));
    }

    @Test
    void theFormKeepsAHostBehindWinRm() throws Exception {
        addCredentials("lab-account");
        assertFormKeeps(Hosts.filled(Hosts.winRm("lab-host")));
    }

    @Test
    void theFormKeepsAHostBehindSsh() throws Exception {
        addCredentials("lab-key");
        assertFormKeeps(Hosts.filled(Hosts.ssh("研究室のホスト")));
    }

    @Test
    void theFormKeepsCredentialsThatAreGone() throws Exception {
        assertFormKeeps(Hosts.winRm("lab-host"));
    }

    @Test
    void theFormKeepsNamesThatLookLikeMarkup() throws Exception {
        assertFormKeeps(Hosts.local("<b>a'b\"&amp;$(c)*[d]</b>"));
    }

    @Test
    void deletingTheLastRowEmptiesTheList() throws Exception {
        configuration.setHosts(List.of(Hosts.local("lab-host")));
        HtmlForm form = form();
        HtmlElement delete = form.getFirstByXPath(
                ".//input[@name='_.name' and @value='lab-host']/ancestor::*[@name='hosts']//button[contains(@class,'repeatable-delete')]");
        delete.click();
        jenkins.submit(form);
        assertEquals(List.of(), configuration.getHosts());
    }

    @Test
    void renamingInTheFormKeepsTheId() throws Exception {
        HypervHost host = Hosts.local("lab-host");
        configuration.setHosts(List.of(host));
        HtmlForm form = form();
        form.getInputsByName("_.name").stream()
                .filter(input -> input.getValue().equals("lab-host"))
                .findFirst()
                .orElseThrow()
                .setValue("new-name");
        jenkins.submit(form);
        assertEquals(
                host.getId(), configuration.findHost("new-name").orElseThrow().getId());
    }

    @Test
    void aHostThatIsGivenAgainWithoutItsIdKeepsIt() {
        configuration.setHosts(List.of(Hosts.local("lab-host")));
        String id = configuration.getHosts().get(0).getId();
        configuration.setHosts(List.of(Hosts.winRm("lab-host"), Hosts.local("other")));
        assertEquals(id, configuration.findHost("lab-host").orElseThrow().getId());
        assertNotEquals(id, configuration.findHost("other").orElseThrow().getId());
    }

    @Test
    void aHostIsFoundByItsExactNameOrItsId() {
        HypervHost host = Hosts.local("lab-host");
        configuration.setHosts(List.of(host));
        assertTrue(configuration.findHost("lab-host").isPresent());
        assertTrue(configuration.findHost(host.getId()).isPresent());
        assertTrue(configuration.findHost("LAB-HOST").isEmpty());
    }

    @Test
    void aNameStandsOnce() {
        List<HypervHost> twice = List.of(Hosts.local("lab-host"), Hosts.winRm("lab-host"));
        assertThrows(IllegalArgumentException.class, () -> configuration.setHosts(twice));
    }

    @Test
    void anIdStandsOnce() {
        HypervHost one = Hosts.local("one");
        HypervHost two = Hosts.local("two");
        two.setId(one.getId());
        assertThrows(IllegalArgumentException.class, () -> configuration.setHosts(List.of(one, two)));
    }

    @Test
    void hostsAreThereAgainAfterTheyWereReadFromDisk() {
        HypervHost host = Hosts.filled(Hosts.winRm("lab-host"));
        configuration.setHosts(List.of(host));
        configuration.load();
        HypervHost read = configuration.hostById(host.getId()).orElseThrow();
        assertEquals(host.getAgents(), read.getAgents());
        assertEquals("lab.example.com", read.getTransport().address());
    }

    /** An agent on this machine has Windows where this machine has. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theFormRefusesAnAgentWithoutWindowsWhereWindowsIsNeeded() throws Exception {
        jenkins.waitOnline(jenkins.createSlave("linux-agent", null, null));
        HypervHost host = Hosts.local("lab-host");
        configuration.setHosts(List.of(host));
        HtmlForm form = form();
        form.getTextAreasByName("_.agents").stream()
                .reduce((a, b) -> b)
                .orElseThrow()
                .setText("linux-agent");
        JenkinsRule.WebClient client = (JenkinsRule.WebClient) form.getPage().getWebClient();
        client.setThrowExceptionOnFailingStatusCode(false);
        HtmlPage answer = jenkins.submit(form);
        assertTrue(answer.asNormalizedText().contains("linux-agent"), answer.asNormalizedText());
        assertEquals("", configuration.getHosts().get(0).getAgents());
    }

    @Test
    void whoMayOnlyReadTheConfigurationIsToldNothingByItsChecksAndRefusedNothing() throws Exception {
        WinRmTransport.DescriptorImpl form = jenkins.jenkins.getDescriptorByType(WinRmTransport.DescriptorImpl.class);
        HypervHost.DescriptorImpl host = jenkins.jenkins.getDescriptorByType(HypervHost.DescriptorImpl.class);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckAddress("a b").kind);
        assertEquals(FormValidation.Kind.WARNING, host.doCheckAllowBuiltIn(true).kind);
        asReader(() -> {
            assertEquals(FormValidation.Kind.OK, form.doCheckAddress("a b").kind);
            assertEquals(FormValidation.Kind.OK, form.doCheckHttps(false).kind);
            assertEquals(FormValidation.Kind.OK, form.doCheckCredentialsId("gone").kind);
            assertEquals(FormValidation.Kind.OK, host.doCheckAgents("gone", "", false).kind);
            assertEquals(FormValidation.Kind.OK, host.doCheckAllowBuiltIn(true).kind);
            assertEquals(FormValidation.Kind.OK, host.doCheckRunsOn("x").kind);
            assertEquals(5, form.doFillAuthenticationItems().size());
        });
    }

    @Test
    void whoMayOnlyReadTheConfigurationSeesAFormWithoutErrorsAndWithoutTheTest() throws Exception {
        addCredentials("lab-account");
        configuration.setHosts(List.of(Hosts.filled(Hosts.winRm("lab-host"))));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Jenkins.SYSTEM_READ)
                .everywhere()
                .to("auditor"));
        boolean enabled = Jenkins.SYSTEM_READ.getEnabled();
        Jenkins.SYSTEM_READ.setEnabled(true);
        try (JenkinsRule.WebClient web = jenkins.createWebClient().login("auditor")) {
            HtmlPage page = web.goTo("manage/configure");
            web.waitForBackgroundJavaScript(120_000);
            assertTrue(page.asXml().contains("lab.example.com"), "the host is not shown");
            assertEquals(
                    List.of(),
                    page.querySelectorAll("[name='hosts'] .error, [name='hosts'] [data-select-ajax-error]").stream()
                            .map(DomNode::asNormalizedText)
                            .toList());
            assertNull(page.querySelector("[name='hosts'] [data-validate-button-method='testConnection']"));
        } finally {
            Jenkins.SYSTEM_READ.setEnabled(enabled);
        }
    }

    @Test
    void onlyAdministratorsMayTestAConnection() throws Exception {
        LocalTransport.DescriptorImpl form = jenkins.jenkins.getDescriptorByType(LocalTransport.DescriptorImpl.class);
        asReader(() -> assertThrows(
                AccessDeniedException3.class, () -> form.doTestConnection("lab", "agent", "", false, false)));
    }

    @Test
    void onlyAdministratorsSeeWhichCredentialsThereAre() throws Exception {
        addCredentials("lab-account");
        WinRmTransport.DescriptorImpl form = jenkins.jenkins.getDescriptorByType(WinRmTransport.DescriptorImpl.class);
        assertTrue(form.doFillCredentialsIdItems("").stream().anyMatch(item -> item.value.equals("lab-account")));
        asReader(() -> assertTrue(
                form.doFillCredentialsIdItems("").stream().noneMatch(item -> item.value.equals("lab-account"))));
    }

    @Test
    void credentialsThatPipelinesCanReadAreWarnedOf() throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(
                        CredentialsScope.GLOBAL, "open", "", "administrator", "correct horse"));
        addCredentials("closed");
        WinRmTransport.DescriptorImpl form = jenkins.jenkins.getDescriptorByType(WinRmTransport.DescriptorImpl.class);
        assertEquals(FormValidation.Kind.WARNING, form.doCheckCredentialsId("open").kind);
        assertEquals(FormValidation.Kind.OK, form.doCheckCredentialsId("closed").kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckCredentialsId("gone").kind);
    }

    private void asReader(Runnable action) {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().to("reader"));
        try (ACLContext ignored = ACL.as2(User.getById("reader", true).impersonate2())) {
            action.run();
        }
    }
}
