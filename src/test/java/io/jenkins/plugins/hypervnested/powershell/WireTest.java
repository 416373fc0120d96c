package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Call call(String verb, JsonObject args) {
        return Call.here(verb, args, Duration.ofSeconds(20));
    }

    private static JsonObject read(byte[] request) throws JsonParserException {
        String line = new String(request, StandardCharsets.US_ASCII);
        byte[] json = Base64.getDecoder().decode(line.substring(2).strip());
        return JsonParser.object().from(new String(json, StandardCharsets.UTF_8));
    }

    @Test
    void aRequestIsOneLineOfAsciiThatHoldsWhatWasGiven() throws Exception {
        String name = "名前 \"'$(x)`\n*[";
        JsonObject args = new JsonObject(Map.of("name", Wire.text(name)));

        byte[] line = Wire.request(7, call("find", args));

        assertTrue(new String(line, StandardCharsets.US_ASCII).matches("R [A-Za-z0-9+/=]+\n"));
        JsonObject read = read(line);
        assertEquals(7, read.getInt("id"));
        assertEquals("=find", read.getString("verb"));
        assertEquals("=" + name, read.getObject("args").getString("name"));
    }

    @Test
    void aRequestToTheMachineItselfHasNoPath() throws Exception {
        JsonObject request = read(Wire.request(7, call("observe", new JsonObject())));

        assertFalse(request.has("path"));
        assertEquals(20_000, request.getInt("bound"));
    }

    @Test
    void aRequestToAGuestNamesTheVmsOnTheWayAndGivesEachHopASecond() throws Exception {
        Route route = Route.HERE.inside("outer").inside("inner");
        Call call = Call.of(route, "observe", new JsonObject(), Duration.ofSeconds(20));

        JsonObject request = read(Wire.request(7, call));

        assertEquals(List.of("=outer", "=inner"), request.getArray("path"));
        assertEquals(21_000, request.getInt("bound"));
    }

    @Test
    void thisSideWaitsLongerThanTheMachinesOnTheWay() {
        for (Route route :
                List.of(Route.HERE.inside("a"), Route.HERE.inside("a").inside("b"))) {
            Call call = Call.of(route, "observe", new JsonObject(), Duration.ofSeconds(20));

            assertTrue(call.awaited().compareTo(call.relayed()) > 0);
        }
    }

    @Test
    void aRequestThatIsTooLongIsRefused() {
        JsonObject args = new JsonObject(Map.of("text", "=" + "x".repeat(Wire.LONGEST_MESSAGE)));

        assertThrows(ShapeException.class, () -> Wire.request(1, call("write", args)));
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
