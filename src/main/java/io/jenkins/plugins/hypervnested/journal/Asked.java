package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.machine.VmRef;

/** How a step names what it is about. */
public final class Asked {

    private Asked() {}

    /** {@return what a step named; where it named no VM, the machine itself} */
    public static VmRef of(String asked) {
        return asked.isEmpty() ? VmRef.MACHINE : VmRef.parse(asked);
    }
}
