package io.jenkins.plugins.hypervnested.operation;

import java.util.List;

/** A plausible mistake: a place in the sources, what stands there, and what somebody might have written instead. */
enum SeededBug {
    /** Of the model: the machine obeys a process that was taken over, or outlived its agent. */
    NO_FENCE(
            "src/test/java/io/jenkins/plugins/hypervnested/machine/SimulatedChanges.java",
            "if (!lease.isThere() || !change.epoch().equals(lease.epoch)) {",
            "if (!lease.isThere()) {"),
    /** Of the model. */
    EPOCHS_START_AGAIN("Entering", "RANDOM.nextBytes(random);", ""),
    /** Of the model. */
    DONE_WITHOUT_COMPARING("Reconciling", "if (next.isEmpty()) {", "if (next.isEmpty() || task.changed) {"),
    /** Of the model. */
    DELETES_BEFORE_RESTORING(
            "LeaseRules",
            "return lease.withAspects(aspects)\n                .withMembers(members, ready)\n                .withLeft(left)",
            "aspects.removeIf(a -> !a.isHeld());\n        return lease.withAspects(aspects)"
                    + ".withMembers(members, ready).withLeft(left)"),
    /** Of the model. */
    INTERRUPTS_OTHERS("Lease", "if (member == null || !member.run().equals(run)) {", "if (run.isEmpty()) {"),
    /** Of the model; here it is also written down before every stop, so both have to be forgotten. */
    FORGETS_THE_POWER(
            "LeaseRules",
            "if (isKept(aspect, lease, subject) || keepsNesting && aspect.id().equals(AspectId.POWER)) {",
            "if (isKept(aspect, lease, subject)) {",
            "if (lease.aspect(AspectId.POWER).isPresent()) {",
            "if (vm.nesting() || !vm.nesting()) {"),
    /** Of the model: that an entry left is forgotten together with its lease. */
    LEAVE_FORGETS("LeaseRules", "                && lease.left().isEmpty()\n", ""),
    /** Of the model. */
    WAITS_FOR_ITSELF("Lease", "if (member == null || !member.run().equals(run)) {", "if (!run.isEmpty()) {"),
    /** Of the model. */
    JOINS_AGAINST_OTHERS("Tickets", "if (other && !want.value()", "if (holder == null && !want.value()"),
    /** Of the model. */
    COMPARES_WHILE_ASKED(
            "Reconciling",
            "if (LeaseRules.isAskedOpen(task.lease, task.seen)) {",
            "if (task.asking.noted && LeaseRules.isAskedOpen(task.lease, task.seen)) {"),
    /** What will be set is not written down before it is set. */
    SKIPPED_LEASE_WRITE("Reconciling", "return intended.equals(task.lease)", "return !intended.equals(null)"),
    /** Whoever has left calls itself done. */
    RELEASED_BEFORE_RESTORED(
            "Leaving", "if (task.lease.aspects().isEmpty()) {", "if (task.lease.members().isEmpty()) {"),
    /** The lease that was read first counts for ever. */
    FORGOTTEN_RE_READ("TaskState", "if (!text.equals(lastText)) {", "if (lastText == null) {"),
    /** A lease is replaced whatever it is by now. */
    LOST_UPDATE(
            "src/test/java/io/jenkins/plugins/hypervnested/machine/SimulatedChanges.java",
            "if (!lease.stamp().equals(write.expected()) || write.floor()",
            "if (write.floor()"),
    /** Who came first decides for all. */
    OLDEST_HOLDER_COUNTS("Lease", "return wants.get(wants.size() - 1).value();", "return wants.get(0).value();"),
    /** What the first holder made of it counts as how it was. */
    FIRST_VALUE_IS_RECORDED_AGAIN(
            "LeaseRules",
            "aspects.computeIfAbsent(id, i -> fresh(i, subject));\n            List<Lease.Want> newest",
            "fresh(id, subject).withWants(aspects.containsKey(id) ? aspects.get(id).wants() : List.of());\n"
                    + "            List<Lease.Want> newest"),
    /** A saved VM is taken for one that can be stopped. */
    SAVED_IS_NOT_RESUMED("Plan", "if (power.equals(AspectId.HALTED) && (", "if (power.isEmpty() && ("),
    /** Leaving takes the others' wants along. */
    LEAVES_FOR_ALL("LeaseRules", ".filter(w -> !w.entry().equals(entry))", ".filter(w -> entry == null)");

    private final String source;
    private final List<String> replacements;

    /** @param replacements what is written, and the mistake in its place; and so on */
    SeededBug(String source, String... replacements) {
        this.source = source.contains("/")
                ? source
                : "src/main/java/io/jenkins/plugins/hypervnested/operation/" + source + ".java";
        this.replacements = List.of(replacements);
    }

    /** {@return the file that it is in} */
    String source() {
        return source;
    }

    /**
     * {@return the text of that file with the mistake}
     *
     * @throws IllegalArgumentException when what it replaces is not there any more
     */
    String in(String text) {
        String mistaken = text;
        for (int i = 0; i < replacements.size(); i += 2) {
            if (!mistaken.contains(replacements.get(i))) {
                throw new IllegalArgumentException(source + " has no place for " + name() + " any more");
            }
            mistaken = mistaken.replace(replacements.get(i), replacements.get(i + 1));
        }
        return mistaken;
    }
}
