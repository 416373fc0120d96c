package io.jenkins.plugins.hypervnested.journal;

/**
 * Credentials of an author that giving an entry back needs: their id and where it is looked up, never what they hold. Nothing asks
 * for them before guests are reached. Saved by XStream.
 */
final class CredentialUse {

    /** The credentials' id. */
    final String id;
    /** Full name of the item from whose context they are looked up; kept current. */
    String context;
    /** Whether they were a user's own and not the item's. */
    final boolean ofUser;

    CredentialUse(String id, String context, boolean ofUser) {
        this.id = id;
        this.context = context;
        this.ofUser = ofUser;
    }

    void moved(String newContext) {
        context = newContext;
    }
}
