package io.jenkins.plugins.hypervnested.steps;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.hypervnested.agent.GuestCredentials;
import io.jenkins.plugins.hypervnested.journal.CredentialUse;
import java.util.ArrayList;
import java.util.List;

/** The guest credentials that a step names, looked up as those of its run. */
final class GuestAccess {

    private GuestAccess() {}

    /**
     * {@return how each of them is found later}
     *
     * @throws AbortException when the run has no such credentials, or when nobody could look them up for the rollback
     */
    static List<CredentialUse> of(StepArguments arguments, Run<?, ?> run) throws AbortException {
        List<CredentialUse> uses = new ArrayList<>();
        for (String name : arguments.logins()) {
            GuestCredentials.Found found = GuestCredentials.find(name, run)
                    .orElseThrow(() -> new AbortException(Messages.GuestAccess_none(name)));
            if (found.ofUser() && arguments.isRecorded()) {
                throw new AbortException(Messages.GuestAccess_ofUser(name));
            }
            uses.add(new CredentialUse(
                    name, found.credentialsId(), run.getParent().getFullName(), found.ofUser()));
        }
        return uses;
    }
}
