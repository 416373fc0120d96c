package io.jenkins.plugins.hypervnested.operation;

import java.io.Serializable;

/**
 * What the journal keeps of one aspect, enough to restore it without the lease.
 *
 * @param place where its lease is
 * @param aspect {@code nesting}, {@code power}, {@code spoofing}, {@code switch}, …
 * @param object id of the adapter or other object that the aspect is of; empty when it is of the subject itself
 * @param first the value before anybody changed it
 * @param set the value that we set; empty when we set none
 */
public record AspectRecord(Place place, String aspect, String object, String first, String set)
        implements Serializable {

    /** One of the VM that the request is about. */
    public AspectRecord(String aspect, String object, String first, String set) {
        this(Place.TARGET, aspect, object, first, set);
    }

    AspectRecord at(Place where) {
        return new AspectRecord(where, aspect, object, first, set);
    }
}
