package io.jenkins.plugins.hypervnested.powershell;

import java.io.Serializable;
import java.util.LinkedHashMap;

/**
 * Logins of guests, by the names that an operation calls them by: each a user and a password. Whoever opens a machine gives
 * them away: {@link PowerShellMachine} keeps them until it is closed, and clears them then.
 */
public final class GuestLogins implements Serializable {

    private static final long serialVersionUID = 1;

    /** One login. A class and no record, so that nothing prints it. */
    private static final class Login implements Serializable {

        private static final long serialVersionUID = 1;

        private final String user;
        private final SecretText password;

        Login(String user, SecretText password) {
            this.user = user;
            this.password = password;
        }
    }

    private final LinkedHashMap<String, Login> logins;

    private GuestLogins(LinkedHashMap<String, Login> logins) {
        this.logins = logins;
    }

    /** No logins: no guest can be entered. */
    public static GuestLogins none() {
        return new GuestLogins(new LinkedHashMap<>());
    }

    /**
     * These logins and one more. The passwords are not copied: clearing the one clears the other.
     *
     * @param name what requests call it: the id of the credentials
     * @param user the account in the guest
     */
    public GuestLogins with(String name, String user, SecretText password) {
        Checks.line("user name", user);
        LinkedHashMap<String, Login> more = new LinkedHashMap<>(logins);
        more.put(name, new Login(user, password));
        return new GuestLogins(more);
    }

    boolean has(String name) {
        return logins.containsKey(name);
    }

    String user(String name) {
        return logins.get(name).user;
    }

    SecretText password(String name) {
        return logins.get(name).password;
    }

    /** Overwrites all passwords. */
    public void clear() {
        for (Login login : logins.values()) {
            login.password.clear();
        }
    }

    @Override
    public String toString() {
        return "****";
    }
}
