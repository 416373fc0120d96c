package io.jenkins.plugins.hypervnested.powershell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that stands where PowerShell would and misbehaves as its mode says: some at the start, most at the first
 * verb
 * after {@code hello}. Needs nothing but Java.
 */
public final class FakeShell {

    /** How it behaves. */
    enum Mode {
        /** Answers {@code hello} and {@code enter}, and an empty object to all else; prints how long a secret was. */
        GOOD,
        /** As {@link #GOOD}, and prints each request. */
        TELLS,
        DIES_AT_ONCE,
        NOT_FOUND,
        CONSTRAINED,
        DAMAGED,
        NEVER_READS,
        NEVER_GREETS,
        OLD_PROTOCOL,
        OTHER_MODULE,
        LACKS_VERBS,
        DIES,
        HANGS,
        FLOODS,
        PRINTS_NOISE,
        NO_NEWLINE_BEFORE,
        NO_BASE64,
        NO_JSON,
        TOO_DEEP,
        NO_UTF8,
        WRONG_ID,
        WRONG_MARKER,
        TRUNCATES,
        OVERLONG,
        SLOW,
        ANSWERS_TWICE,
        CLOSES_OUTPUT,
        STARTS_CHILDREN,
        CHILD_KEEPS_PIPES
    }

    /** What {@link Mode#HANGS} says before it does. */
    static final String HANGING = "hanging from now on";

    /** Longer than any test waits; what no test can end then ends by itself. */
    private static final long PATIENCE_MILLIS = 100_000;

    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final Pattern VERB = Pattern.compile("\"verb\":\"=(\\w+)\"");
    static final String VERBS = "[\"=describe\",\"=find\",\"=inspect\",\"=observe\",\"=await\","
            + "\"=write\",\"=change\",\"=leases\",\"=endActor\","
            + "\"=enter\",\"=leave\"]";

    private final Mode mode;
    private final PrintStream out;
    private String marker = "";
    private String hash = "";

    private FakeShell(Mode mode, PrintStream out) {
        this.mode = mode;
        this.out = out;
    }

    /** @param args the mode, then PowerShell's own, which are ignored */
    public static void main(String[] args) throws IOException, InterruptedException {
        Mode mode = Mode.valueOf(args[0]);
        if (mode == Mode.HANGS && args.length == 2 && args[1].equals("child")) {
            Thread.sleep(PATIENCE_MILLIS);
        }
        new FakeShell(mode, new PrintStream(System.out, false, StandardCharsets.US_ASCII)).run();
    }

    /**
     * Makes an executable of it.
     *
     * @param folder where; its path must be plain
     */
    static Path executable(Path folder, Mode mode) {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        Path script = folder.resolve(windows ? mode + ".cmd" : mode.name());
        String command =
                '"' + Path.of(System.getProperty("java.home"), "bin", "java").toString() + '"'
                        + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx64m -cp \"" + place() + "\" "
                        + FakeShell.class.getName() + ' ' + mode;
        try {
            Files.writeString(script, windows ? "@" + command + " %*\r\n" : "#!/bin/sh\nexec " + command + " \"$@\"\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!script.toFile().setExecutable(true)) {
            throw new IllegalStateException(script + " cannot be made executable");
        }
        return script;
    }

    private static String place() {
        try {
            return Path.of(FakeShell.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run() throws IOException, InterruptedException {
        misbehaveAtStart();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        String[] module = in.readLine().split(" ");
        hash = module[1];
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("H ")) {
                marker = line.substring(2);
            } else if (line.startsWith("S ")) {
                out.println("secret of " + (line.length() - line.lastIndexOf(' ') - 1) / 4 + " characters");
            } else {
                answer(new String(Base64.getDecoder().decode(line.substring(2)), StandardCharsets.UTF_8));
            }
        }
    }

    private void misbehaveAtStart() throws InterruptedException {
        switch (mode) {
            case DIES_AT_ONCE -> end("This program is blocked by group policy.", 3);
            case NOT_FOUND -> end("powershell: not found", 127);
            case CONSTRAINED -> {
                out.println("HVN-LANGUAGE ConstrainedLanguage");
                end("", 64);
            }
            case DAMAGED -> {
                out.println("HVN-MODULE damaged");
                end("", 65);
            }
            case NEVER_READS -> Thread.sleep(PATIENCE_MILLIS);
            default -> {}
        }
    }

    private void end(String lastWords, int code) {
        out.flush();
        System.err.print(lastWords);
        System.err.flush();
        System.exit(code);
    }

    private void answer(String request) throws IOException, InterruptedException {
        Matcher id = ID.matcher(request);
        Matcher verb = VERB.matcher(request);
        if (!id.find() || !verb.find()) {
            throw new IllegalArgumentException(request);
        }
        if (mode == Mode.TELLS) {
            out.println(request);
        }
        if (!verb.group(1).matches("hello|enter")) {
            misbehave(id.group(1), "{\"id\":" + id.group(1) + ",\"value\":{}}");
            return;
        }
        if (mode == Mode.NEVER_GREETS) {
            Thread.sleep(PATIENCE_MILLIS);
        }
        int protocol = mode == Mode.OLD_PROTOCOL ? 9 : 1;
        String module = mode == Mode.OTHER_MODULE ? "0".repeat(64) : hash;
        String verbs = mode == Mode.LACKS_VERBS ? "[]" : VERBS;
        send("{\"id\":" + id.group(1) + ",\"value\":{\"protocol\":" + protocol + ",\"module\":\"=" + module
                + "\",\"verbs\":" + verbs + "}}");
    }

    private void misbehave(String id, String good) throws IOException, InterruptedException {
        switch (mode) {
            case DIES -> System.exit(7);
            case HANGS -> {
                System.err.println(HANGING);
                Thread.sleep(PATIENCE_MILLIS);
            }
            case FLOODS -> flood(good);
            case PRINTS_NOISE -> {
                out.println("\u001b[8mha:annotation\u001b[0m WARNING: something\tlocal");
                System.err.println("and an error");
                System.err.flush();
                send(good);
            }
            case NO_NEWLINE_BEFORE -> {
                out.print("progress 10%");
                send(good);
            }
            case SLOW -> slowly(marker + " " + base64(good) + "\n");
            case ANSWERS_TWICE -> line(marker + " " + base64(good) + "\n" + marker + " " + base64(good));
            case CLOSES_OUTPUT -> {
                out.close();
                Thread.sleep(PATIENCE_MILLIS);
            }
            case STARTS_CHILDREN -> {
                startChild(ProcessBuilder.Redirect.DISCARD);
                send(good);
            }
            case CHILD_KEEPS_PIPES -> {
                startChild(ProcessBuilder.Redirect.INHERIT);
                System.exit(0);
            }
            default -> answerBadly(id, good);
        }
    }

    private void answerBadly(String id, String good) throws InterruptedException {
        switch (mode) {
            case NO_BASE64 -> line(marker + " {not base64}");
            case NO_JSON -> send("{\"id\":" + id + ",\"value\":");
            case TOO_DEEP -> send("{\"id\":" + id + ",\"value\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}");
            case NO_UTF8 -> line(marker + " " + Base64.getEncoder().encodeToString(new byte[] {'{', (byte) 0xff, '}'}));
            case WRONG_ID -> send(good.replace("{\"id\":" + id, "{\"id\":" + id + "0"));
            case WRONG_MARKER -> {
                line("0".repeat(32) + " " + base64(good));
                Thread.sleep(PATIENCE_MILLIS);
            }
            case TRUNCATES -> {
                out.print(marker + " " + base64(good).substring(0, 10));
                out.flush();
                System.exit(0);
            }
            case OVERLONG -> overlong();
            default -> send(good);
        }
    }

    private void flood(String good) {
        String line = "x".repeat(1_000_000);
        for (int i = 0; i < 5; i++) {
            out.println(line);
            System.err.println(line);
            for (int j = 0; j < 5_000; j++) {
                out.println("line " + j + " of a flood of noise, none of which is an answer to anything");
            }
            for (int j = 0; j < 5_000; j++) {
                System.err.println("line " + j + " of a flood of noise, none of which is an answer to anything");
            }
        }
        send(good);
    }

    private void overlong() throws InterruptedException {
        out.print(marker + " ");
        String chunk = "A".repeat(100_000);
        for (int i = 0; i < 100; i++) {
            out.print(chunk);
        }
        out.flush();
        Thread.sleep(PATIENCE_MILLIS);
    }

    private void slowly(String text) throws InterruptedException {
        for (int i = 0; i < text.length(); i++) {
            out.print(text.charAt(i));
            out.flush();
            Thread.sleep(2);
        }
    }

    private static void startChild(ProcessBuilder.Redirect output) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        new ProcessBuilder(java, "-Xmx32m", "-cp", place(), FakeShell.class.getName(), "HANGS", "child")
                .redirectOutput(output)
                .redirectError(output)
                .start();
    }

    private void send(String json) {
        line(marker + " " + base64(json));
    }

    private void line(String text) {
        out.print(text + "\n");
        out.flush();
    }

    private static String base64(String json) {
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
