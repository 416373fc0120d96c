package io.jenkins.plugins.hypervnested.machine;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;

/**
 * JSON as it stands on the wire and in leases: ASCII, and every string value with a leading {@code =}.
 *
 * <p>The mark is there because PowerShell's reader turns strings that look like dates into dates.
 */
public final class PlainJson {

    private static final int DEEPEST = 32;

    private PlainJson() {}

    /**
     * Reads an object. The text is not trusted: its depth is looked at before it is parsed.
     *
     * @throws IllegalArgumentException when it is not the JSON text of one object
     */
    public static JsonObject parse(String text) {
        requireShallow(text);
        try {
            return JsonParser.object().from(text);
        } catch (JsonParserException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
    }

    /** {@return the JSON text of an object, in one line of ASCII} */
    public static String text(JsonObject object) {
        String json = JsonWriter.string(object);
        StringBuilder ascii = new StringBuilder(json.length() + 16);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c > 0x7e) {
                ascii.append(String.format("\\u%04x", (int) c));
            } else {
                ascii.append(c);
            }
        }
        return ascii.toString();
    }

    /** {@return a string with the mark} */
    public static String marked(String value) {
        return '=' + WireText.requireSendable(value);
    }

    /**
     * {@return the string of that key without its mark}
     *
     * @throws IllegalArgumentException when there is no string with a mark
     */
    public static String string(JsonObject object, String key) {
        return unmarked(object.get(key), key);
    }

    /** {@return the string of that key without its mark, or the other value where the key is absent or null} */
    public static String string(JsonObject object, String key, String otherwise) {
        return object.get(key) == null ? otherwise : string(object, key);
    }

    /**
     * {@return a string without its mark}
     *
     * @param name what to call it when it is none
     * @throws IllegalArgumentException when the value is not a string with a mark
     */
    public static String unmarked(Object value, String name) {
        if (value instanceof String s && s.startsWith("=")) {
            return s.substring(1);
        }
        throw new IllegalArgumentException("'" + name + "' is not a string with a leading =");
    }

    private static void requireShallow(String text) {
        int depth = 0;
        boolean inString = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (inString && c == '\\') {
                i++;
            } else if (c == '"') {
                inString = !inString;
            } else if (!inString && (c == '[' || c == '{') && ++depth > DEEPEST) {
                throw new IllegalArgumentException("nested deeper than " + DEEPEST);
            } else if (!inString && (c == ']' || c == '}')) {
                depth--;
            }
        }
    }
}
