package io.jenkins.plugins.hypervnested.powershell;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Requests and answers over one channel: one at a time, each bounded. The first thing that goes wrong ends the
 * conversation
 * for good, because nobody knows then which answer belongs to what.
 *
 * <p>Not safe for several threads, except {@link #close()}.
 */
final class Conversation implements AutoCloseable {

    private record Pending(long id, CompletableFuture<String> answer) {}

    private static final Duration GRACE_WHEN_BUSY = Duration.ofMillis(400);

    private final Channel channel;
    private final Noise noise;
    private final Streams streams;
    private final Duration grace;
    private final AtomicReference<Pending> pending = new AtomicReference<>();
    private final AtomicReference<Trouble> end = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong lastId = new AtomicLong();

    /**
     * @param marker what answers begin with
     * @param grace between the end of input and the kill
     */
    Conversation(Channel channel, String marker, Noise noise, Duration grace) {
        this.channel = channel;
        this.noise = noise;
        this.grace = grace;
        this.streams = new Streams(channel, marker, noise, this::answered, this::endWith);
    }

    /** Sends lines that have no answer of their own. */
    void send(byte[] lines) {
        streams.write(lines);
    }

    /** {@return the answer, with {@code value} or {@code error}} */
    Fields ask(Call call) throws TroubleException, InterruptedException {
        return ask(call, null, null);
    }

    /**
     * Asks one thing.
     *
     * @param secretName name of the secret that goes before the request; null for none
     * @return the answer, with {@code value} or {@code error}
     */
    Fields ask(Call call, String secretName, SecretText secret) throws TroubleException, InterruptedException {
        Pending mine = new Pending(lastId.incrementAndGet(), new CompletableFuture<>());
        byte[] line = encode(mine.id(), call);
        if (!pending.compareAndSet(null, mine)) {
            throw new TroubleException(Trouble.of(Trouble.Kind.CLOSED, "another call is under way"));
        }
        try {
            throwIfEnded();
            if (secret != null) {
                byte[] secretLine = Wire.secret(secretName, secret);
                streams.write(secretLine, () -> Arrays.fill(secretLine, (byte) 0));
            }
            streams.write(line);
            return decode(mine.id(), await(mine, call.awaited()), call);
        } finally {
            pending.set(null);
        }
    }

    private static byte[] encode(long id, Call call) throws TroubleException {
        try {
            return Wire.request(id, call);
        } catch (ShapeException e) {
            throw new TroubleException(Trouble.Kind.GARBAGE, e.getMessage(), e);
        }
    }

    private String await(Pending mine, Duration bound) throws TroubleException, InterruptedException {
        try {
            return mine.answer().get(bound.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw ended(Trouble.of(Trouble.Kind.TIMED_OUT, "no answer within " + bound.toSeconds() + " seconds"));
        } catch (InterruptedException e) {
            endWith(Trouble.of(Trouble.Kind.CLOSED, "an earlier call was interrupted"));
            throw e;
        } catch (ExecutionException e) {
            throw killed();
        }
    }

    private Fields decode(long id, String payload, Call call) throws TroubleException {
        try {
            Fields answer = Fields.of(Wire.answer(payload), "answer");
            if (answer.whole("id", Long.MIN_VALUE, Long.MAX_VALUE) != id) {
                throw new ShapeException("the answer belongs to another request");
            }
            if (answer.has("value") == answer.has("error")) {
                throw new ShapeException("the answer is neither a value nor an error");
            }
            return answer;
        } catch (ShapeException e) {
            throw garbage(call, e);
        }
    }

    /** What an answer that makes no sense leads to: the end of the conversation, unless it is a guest's. */
    TroubleException garbage(Call call, ShapeException e) {
        Trouble trouble = Trouble.of(Trouble.Kind.GARBAGE, e.getMessage());
        return call.ofGuest() ? new TroubleException(trouble) : ended(trouble);
    }

    /** Ends the conversation because an answer made no sense to somebody who knows more of it. */
    TroubleException ended(Trouble trouble) {
        endWith(trouble);
        return killed();
    }

    private void throwIfEnded() throws TroubleException {
        if (end.get() != null) {
            throw killed();
        }
    }

    /** Whoever closes it kills it as well, after a grace. */
    private TroubleException killed() {
        if (end.get().kind() != Trouble.Kind.CLOSED) {
            channel.kill();
        }
        return new TroubleException(end.get());
    }

    private void answered(String payload) {
        Pending waiting = pending.get();
        if (waiting == null || !waiting.answer().complete(payload)) {
            endWith(Trouble.of(Trouble.Kind.GARBAGE, "an answer came that nobody had asked for"));
        }
    }

    /** The first trouble counts: what follows is its consequence. */
    private void endWith(Trouble trouble) {
        end.compareAndSet(null, trouble);
        Pending waiting = pending.get();
        if (waiting != null) {
            waiting.answer().completeExceptionally(new TroubleException(end.get()));
        }
    }

    boolean isIdle() {
        return pending.get() == null && end.get() == null;
    }

    /** Ends a call that is under way at once; then the process, by the end of its input or, after a grace, by force. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        boolean idle = isIdle();
        endWith(Trouble.of(Trouble.Kind.CLOSED, "it was closed"));
        boolean interrupted = Thread.interrupted();
        channel.ending();
        streams.endInput();
        interrupted |= awaitExit(idle || grace.compareTo(GRACE_WHEN_BUSY) < 0 ? grace : GRACE_WHEN_BUSY);
        channel.kill();
        streams.close();
        noise.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return whether the thread was interrupted meanwhile; it waits no longer then} */
    private boolean awaitExit(Duration bound) {
        try {
            channel.exit().get(bound.toNanos(), TimeUnit.NANOSECONDS);
            return false;
        } catch (InterruptedException e) {
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }
}
