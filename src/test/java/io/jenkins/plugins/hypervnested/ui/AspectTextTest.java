package io.jenkins.plugins.hypervnested.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.hypervnested.journal.SavedAspect;
import io.jenkins.plugins.hypervnested.operation.AspectRecord;
import io.jenkins.plugins.hypervnested.operation.Place;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.localizer.LocaleProvider;

class AspectTextTest {

    private static final Place IN_NODE = Place.TARGET.inside(new Place.Hop("id-1", "node-1", "l1-admin"));

    private final LocaleProvider provider = LocaleProvider.getProvider();

    @BeforeEach
    void speakEnglish() {
        speak(Locale.ENGLISH);
    }

    @AfterEach
    void speakAsBefore() {
        LocaleProvider.setProvider(provider);
    }

    private static void speak(Locale locale) {
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return locale;
            }
        });
    }

    private static String text(AspectRecord record) {
        return text(List.of(record)).get(0);
    }

    private static List<String> text(List<AspectRecord> records) {
        return new AspectText(records.stream().map(SavedAspect::new).toList(), "id-1").lines();
    }

    @Test
    void whatIsOfTheVmItselfHasNoPlace() {
        assertEquals("Power: was off, set to on", text(new AspectRecord("power", "", "off", "on")));
    }

    @Test
    void whatIsInsideIsShownWithTheVmsOnTheWay() {
        assertEquals(
                "in node-1: Switch (VmNAT): was not there, set to internal",
                text(new AspectRecord(IN_NODE, "switch", "VmNAT", "absent", "internal:7")));
        Place deeper = IN_NODE.inside(new Place.Hop("id-2", "n1", "n1-admin"));
        assertEquals(
                "in node-1 > n1: DHCP (guid): was on, set to off",
                text(new AspectRecord(deeper, "dhcp", "guid", "on", "off")));
    }

    @Test
    void whatIsOfAVmInsideNamesThatVm() {
        Place nested = IN_NODE.of("id-2");
        Place inside = IN_NODE.inside(new Place.Hop("id-2", "n1", "n1-admin"));
        assertEquals(
                "VM n1 in node-1: Power: was off, set to on",
                text(List.of(
                                new AspectRecord(nested, "power", "", "off", "on"),
                                new AspectRecord(inside, "dhcp", "guid", "on", "off")))
                        .get(0));
    }

    @Test
    void aVmWhoseNameIsNotKnownIsShownByItsId() {
        assertEquals(
                "VM id-9: Power: was off, set to on",
                text(new AspectRecord(Place.TARGET.of("id-9"), "power", "", "off", "on")));
    }

    @Test
    void whatTellsConnectionsOfAGuestApartIsLeftOut() {
        String guid = "12b1c451-dc9c-536b-b525-c6df6bf39911";
        assertEquals(
                List.of(
                        "in node-1: Address (10.0.0.2): was not there, set to /24",
                        "in node-1: Default route (10.0.0.1): was not there, made",
                        "in node-1: DHCP: was on, set to off"),
                text(List.of(
                        new AspectRecord(IN_NODE, "address", "10.0.0.2@" + guid, "absent", "24 on " + guid),
                        new AspectRecord(IN_NODE, "route", "10.0.0.1@" + guid, "absent", "present"),
                        new AspectRecord(IN_NODE, "dhcp", guid, "on", "off"))));
    }

    @Test
    void aSwitchThatWasMadeIsCalledByItsName() {
        assertEquals(
                "in node-1: Switch of an adapter (a): was none, set to VmNAT",
                text(List.of(
                                new AspectRecord(IN_NODE, "switch", "VmNAT", "absent", "internal:7"),
                                new AspectRecord(IN_NODE, "connection", "a", "none", "7")))
                        .get(1));
    }

    @Test
    void whatWasOnlyReadSaysNothingOfAValueThatWasSet() {
        assertEquals(
                "in node-1: Hyper-V role: was not there", text(new AspectRecord(IN_NODE, "role", "", "absent", "")));
    }

    @Test
    void whatALaterVersionMadeIsShownAsItIs() {
        assertEquals("fan: was slow, set to fast", text(new AspectRecord("fan", "", "slow", "fast")));
    }

    @Test
    void itIsThereInJapanese() {
        speak(Locale.JAPANESE);
        assertEquals(
                "node-1 の中: スイッチ (VmNAT): 変更前 なし、設定値 内部",
                text(new AspectRecord(IN_NODE, "switch", "VmNAT", "absent", "internal:7")));
    }

    @Test
    void whatSomebodyWantsIsShownAsWhatWasChangedIs() {
        assertEquals("Nested virtualization: on", AspectText.want("nesting on"));
        assertEquals(
                "MAC address spoofing (Network Adapter of 'x'): off",
                AspectText.want("spoofing of 'Network Adapter of 'x'' off"));
        assertEquals("Switch (VmNAT): internal", AspectText.want("switch of ''VmNAT'' internal"));
        assertEquals("NAT (it's): 192.168.100.0/24", AspectText.want("nat of ''it's'' 192.168.100.0/24"));
        assertEquals("Address (192.168.100.1): /24", AspectText.want("address of '192.168.100.1' 24"));
        assertEquals("fan: slow", AspectText.want("fan slow"));
        assertEquals("no want at all, is it?", AspectText.want("no want at all, is it?"));
    }
}
