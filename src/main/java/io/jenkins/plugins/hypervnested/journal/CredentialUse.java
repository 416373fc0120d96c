package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.agent.GuestLogin;

/**
 * Credentials of an author that giving an entry back needs: their id and where it is looked up, never what they hold. Saved by
 * XStream.
 */
public final class CredentialUse {

    /** What requests call the login. */
    private final String name;
    /** What was named in place of the login's name; null when nothing was. */
    private final String replacedBy;
    /** The credentials' id. */
    private final String id;
    /** Full name of the item from whose context they are looked up; kept current. */
    private final String context;
    /** Whether they were a user's own and not the item's. */
    private final boolean ofUser;

    public CredentialUse(String name, String id, String context, boolean ofUser) {
        this(name, null, id, context, ofUser);
    }

    private CredentialUse(String name, String replacedBy, String id, String context, boolean ofUser) {
        this.name = name;
        this.replacedBy = replacedBy;
        this.id = id;
        this.context = context;
        this.ofUser = ofUser;
    }

    public String getName() {
        return name;
    }

    public String getId() {
        return id;
    }

    public boolean isOfUser() {
        return ofUser;
    }

    /** {@return the same of an item that moved} */
    CredentialUse moved(String from, String to) {
        return context.equals(from) ? new CredentialUse(name, replacedBy, id, to, ofUser) : this;
    }

    /** {@return other credentials for the same login} */
    CredentialUse replaced(String otherId) {
        return new CredentialUse(name, otherId, otherId, context, false);
    }

    /** {@return where the login is looked up} */
    public GuestLogin login(Origin origin) {
        String asked = replacedBy == null ? name : replacedBy;
        return new GuestLogin(name, asked, id, origin.runId(), RunKeys.timeOf(origin.runKey()), context);
    }
}
