package io.jenkins.plugins.hypervnested.powershell;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A channel to a thread of this JVM that answers each request with what a test says. */
final class ScriptedChannel implements Channel {

    private static final String MODULE = "0".repeat(64);
    private static final String MARKER = "m".repeat(32);

    private final PipedInputStream requests = new PipedInputStream(64 * 1024);
    private final PipedInputStream answers = new PipedInputStream(64 * 1024);
    private final OutputStream input;
    private final OutputStream output;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final Function<JsonObject, String> script;

    private ScriptedChannel(Function<JsonObject, String> script) {
        this.script = script;
        try {
            input = new PipedOutputStream(requests);
            output = new PipedOutputStream(answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "scripted channel");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Makes a machine that speaks through such a channel.
     *
     * @param script from a request to what stands behind the id in its answer, such as {@code "value":{}}
     */
    static PowerShellMachine machine(Function<JsonObject, String> script) {
        return machine(GuestLogins.none(), script);
    }

    /** The same, with logins of guests. Such a guest has to answer {@link #hello()} when it is entered. */
    static PowerShellMachine machine(GuestLogins logins, Function<JsonObject, String> script) {
        Noise noise = new Noise(NoiseSink.none());
        Conversation conversation = new Conversation(new ScriptedChannel(script), MARKER, noise, Duration.ofSeconds(2));
        Bounds bounds = TestBounds.shortOnes();
        return new PowerShellMachine(
                new Dialogue(conversation, noise, "LAB-HOST", null),
                bounds,
                new Guests(logins, Greeting.of(MODULE), bounds));
    }

    /** {@return what a guest answers that this plugin can speak with} */
    static String hello() {
        return "\"value\":{\"protocol\":1,\"module\":\"=" + MODULE + "\",\"verbs\":" + FakeShell.VERBS + "}";
    }

    private void serve() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(requests, StandardCharsets.US_ASCII));
                output) {
            String secret = null;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("S ")) {
                    secret = line;
                    continue;
                }
                byte[] json = Base64.getDecoder().decode(line.substring(2));
                JsonObject request = JsonParser.object().from(new String(json, StandardCharsets.UTF_8));
                String answer = "{\"id\":" + request.getLong("id") + "," + script.apply(told(request, secret)) + "}";
                secret = null;
                String base64 = Base64.getEncoder().encodeToString(answer.getBytes(StandardCharsets.UTF_8));
                output.write((MARKER + " " + base64 + "\n").getBytes(StandardCharsets.US_ASCII));
                output.flush();
            }
            exit.complete(0);
        } catch (IOException | JsonParserException e) {
            exit.completeExceptionally(e);
        }
    }

    /** A script sees the line of the secret that came before a request as that one's {@code secret}. */
    private static JsonObject told(JsonObject request, String secret) {
        if (secret != null) {
            request.put("secret", secret);
        }
        return request;
    }

    @Override
    public OutputStream input() {
        return input;
    }

    @Override
    public InputStream output() {
        return answers;
    }

    @Override
    public InputStream error() {
        return InputStream.nullInputStream();
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return exit;
    }

    @Override
    public void ending() {
        // It starts nothing.
    }

    @Override
    public void kill() {
        exit.complete(null);
    }
}
