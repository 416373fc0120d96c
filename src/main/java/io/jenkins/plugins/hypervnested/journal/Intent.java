package io.jenkins.plugins.hypervnested.journal;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.hypervnested.operation.Options;
import java.util.List;

/**
 * What a run wants of one VM, or of the machine itself.
 *
 * @param vm the VM as the step named it; empty for the machine itself
 * @param wanted {@code on} or {@code off}, the value that it wants of nesting; {@code spoofing on} or {@code spoofing off};
 *     {@code nat} with the switch and the prefix; {@code role}
 * @param options how
 * @param credentials guest credentials that giving it back needs
 * @param block id of the block that wants it, and gives it back at its end; null when no block does
 */
public record Intent(
        String vm,
        String wanted,
        Options options,
        List<CredentialUse> credentials,
        @CheckForNull String block) {

    public Intent {
        credentials = List.copyOf(credentials);
    }

    /** Of a step, whose change is given back when the run ends. */
    public Intent(String vm, String wanted, Options options, List<CredentialUse> credentials) {
        this(vm, wanted, options, credentials, null);
    }
}
