package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aRequestIsOneLineOfAsciiThatHoldsWhatWasGiven() throws Exception {
        String name = "名前 \"'$(x)`\n*[";
        JsonObject args = new JsonObject(Map.of("name", Wire.text(name)));

        String line = new String(Wire.request(7, "find", args), StandardCharsets.US_ASCII);

        assertTrue(line.matches("R [A-Za-z0-9+/=]+\n"), line);
        byte[] json = Base64.getDecoder().decode(line.substring(2).strip());
        JsonObject read = JsonParser.object().from(new String(json, StandardCharsets.UTF_8));
        assertEquals(7, read.getInt("id"));
        assertEquals("=find", read.getString("verb"));
        assertEquals("=" + name, read.getObject("args").getString("name"));
    }

    @Test
    void aRequestThatIsTooLongIsRefused() {
        JsonObject args = new JsonObject(Map.of("text", "=" + "x".repeat(Wire.LONGEST_MESSAGE)));

        assertThrows(ShapeException.class, () -> Wire.request(1, "write", args));
    }

    @Test
    void textThatReadersDisagreeAboutIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Wire.text("a\0b"));
        assertThrows(IllegalArgumentException.class, () -> Wire.text("half \ud83d"));
    }

    @Test
    void aSecretTravelsAsFourDigitsForEachUnit() {
        byte[] line = Wire.secret("password", SecretText.of("aé あ\ud83d\ude00"));

        assertArrayEquals("S password 006100e900203042d83dde00\n".getBytes(StandardCharsets.US_ASCII), line);
    }

    @Test
    void anEmptySecretIsALineToo() {
        assertArrayEquals(
                "S password \n".getBytes(StandardCharsets.US_ASCII), Wire.secret("password", SecretText.of("")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "1", "\"=x\"", "{\"id\":1", "{} {}", "", "null"})
    void whatIsNoObjectIsRefused(String json) {
        assertThrows(ShapeException.class, () -> Wire.answer(base64(json)));
    }

    @Test
    void theDepthIsCountedOutsideOfTexts() throws Exception {
        String brackets = "[".repeat(1_000);

        assertEquals(
                "=\"" + brackets,
                Wire.answer(base64("{\"a\":\"=\\\"" + brackets + "\"}")).getString("a"));
        assertThrows(
                ShapeException.class,
                () -> Wire.answer(base64("{\"a\":" + "[".repeat(Wire.DEEPEST) + "]".repeat(Wire.DEEPEST) + "}")));
    }
}
