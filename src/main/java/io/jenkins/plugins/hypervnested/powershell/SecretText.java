package io.jenkins.plugins.hypervnested.powershell;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Characters that nobody may see: a password or a passphrase. Crosses to an agent as the one form of a secret, prints
 * as
 * {@code ****}, and forgets its characters when told to.
 */
public final class SecretText implements Serializable {

    private static final long serialVersionUID = 1;

    private final char[] characters;

    private SecretText(char[] characters) {
        this.characters = characters;
    }

    /** Takes a copy of the characters; clearing the original is the caller's. */
    public static SecretText of(char[] characters) {
        return new SecretText(characters.clone());
    }

    /** Takes the characters of a text. For sources that only give a String, such as the credentials of Jenkins. */
    public static SecretText of(String text) {
        return new SecretText(text.toCharArray());
    }

    /** {@return number of UTF-16 units} */
    int length() {
        return characters.length;
    }

    char charAt(int index) {
        return characters[index];
    }

    /** {@return the characters as a String, for libraries that take nothing else} */
    String reveal() {
        return new String(characters);
    }

    /** Overwrites the characters. */
    public void clear() {
        Arrays.fill(characters, '\0');
    }

    @Override
    public String toString() {
        return "****";
    }
}
