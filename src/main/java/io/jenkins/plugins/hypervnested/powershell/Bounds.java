package io.jenkins.plugins.hypervnested.powershell;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * How long things may take before they count as failed.
 *
 * @param greeting from the start of PowerShell to its first answer; a cold start under antimalware takes tens of
 *     seconds
 * @param session opening a WinRM session
 * @param verb one verb, for one VM
 * @param forEachVm added to that for each further VM
 * @param change one changing verb, for one VM: starting a VM may take its host minutes
 * @param margin what an awaited slice may take beyond its length
 * @param grace between the end of input and the kill, when an idle machine is closed
 */
public record Bounds(
        Duration greeting,
        Duration session,
        Duration verb,
        Duration forEachVm,
        Duration change,
        Duration margin,
        Duration grace)
        implements Serializable {

    public Bounds {
        Objects.requireNonNull(greeting);
        Objects.requireNonNull(session);
        Objects.requireNonNull(verb);
        Objects.requireNonNull(forEachVm);
        Objects.requireNonNull(change);
        Objects.requireNonNull(margin);
        Objects.requireNonNull(grace);
    }

    /** What is right unless a test says otherwise. */
    public static Bounds standard() {
        return new Bounds(
                Duration.ofSeconds(90),
                Duration.ofSeconds(120),
                Duration.ofSeconds(60),
                Duration.ofSeconds(2),
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(3));
    }

    Duration verbFor(int vms) {
        return verb.plus(forEachVm.multipliedBy(Math.max(0, vms - 1)));
    }

    Duration changeFor(int vms) {
        return change.plus(forEachVm.multipliedBy(Math.max(0, vms - 1)));
    }
}
