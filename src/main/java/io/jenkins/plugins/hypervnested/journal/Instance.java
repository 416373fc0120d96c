package io.jenkins.plugins.hypervnested.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Which controller this is, as it is saved beside the journal: a random id of ours, and where the controller was when it was last
 * sure of being that one. Saved by XStream.
 */
final class Instance {

    private static final int MOST_INCARNATIONS = 500;
    private static final int MOST_UNKNOWN = 50;

    private String id = UUID.randomUUID().toString();
    private String rootUrl = "";
    private String home = "";

    /**
     * The starts of this controller, the newest last; null before the first. A lease that names another one of this id was written by
     * a copy of it.
     */
    private List<String> incarnations;

    /** Starts of this id that leases name and that it does not know, until somebody decides; null when none was met. */
    private List<String> unknown;

    /** Whether it was saved by a version that remembered no starts: then those that leases name are taken as its own. */
    private transient boolean remembersNone;

    /** Made anew at each start; written with the id into each lease that this start holds. */
    private transient String incarnation;

    String id() {
        return id;
    }

    synchronized String incarnation() {
        if (incarnation == null) {
            incarnation = UUID.randomUUID().toString();
        }
        return incarnation;
    }

    /** For XStream. */
    private synchronized Object readResolve() {
        remembersNone = incarnations == null;
        return this;
    }

    /** Whether it is where it was; an address that nobody configured says nothing. */
    boolean isAt(String newRootUrl, String newHome) {
        boolean sameHome = home.isEmpty() || home.equals(newHome);
        boolean sameUrl = rootUrl.isEmpty() || newRootUrl.isEmpty() || rootUrl.equals(newRootUrl);
        return sameHome && sameUrl;
    }

    /** {@return whether anything changed} */
    boolean settle(String newRootUrl, String newHome) {
        String url = newRootUrl.isEmpty() ? rootUrl : newRootUrl;
        boolean differs = !url.equals(rootUrl) || !newHome.equals(home);
        rootUrl = url;
        home = newHome;
        return differs;
    }

    /** Remembers this start. {@return whether it was not remembered yet} */
    synchronized boolean began() {
        incarnations = incarnations == null ? new ArrayList<>() : incarnations;
        if (hasBegun()) {
            return false;
        }
        remember(incarnation());
        return true;
    }

    /** Whether this start is among those that it remembers. */
    synchronized boolean hasBegun() {
        return incarnations().contains(incarnation());
    }

    private void remember(String start) {
        incarnations.add(start);
        if (incarnations.size() > MOST_INCARNATIONS) {
            incarnations.remove(0);
        }
    }

    /** A lease names that start of this controller. {@return whether anything changed} */
    synchronized boolean met(String start) {
        unknown = unknown == null ? new ArrayList<>() : unknown;
        if (remembersNone) {
            incarnations = incarnations == null ? new ArrayList<>() : incarnations;
            remember(start);
            return true;
        }
        if (start.equals(incarnation()) || incarnations().contains(start) || unknown.contains(start)) {
            return false;
        }
        return unknown.size() < MOST_UNKNOWN && unknown.add(start);
    }

    /** {@return the starts that were met and are not known} */
    synchronized List<String> unknown() {
        return unknown == null ? List.of() : List.copyOf(unknown);
    }

    /** Those were starts of this very controller, which it does not remember because its home went back in time. */
    synchronized void trustUnknown() {
        incarnations = incarnations == null ? new ArrayList<>() : incarnations;
        unknown().forEach(this::remember);
        unknown = null;
    }

    synchronized List<String> incarnations() {
        return incarnations == null ? List.of() : List.copyOf(incarnations);
    }

    /** It is a copy: from now on another controller. */
    synchronized void becomeAnother() {
        id = UUID.randomUUID().toString();
        incarnation = null;
        incarnations = null;
        unknown = null;
        remembersNone = false;
    }

    String rootUrl() {
        return rootUrl;
    }

    String home() {
        return home;
    }
}
