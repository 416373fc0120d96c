package io.jenkins.plugins.hypervnested.ui;

import io.jenkins.plugins.hypervnested.journal.SavedAspect;

/** What was changed, as a line of a page. Names and values that this version does not know are shown as they are. */
final class AspectText {

    private AspectText() {}

    static String of(SavedAspect aspect) {
        String object = aspect.getObject();
        String name = object.isEmpty() ? name(aspect.getAspect()) : name(aspect.getAspect()) + " (" + object + ")";
        String path = aspect.getPlace().path();
        String line = aspect.getSet().isEmpty()
                ? Messages.EntryView_AspectBefore(name, value(aspect.getFirst()))
                : Messages.EntryView_Aspect(name, value(aspect.getFirst()), value(aspect.getSet()));
        return path.isEmpty() ? line : Messages.AspectText_inside(path, line);
    }

    /** Values are as leases have them. */
    private static String value(String value) {
        return switch (value) {
            case "" -> "-";
            case "on" -> Messages.EntryView_ValueOn();
            case "off" -> Messages.EntryView_ValueOff();
            case "none" -> Messages.AspectText_none();
            case "absent" -> Messages.AspectText_absent();
            case "present" -> Messages.AspectText_present();
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
