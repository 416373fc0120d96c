package io.jenkins.plugins.hypervnested.powershell;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import io.jenkins.plugins.hypervnested.machine.WireText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The form of lines: ASCII, Base64 of UTF-8 JSON, strings with a leading {@code =}. */
final class Wire {

    /** Longest message, in bytes of JSON. */
    static final int LONGEST_MESSAGE = 1_000_000;

    /** Deepest nesting that is parsed: what comes back is not trusted, and a parser recurses. */
    static final int DEEPEST = 32;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private Wire() {}

    /** {@return the text as it stands in JSON} */
    static String text(String value) {
        return '=' + WireText.requireSendable(value);
    }

    /** {@return the line of a request, with its end} */
    static byte[] request(long id, Call call) throws ShapeException {
        JsonObject message = new JsonObject();
        message.put("id", id);
        if (!call.route().isHere()) {
            JsonArray path = new JsonArray();
            call.route().hops().forEach(hop -> path.add(text(hop)));
            message.put("path", path);
        }
        message.put("bound", call.relayed().toMillis());
        message.put("verb", text(call.verb()));
        message.put("args", call.args());
        byte[] json = JsonWriter.string(message).getBytes(StandardCharsets.UTF_8);
        if (json.length > LONGEST_MESSAGE) {
            throw new ShapeException("the request is longer than " + LONGEST_MESSAGE + " bytes");
        }
        String line = "R " + Base64.getEncoder().encodeToString(json) + "\n";
        return line.getBytes(StandardCharsets.US_ASCII);
    }

    /** {@return the line of a secret, with its end; the caller overwrites it when it was sent} */
    static byte[] secret(String name, SecretText secret) {
        byte[] head = ("S " + name + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] line = new byte[head.length + 4 * secret.length() + 1];
        System.arraycopy(head, 0, line, 0, head.length);
        int at = head.length;
        for (int i = 0; i < secret.length(); i++) {
            char c = secret.charAt(i);
            for (int shift = 12; shift >= 0; shift -= 4) {
                line[at++] = HEX[c >> shift & 0xf];
            }
        }
        line[at] = '\n';
        return line;
    }

    /** Reads what came behind the marker. */
    static JsonObject answer(String payload) throws ShapeException {
        String json = utf8(payload);
        requireShallow(json);
        try {
            return JsonParser.object().from(json);
        } catch (JsonParserException e) {
            throw new ShapeException("the answer is no JSON: " + e.getMessage());
        }
    }

    private static String utf8(String payload) throws ShapeException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(payload);
        } catch (IllegalArgumentException e) {
            throw new ShapeException("the answer is no Base64: " + e.getMessage());
        }
        if (bytes.length > LONGEST_MESSAGE) {
            throw new ShapeException("the answer is longer than " + LONGEST_MESSAGE + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ShapeException("the answer is no UTF-8");
        }
    }

    private static void requireShallow(String json) throws ShapeException {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                if (++depth > DEEPEST) {
                    throw new ShapeException("the answer is nested deeper than " + DEEPEST);
                }
            } else if (c == '}' || c == ']') {
                depth--;
            }
        }
    }
}
