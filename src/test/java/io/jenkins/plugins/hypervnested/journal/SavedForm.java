package io.jenkins.plugins.hypervnested.journal;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sun.reflect.ReflectionFactory;

/**
 * Text as a file keeps it, with what XStream keeps: classes' fields that are not transient, lists, enums by name; made again without
 * any constructor. For builds whose XStream is a declaration only.
 */
final class SavedForm {

    private static final Map<Class<?>, List<Field>> FIELDS = new ConcurrentHashMap<>();
    private static final Map<Class<?>, Constructor<?>> MAKERS = new ConcurrentHashMap<>();

    private SavedForm() {}

    static String write(Object value) {
        StringBuilder text = new StringBuilder();
        write(text, value);
        return text.toString();
    }

    static <T> T read(String text, Class<T> type) {
        return type.cast(new Reader(text).read());
    }

    private static void write(StringBuilder to, Object value) {
        if (value == null) {
            to.append("n;");
        } else if (value instanceof Collection<?> list) {
            to.append("l").append(list.size()).append(';');
            list.forEach(item -> write(to, item));
        } else if (value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Enum<?>) {
            String of = value instanceof Enum<?> e ? e.name() : value.toString();
            String type = value instanceof Enum<?> e
                    ? e.getDeclaringClass().getName()
                    : value.getClass().getName();
            to.append("v")
                    .append(type)
                    .append(';')
                    .append(of.length())
                    .append(';')
                    .append(of);
        } else {
            to.append("o").append(value.getClass().getName()).append(';');
            for (Field field : fields(value.getClass())) {
                try {
                    write(to, field.get(value));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private static List<Field> fields(Class<?> type) {
        return FIELDS.computeIfAbsent(type, of -> {
            if (!of.getName().startsWith("io.jenkins") || of.isRecord()) {
                throw new IllegalArgumentException("XStream could not read it back: " + of);
            }
            List<Field> fields = new ArrayList<>();
            for (Class<?> part = of; part != Object.class; part = part.getSuperclass()) {
                for (Field field : part.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                        field.setAccessible(true);
                        fields.add(field);
                    }
                }
            }
            return fields;
        });
    }

    private static Object blank(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> maker = MAKERS.get(type);
        if (maker == null) {
            maker = ReflectionFactory.getReflectionFactory()
                    .newConstructorForSerialization(type, Object.class.getDeclaredConstructor());
            MAKERS.put(type, maker);
        }
        return maker.newInstance();
    }

    private static Object resolved(Object made) throws ReflectiveOperationException {
        for (Method method : made.getClass().getDeclaredMethods()) {
            if (method.getName().equals("readResolve")) {
                method.setAccessible(true);
                return method.invoke(made);
            }
        }
        return made;
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        private String word() {
            int end = text.indexOf(';', at);
            String word = text.substring(at, end);
            at = end + 1;
            return word;
        }

        Object read() {
            try {
                char kind = text.charAt(at++);
                String word = word();
                return switch (kind) {
                    case 'n' -> null;
                    case 'l' -> list(Integer.parseInt(word));
                    case 'v' -> value(Class.forName(word));
                    default -> object(Class.forName(word));
                };
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        private List<Object> list(int size) {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                list.add(read());
            }
            return list;
        }

        private Object value(Class<?> type) {
            int length = Integer.parseInt(word());
            String value = text.substring(at, at + length);
            at += length;
            if (type == String.class) {
                return value;
            } else if (type == Long.class) {
                return Long.valueOf(value);
            } else if (type == Integer.class) {
                return Integer.valueOf(value);
            } else if (type == Boolean.class) {
                return Boolean.valueOf(value);
            }
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(value)) {
                    return constant;
                }
            }
            throw new IllegalStateException("no " + value + " in " + type);
        }

        private Object object(Class<?> type) throws ReflectiveOperationException {
            Object made = blank(type);
            for (Field field : fields(type)) {
                field.set(made, read());
            }
            return resolved(made);
        }
    }
}
