package io.jenkins.plugins.hypervnested.powershell;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The three streams of a channel, each with a thread of its own: whatever blocks on one of them, no caller does. A
 * stream is
 * read and closed by its own thread alone, because closing one that another thread reads blocks on Windows.
 */
final class Streams implements AutoCloseable {

    private static final AtomicLong COUNT = new AtomicLong();
    private static final int CHUNK = 8 * 1024;

    /** How long after the end of the output, or of the process, the other one may take. */
    private static final long AFTERMATH_MILLIS = 1_000;

    private final Channel channel;
    private final Consumer<String> answers;
    private final Consumer<Trouble> ends;
    private final AtomicBoolean truncated = new AtomicBoolean();
    private final CompletableFuture<Integer> exit;
    private final ExecutorService writer;

    /**
     * @param answers hears what came behind the marker, from the reading thread
     * @param ends hears why nothing more will come; possibly more than once
     */
    Streams(Channel channel, String marker, Noise noise, Consumer<String> answers, Consumer<Trouble> ends) {
        this.channel = channel;
        this.exit = channel.exit();
        this.answers = answers;
        this.ends = ends;
        String name = "hyperv-nested PowerShell " + COUNT.incrementAndGet();
        writer = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons(name + " input"));
        CompletableFuture<Void> drained = new CompletableFuture<>();
        daemons(name + " errors").newThread(() -> readErrors(noise, drained)).start();
        daemons(name + " output")
                .newThread(() -> readOutput(marker, noise, drained))
                .start();
        exit.whenComplete((code, problem) -> CompletableFuture.delayedExecutor(AFTERMATH_MILLIS, TimeUnit.MILLISECONDS)
                .execute(() -> ends.accept(endOfProcess(code))));
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    void write(byte[] bytes) {
        write(bytes, () -> {});
    }

    /**
     * @param afterwards done when the bytes were written, or cannot be
     */
    void write(byte[] bytes, Runnable afterwards) {
        submit(() -> {
            try {
                channel.input().write(bytes);
                channel.input().flush();
            } catch (IOException e) {
                endAfterExit("it does not take its input: " + e.getMessage());
            } finally {
                afterwards.run();
            }
        });
    }

    void endInput() {
        submit(() -> {
            try {
                channel.input().close();
            } catch (IOException e) {
                endAfterExit("its input could not be closed: " + e.getMessage());
            }
        });
    }

    private void submit(Runnable task) {
        try {
            writer.execute(task);
        } catch (RejectedExecutionException e) {
            ends.accept(Trouble.of(Trouble.Kind.CLOSED, "it was closed"));
        }
    }

    private void readOutput(String marker, Noise noise, CompletableFuture<Void> drained) {
        OutputReader reader = new OutputReader(marker, new OutputReader.Listener() {
            @Override
            public void answer(String payload) {
                answers.accept(payload);
            }

            @Override
            public void noise(byte[] line, int length) {
                noise.add(line, length);
            }

            @Override
            public void overlong() {
                String message = "an answer is longer than " + OutputReader.LONGEST_ANSWER + " characters";
                ends.accept(Trouble.of(Trouble.Kind.GARBAGE, message));
            }

            @Override
            public void truncated() {
                truncated.set(true);
            }
        });
        String problem = readAll(channel.output(), reader);
        await(drained);
        endAfterExit(problem);
    }

    private void readErrors(Noise noise, CompletableFuture<Void> drained) {
        readAll(channel.error(), new OutputReader("", noise::add));
        drained.complete(null);
    }

    /** {@return why it ended} */
    private static String readAll(InputStream stream, OutputReader reader) {
        byte[] chunk = new byte[CHUNK];
        try (stream) {
            for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
                reader.feed(chunk, n);
            }
            reader.end();
            return "it closed its output";
        } catch (IOException e) {
            reader.end();
            return "its output cannot be read: " + e.getMessage();
        }
    }

    /** The exit code says more than the end of a stream, so it is waited for a little. */
    private void endAfterExit(String otherwise) {
        Integer code = await(exit);
        ends.accept(exit.isDone() ? endOfProcess(code) : Trouble.of(Trouble.Kind.ENDED, otherwise));
    }

    private Trouble endOfProcess(Integer code) {
        Trouble.Kind kind = truncated.get() ? Trouble.Kind.TRUNCATED : Trouble.Kind.ENDED;
        return new Trouble(kind, code == null ? "" : "exit code " + code, code);
    }

    /** {@return its value; null when there is none in time} */
    private static <T> T await(CompletableFuture<T> future) {
        return future.copy()
                .completeOnTimeout(null, AFTERMATH_MILLIS, TimeUnit.MILLISECONDS)
                .exceptionally(problem -> null)
                .join();
    }

    @Override
    public void close() {
        writer.shutdown();
    }
}
