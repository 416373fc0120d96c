package io.jenkins.plugins.hypervnested.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.grack.nanojson.JsonObject;
import org.junit.jupiter.api.Test;

class PlainJsonTest {

    @Test
    void everyCharacterBeyondAsciiIsEscapedAndComesBack() {
        JsonObject o = new JsonObject();
        o.put("name", PlainJson.marked("節点 \ud83d\ude00 \u007f\u2028"));
        String text = PlainJson.text(o);
        assertEquals(true, text.chars().allMatch(c -> c >= 0x20 && c < 0x7f), text);
        assertEquals("節点 \ud83d\ude00 \u007f\u2028", PlainJson.string(PlainJson.parse(text), "name"));
    }

    @Test
    void aStringWithoutItsMarkIsRefused() {
        JsonObject o = PlainJson.parse("{\"name\":\"node-1\"}");
        assertThrows(IllegalArgumentException.class, () -> PlainJson.string(o, "name"));
    }

    @Test
    void deepNestingIsRefusedBeforeItIsParsed() {
        String deep = "{\"a\":" + "[".repeat(100_000);
        assertThrows(IllegalArgumentException.class, () -> PlainJson.parse(deep));
    }

    @Test
    void bracketsInsideStringsAreNoNesting() {
        PlainJson.parse("{\"a\":\"=" + "[{".repeat(100) + "\\\"[\"}");
    }

    @Test
    void nulAndHalfCharactersAreNotSent() {
        assertThrows(IllegalArgumentException.class, () -> PlainJson.marked("a\u0000b"));
        assertThrows(IllegalArgumentException.class, () -> PlainJson.marked("\ud83d"));
        assertThrows(IllegalArgumentException.class, () -> PlainJson.marked("\ude00\ud83d"));
    }
}
