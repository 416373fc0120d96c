package io.jenkins.plugins.hypervnested.config;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostFieldsTest {

    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJpWmVkYmVlZmRlYWRiZWVmZGVhZGJlZWZkZWFkYmVl";

    @ParameterizedTest
    @ValueSource(strings = {"lab-host", "Labor 1", "研究室のホスト", "a'b\"$(c)*[d]"})
    void anyLineIsAName(String name) {
        assertNull(HostFields.problemOfName(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", " lab", "lab ", "lab\nhost", "lab\thost"})
    void aNameIsOneLineWithoutSpacesAtItsEnds(String name) {
        assertNotNull(HostFields.problemOfName(name));
    }

    @Test
    void aNameHasABound() {
        assertNull(HostFields.problemOfName("n".repeat(100)));
        assertNotNull(HostFields.problemOfName("n".repeat(101)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lab", "lab.example.com", "10.0.0.7", "fe80::1%eth0", "[fe80::1]", " padded "})
    void namesAndAddressesOfHostsAreAddresses(String address) {
        assertNull(HostFields.problemOfAddress(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "-oProxyCommand", "lab;calc", "lab|x", "lab`x", "$(x)", "lab/x", "a@b", "a\nb"})
    void metacharactersAreNoAddress(String address) {
        assertNotNull(HostFields.problemOfAddress(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "22", "65535", " 5986 "})
    void portsGoTo65535(String port) {
        assertNull(HostFields.problemOfPort(port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "65536", "99999", "2147483648", "22x", "０"})
    void otherNumbersAreNoPort(String port) {
        assertNotNull(HostFields.problemOfPort(port));
    }

    @Test
    void aPublicKeyIsAHostKey() {
        assertNull(HostFields.problemOfHostKey(KEY));
    }

    @Test
    void aLineOfSshKeyscanIsAHostKey() {
        assertNull(HostFields.problemOfHostKey("# lab:22 SSH-2.0-OpenSSH\nlab " + KEY + "\n"));
    }

    @Test
    void aKeyWhoseTypeDoesNotFitItsContentIsNoHostKey() {
        assertNotNull(HostFields.problemOfHostKey(KEY.replace("ssh-ed25519", "ssh-rsa")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "SHA256:abc", "-----BEGIN OPENSSH PRIVATE KEY-----"})
    void nothingElseIsAHostKey(String key) {
        assertNotNull(HostFields.problemOfHostKey(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "powershell", "pwsh", "C:\\PowerShell-7\\pwsh.exe", "/usr/bin/pwsh"})
    void namesAndPathsOfProgramsAreAPowerShell(String powerShell) {
        assertNull(HostFields.problemOfPowerShell(powerShell));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pwsh -x", "pwsh;x", "\"pwsh\"", "-pwsh", "pwsh|x", "%COMSPEC%"})
    void commandLinesAreNoPowerShell(String powerShell) {
        assertNotNull(HostFields.problemOfPowerShell(powerShell));
    }

    @Test
    void basicAuthenticationNeedsHttps() {
        assertNotNull(HostFields.problemOfAuthentication("BASIC", false, "lab"));
        assertNull(HostFields.problemOfAuthentication("BASIC", true, "lab"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BASIC", "CREDSSP"})
    void whatSendsAPasswordNeedsCredentials(String authentication) {
        assertNotNull(HostFields.problemOfAuthentication(authentication, true, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEFAULT", "NEGOTIATE", "KERBEROS"})
    void theAgentsOwnAccountNeedsNone(String authentication) {
        assertNull(HostFields.problemOfAuthentication(authentication, true, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HyperVNested", "Microsoft.PowerShell"})
    void configurationNamesArePlain(String name) {
        assertNull(HostFields.problemOfConfigurationName(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a'b", "a/b", "a;b"})
    void otherConfigurationNamesAreRefused(String name) {
        assertNotNull(HostFields.problemOfConfigurationName(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "  \n "})
    void noRuleIsWarnedOf(String rules) {
        assertNotNull(HostFields.warningOfRules(rules));
    }

    @Test
    void aRuleForEverythingIsWarnedOf() {
        assertNotNull(HostFields.warningOfRules("team/*\n*"));
    }

    @Test
    void otherRulesAreFine() {
        assertNull(HostFields.warningOfRules("team/*\nnightly"));
    }
}
