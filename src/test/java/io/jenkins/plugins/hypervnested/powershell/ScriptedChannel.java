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
        Noise noise = new Noise(NoiseSink.none());
        Conversation conversation = new Conversation(new ScriptedChannel(script), MARKER, noise, Duration.ofSeconds(2));
        return new PowerShellMachine(
                new Dialogue(conversation, noise, "LAB-HOST", false, Duration.ofSeconds(2)), TestBounds.shortOnes());
    }

    private void serve() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(requests, StandardCharsets.US_ASCII));
                output) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                byte[] json = Base64.getDecoder().decode(line.substring(2));
                JsonObject request = JsonParser.object().from(new String(json, StandardCharsets.UTF_8));
                String answer = "{\"id\":" + request.getLong("id") + "," + script.apply(request) + "}";
                String base64 = Base64.getEncoder().encodeToString(answer.getBytes(StandardCharsets.UTF_8));
                output.write((MARKER + " " + base64 + "\n").getBytes(StandardCharsets.US_ASCII));
                output.flush();
            }
            exit.complete(0);
        } catch (IOException | JsonParserException e) {
            exit.completeExceptionally(e);
        }
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
