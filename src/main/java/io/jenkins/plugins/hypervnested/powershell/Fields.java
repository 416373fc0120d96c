package io.jenkins.plugins.hypervnested.powershell;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads an object that came from a machine. Everything must be there, of its type, and no larger than allowed; what
 * else is there does not matter.
 */
final class Fields {

    private static final int LONGEST_SHOWN = 60;

    private final JsonObject object;
    private final String where;

    Fields(JsonObject object, String where) {
        this.object = object;
        this.where = where;
    }

    /** Reads a value that must be an object. */
    static Fields of(Object value, String where) throws ShapeException {
        if (value instanceof JsonObject object) {
            return new Fields(object, where);
        }
        throw new ShapeException(where + " is no object");
    }

    Set<String> keys() {
        return object.keySet();
    }

    boolean has(String key) {
        return object.containsKey(key);
    }

    boolean isNull(String key) throws ShapeException {
        return value(key) == null;
    }

    String text(String key, int longest) throws ShapeException {
        return text(value(key), at(key), longest);
    }

    String textOrNull(String key, int longest) throws ShapeException {
        return isNull(key) ? null : text(key, longest);
    }

    boolean flag(String key) throws ShapeException {
        if (value(key) instanceof Boolean flag) {
            return flag;
        }
        throw new ShapeException(at(key) + " is neither true nor false");
    }

    long whole(String key, long least, long most) throws ShapeException {
        Object value = value(key);
        if (value instanceof Integer || value instanceof Long) {
            long number = ((Number) value).longValue();
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new ShapeException(at(key) + " is no whole number from " + least + " to " + most);
    }

    /**
     * Reads a text of a certain form.
     *
     * @param form what to call that form where it has another
     */
    String matching(String key, Pattern pattern, String form) throws ShapeException {
        String text = text(key, LONGEST_SHOWN);
        if (!pattern.matcher(text).matches()) {
            throw new ShapeException(at(key) + " is not " + form);
        }
        return text;
    }

    <E extends Enum<E>> E name(String key, Class<E> type) throws ShapeException {
        return name(key, text(key, LONGEST_SHOWN), type);
    }

    /** Reads a name as the platform writes it: {@code Internal} for {@code INTERNAL}. */
    <E extends Enum<E>> E platformName(String key, Class<E> type) throws ShapeException {
        return name(key, text(key, LONGEST_SHOWN).toUpperCase(Locale.ROOT), type);
    }

    private <E extends Enum<E>> E name(String key, String name, Class<E> type) throws ShapeException {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw new ShapeException(at(key) + " is none of the known names");
    }

    Fields object(String key) throws ShapeException {
        return of(value(key), at(key));
    }

    List<Fields> objects(String key, int most) throws ShapeException {
        return objects(value(key), at(key), most);
    }

    List<String> texts(String key, int most, int longest) throws ShapeException {
        List<String> texts = new ArrayList<>();
        for (Object element : array(value(key), at(key), most)) {
            texts.add(text(element, at(key), longest));
        }
        return texts;
    }

    /** Reads an array of arrays of objects. */
    List<List<Fields>> objectLists(String key, int most) throws ShapeException {
        List<List<Fields>> lists = new ArrayList<>();
        for (Object element : array(value(key), at(key), most)) {
            lists.add(objects(element, at(key), most));
        }
        return lists;
    }

    private static List<Fields> objects(Object value, String where, int most) throws ShapeException {
        List<Fields> objects = new ArrayList<>();
        for (Object element : array(value, where, most)) {
            objects.add(of(element, where));
        }
        return objects;
    }

    private static JsonArray array(Object value, String where, int most) throws ShapeException {
        if (value instanceof JsonArray array && array.size() <= most) {
            return array;
        }
        throw new ShapeException(where + " is no array of at most " + most);
    }

    private static String text(Object value, String where, int longest) throws ShapeException {
        if (value instanceof String text && text.startsWith("=") && text.length() <= longest + 1) {
            return text.substring(1);
        }
        throw new ShapeException(where + " is no text of at most " + longest + " characters");
    }

    private Object value(String key) throws ShapeException {
        if (!object.containsKey(key)) {
            throw new ShapeException(at(key) + " is missing");
        }
        return object.get(key);
    }

    private String at(String key) {
        String shown = key.length() > LONGEST_SHOWN ? key.substring(0, LONGEST_SHOWN) + "…" : key;
        return where + "." + shown;
    }
}
