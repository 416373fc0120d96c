package io.jenkins.plugins.hypervnested.config;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.HostnamePortRequirement;
import com.cloudbees.plugins.credentials.domains.HostnameRequirement;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.List;
import jenkins.model.Jenkins;

/**
 * The credentials of hosts. They are the administrators': looked up at the top and as the system, so that the System scope works,
 * which keeps them from every Pipeline.
 */
final class HostCredentials {

    private HostCredentials() {}

    /**
     * @throws TransportException when there are none of that id and type that the address may have
     */
    static <C extends StandardCredentials> C find(String id, Class<C> type, String address, int port)
            throws TransportException {
        List<DomainRequirement> requirements =
                List.of(new HostnameRequirement(address), new HostnamePortRequirement(address, port));
        C found = CredentialsProvider.findCredentialByIdInItemGroup(id, type, Jenkins.get(), ACL.SYSTEM2, requirements);
        if (found == null) {
            throw TransportException.credentialsGone(Messages.HostCredentials_Gone(id, address));
        }
        return found;
    }

    @SafeVarargs
    static ListBoxModel list(String current, Class<? extends StandardCredentials>... types) {
        StandardListBoxModel items = new StandardListBoxModel();
        if (HostTransportDescriptor.mayConfigure()) {
            items.includeEmptyValue();
            for (Class<? extends StandardCredentials> type : types) {
                items.includeMatchingAs(
                        ACL.SYSTEM2, Jenkins.get(), type, List.<DomainRequirement>of(), CredentialsMatchers.always());
            }
        }
        items.includeCurrentValue(current == null ? "" : current);
        return items;
    }

    static FormValidation check(String id, Class<? extends StandardCredentials> type) {
        if (id.isEmpty()) {
            return FormValidation.ok();
        }
        StandardCredentials found = CredentialsProvider.findCredentialByIdInItemGroup(
                id, type, Jenkins.get(), ACL.SYSTEM2, List.<DomainRequirement>of());
        if (found == null) {
            return FormValidation.error(Messages.HostCredentials_GoneInForm());
        }
        return found.getScope() == CredentialsScope.SYSTEM
                ? FormValidation.ok()
                : FormValidation.warning(Messages.HostCredentials_NotSystem());
    }
}
