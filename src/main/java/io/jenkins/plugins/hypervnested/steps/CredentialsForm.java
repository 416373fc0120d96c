package io.jenkins.plugins.hypervnested.steps;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.hypervnested.agent.GuestCredentials;
import java.util.List;
import jenkins.model.Jenkins;

/** The choice of guest credentials in a form. Shows nothing to those who may not use the credentials of the job. */
final class CredentialsForm {

    private static final Class<StandardUsernamePasswordCredentials> TYPE = StandardUsernamePasswordCredentials.class;

    private CredentialsForm() {}

    static ListBoxModel list(@CheckForNull Item item, String current) {
        StandardListBoxModel items = new StandardListBoxModel();
        if (mayList(item)) {
            items.includeEmptyValue();
            if (item == null) {
                items.includeMatchingAs(ACL.SYSTEM2, Jenkins.get(), TYPE, List.of(), CredentialsMatchers.always());
            } else {
                items.includeMatchingAs(
                        GuestCredentials.authenticationOf(item), item, TYPE, List.of(), CredentialsMatchers.always());
            }
        }
        items.includeCurrentValue(current == null ? "" : current);
        return items;
    }

    /** What is not an id of the job's may still be a build parameter. */
    static FormValidation check(@CheckForNull Item item, String id) {
        if (!mayList(item) || item == null || StepChecks.textOrNull(id) == null) {
            return FormValidation.ok();
        }
        boolean there = CredentialsProvider.findCredentialByIdInItem(
                        id, TYPE, item, GuestCredentials.authenticationOf(item), List.of())
                != null;
        return there || id.startsWith("${")
                ? FormValidation.ok()
                : FormValidation.warning(Messages.CredentialsForm_unknown(id));
    }

    private static boolean mayList(@CheckForNull Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.CONFIGURE) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }
}
