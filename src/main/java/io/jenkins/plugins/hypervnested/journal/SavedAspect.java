package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.operation.AspectRecord;

/** {@link AspectRecord} in a form that XStream can read back. */
public final class SavedAspect {

    private final String aspect;
    private final String object;
    private final String first;
    private final String set;

    SavedAspect(AspectRecord of) {
        this.aspect = of.aspect();
        this.object = of.object();
        this.first = of.first();
        this.set = of.set();
    }

    public String getAspect() {
        return aspect;
    }

    /** {@return id of the adapter or other object; empty when it is of the VM itself} */
    public String getObject() {
        return object;
    }

    /** {@return the value before anybody changed it} */
    public String getFirst() {
        return first;
    }

    /** {@return the value that we set; empty when none} */
    public String getSet() {
        return set;
    }

    AspectRecord asRecord() {
        return new AspectRecord(aspect, object, first, set);
    }
}
