package io.jenkins.plugins.hypervnested.machine;

import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a request is about: a VM by its exact name or by its id, or the machine itself.
 *
 * @param kind which of them
 * @param text the name as it was typed, or the id in lower case without braces; for the machine itself {@code machine}
 */
public record VmRef(Kind kind, String text) implements Serializable {

    /** Whether {@link VmRef#text()} is a name or an id. */
    public enum Kind {
        NAME,
        ID,
        /** The machine itself, and none of its VMs. */
        MACHINE
    }

    /** The machine itself. */
    public static final VmRef MACHINE = new VmRef(Kind.MACHINE, "machine");

    private static final Pattern GUID = Pattern.compile("\\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})}?");

    public VmRef {
        if (text == null || text.isEmpty() || text.length() > 1000) {
            throw new IllegalArgumentException("a VM is named by 1 to 1000 characters");
        }
        WireText.requireSendable(text);
    }

    /** Reads what a user typed: something of the shape of a GUID is an id, everything else a name. */
    public static VmRef parse(String typed) {
        var guid = GUID.matcher(typed);
        return guid.matches()
                ? new VmRef(Kind.ID, guid.group(1).toLowerCase(Locale.ROOT))
                : new VmRef(Kind.NAME, typed);
    }

    public static VmRef id(String id) {
        return new VmRef(Kind.ID, id.toLowerCase(Locale.ROOT));
    }

    public static VmRef name(String name) {
        return new VmRef(Kind.NAME, name);
    }

    /** Whether this reference means that VM. Names are compared ordinally, case included. */
    public boolean fits(VmState vm) {
        return switch (kind) {
            case ID -> text.equalsIgnoreCase(vm.id());
            case NAME -> text.equals(vm.name());
            case MACHINE -> false;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
