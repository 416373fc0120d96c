package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.operation.AspectRecord;
import io.jenkins.plugins.hypervnested.operation.Place;

/** {@link AspectRecord} in a form that XStream can read back. */
public final class SavedAspect {

    /** Null where it is of the VM that the entry is about, and in entries of versions that knew no others. */
    private final SavedPlace place;

    private final String aspect;
    private final String object;
    private final String first;
    private final String set;

    public SavedAspect(AspectRecord of) {
        this.place = of.place().equals(Place.TARGET) ? null : new SavedPlace(of.place());
        this.aspect = of.aspect();
        this.object = of.object();
        this.first = of.first();
        this.set = of.set();
    }

    /** {@return where its lease is} */
    public Place getPlace() {
        return place == null ? Place.TARGET : place.asPlace();
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
        return new AspectRecord(getPlace(), aspect, object, first, set);
    }
}
