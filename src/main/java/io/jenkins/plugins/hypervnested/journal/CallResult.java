package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.agent.Outcome;
import io.jenkins.plugins.hypervnested.operation.Finding;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.util.List;

/**
 * What became of one call of a step.
 *
 * @param findings what the check found
 * @param vms one for each VM that has an end; all of them unless there is trouble
 * @param trouble why some VM has no end of its own; null when each has
 */
public record CallResult(List<Finding> findings, List<VmResult> vms, Outcome trouble) {

    public CallResult {
        findings = List.copyOf(findings);
        vms = List.copyOf(vms);
    }
}
