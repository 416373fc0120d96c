package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.RoleState;
import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.machine.VmState;

/**
 * What a failure is about.
 *
 * @param shown as it stands in a sentence: {@code VM 'node-1'}
 * @param object the VM's name; empty for the machine's own network and role
 * @param state the state in which it is
 * @param subject its lease's subject
 */
record About(String shown, String object, String state, String subject) {

    static About of(VmState vm) {
        String state = vm.platformState() + ", extensions " + (vm.nesting() ? "exposed" : "hidden");
        return new About("VM '" + vm.name() + "'", vm.name(), state, vm.id());
    }

    /** @param machine name of the machine whose network or role it is */
    static About of(Subject subject, String machine) {
        if (subject instanceof VmState vm) {
            return of(vm);
        }
        return subject instanceof RoleState role
                ? new About("the Hyper-V role of " + machine, "", role.feature().name(), Subject.ROLE)
                : new About("the network of " + machine, "", "as it was read last", Subject.NETWORK);
    }
}
