package io.jenkins.plugins.hypervnested.ui;

import io.jenkins.plugins.hypervnested.journal.SavedAspect;
import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.operation.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was changed, as lines of a page. Ids are shown as names where the entry knows them, and left out where they only
 * tell network connections of one guest apart. Names and values that this version does not know are shown as they are.
 */
final class AspectText {

    private static final Pattern GUID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final Pattern LENGTH_ON = Pattern.compile("(\\d{1,2}) on " + GUID);
    private static final Pattern WANT = Pattern.compile("(\\w+)(?: of '(.*)')? (\\S+)", Pattern.DOTALL);
    private static final String INTERNAL = "internal:";
    private static final String PRESENT = "present";

    private final List<SavedAspect> aspects;
    private final String vmId;
    private final Map<String, String> names = new HashMap<>();

    /** @param vmId id of the VM that the entry is about; empty where it is about the host itself */
    AspectText(List<SavedAspect> aspects, String vmId) {
        this.aspects = aspects;
        this.vmId = vmId;
        for (SavedAspect aspect : aspects) {
            aspect.getPlace().hops().forEach(hop -> names.put(hop.vmId(), hop.vmName()));
            if (aspect.getAspect().equals("switch") && aspect.getSet().startsWith(INTERNAL)) {
                names.put(aspect.getSet().substring(INTERNAL.length()), aspect.getObject());
            }
        }
    }

    List<String> lines() {
        return aspects.stream().map(this::line).toList();
    }

    /** {@return what somebody wants, as a survey tells it: an aspect, of what, and the value} */
    static String want(String told) {
        Matcher want = WANT.matcher(told);
        if (!want.matches()) {
            return told;
        }
        String aspect = want.group(1);
        String object = want.group(2) == null ? "" : " (" + wanted(aspect, want.group(2)) + ")";
        return Messages.AspectText_want(name(aspect) + object, wantedValue(aspect, want.group(3)));
    }

    /** A lease has the names of switches and NATs in quotes of their own. */
    private static String wanted(String aspect, String object) {
        boolean quoted = object.length() > 2 && object.startsWith("'") && object.endsWith("'");
        boolean named = aspect.equals("switch") || aspect.equals("nat");
        return named && quoted ? object.substring(1, object.length() - 1) : object;
    }

    private static String wantedValue(String aspect, String value) {
        if (aspect.equals("switch") && value.equals("internal")) {
            return Messages.AspectText_internal();
        }
        return aspect.equals("address") && value.matches("\\d{1,2}") ? "/" + value : shown(value);
    }

    private String line(SavedAspect aspect) {
        String object = object(aspect.getObject());
        String name = object.isEmpty() ? name(aspect.getAspect()) : name(aspect.getAspect()) + " (" + object + ")";
        return at(aspect.getPlace(), change(aspect, name));
    }

    private String change(SavedAspect aspect, String name) {
        String first = value(aspect.getFirst());
        return switch (aspect.getSet()) {
            case "" -> Messages.EntryView_AspectBefore(name, first);
            case PRESENT -> Messages.EntryView_AspectMade(name, first);
            default -> Messages.EntryView_Aspect(name, first, value(aspect.getSet()));
        };
    }

    private String at(Place place, String line) {
        String path = place.path();
        String subject = place.subject();
        if (subject.isEmpty() || subject.equals(vmId) || !Subject.isVm(subject)) {
            return path.isEmpty() ? line : Messages.AspectText_inside(path, line);
        }
        String vm = names.getOrDefault(subject, subject);
        return path.isEmpty() ? Messages.AspectText_vm(vm, line) : Messages.AspectText_vmInside(vm, path, line);
    }

    /** An address and a route are called by what is before the connection that they are on. */
    private static String object(String object) {
        String where = object.substring(object.indexOf('@') + 1);
        if (GUID.matcher(where).matches() || where.startsWith("switch:")) {
            return object.substring(0, Math.max(0, object.indexOf('@')));
        }
        return object;
    }

    /** Values are as leases have them. */
    private String value(String value) {
        if (value.startsWith(INTERNAL)) {
            return Messages.AspectText_internal();
        }
        Matcher length = LENGTH_ON.matcher(value);
        if (length.matches()) {
            return "/" + length.group(1);
        }
        return names.getOrDefault(value, shown(value));
    }

    private static String shown(String value) {
        return switch (value) {
            case "" -> "-";
            case "on" -> Messages.EntryView_ValueOn();
            case "off" -> Messages.EntryView_ValueOff();
            case "none" -> Messages.AspectText_none();
            case "absent" -> Messages.AspectText_absent();
            case PRESENT -> Messages.AspectText_present();
            case "automatic" -> Messages.AspectText_automatic();
            case "installed" -> Messages.AspectText_installed();
            default -> value;
        };
    }

    /** Names of aspects are for leases and the journal. */
    private static String name(String aspect) {
        return switch (aspect) {
            case "nesting" -> Messages.EntryView_Nesting();
            case "power" -> Messages.EntryView_Power();
            case "spoofing" -> Messages.EntryView_Spoofing();
            case "connection" -> Messages.AspectText_connection();
            case "role" -> Messages.AspectText_role();
            case "switch" -> Messages.AspectText_switch();
            case "nat" -> Messages.AspectText_nat();
            case "address" -> Messages.AspectText_address();
            case "route" -> Messages.AspectText_route();
            case "dns" -> Messages.AspectText_dns();
            case "dhcp" -> Messages.AspectText_dhcp();
            default -> aspect;
        };
    }
}
