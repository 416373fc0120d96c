package io.jenkins.plugins.hypervnested.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.hypervnested.journal.SavedAspect;
import io.jenkins.plugins.hypervnested.operation.AspectRecord;
import io.jenkins.plugins.hypervnested.operation.Place;
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
        return AspectText.of(new SavedAspect(record));
    }

    @Test
    void whatIsOfTheVmItselfHasNoPlace() {
        assertEquals("Power: was off, set to on", text(new AspectRecord("power", "", "off", "on")));
    }

    @Test
    void whatIsInsideIsShownWithTheVmsOnTheWay() {
        assertEquals(
                "in node-1: Switch (VmNAT): was not there, set to internal:7",
                text(new AspectRecord(IN_NODE, "switch", "VmNAT", "absent", "internal:7")));
        Place deeper = IN_NODE.inside(new Place.Hop("id-2", "n1", "n1-admin"));
        assertEquals(
                "in node-1 > n1: DHCP (guid): was on, set to off",
                text(new AspectRecord(deeper, "dhcp", "guid", "on", "off")));
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
                "node-1 の中: スイッチ (VmNAT): 変更前 なし、設定値 internal",
                text(new AspectRecord(IN_NODE, "switch", "VmNAT", "absent", "internal")));
    }
}
