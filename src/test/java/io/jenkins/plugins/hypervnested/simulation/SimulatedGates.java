package io.jenkins.plugins.hypervnested.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Where {@link SimulatedPowerShell} stands still: when it has done a verb that is about something, and before it says so. Kept in a file,
 * so that a test can shut and open them while processes work.
 */
public final class SimulatedGates {

    private static final long POLL_MILLIS = 20;
    private static final long LONGEST_SECONDS = 120;

    private final Path file;

    SimulatedGates(Path hostFile) {
        this.file = Path.of(hostFile + ".gates");
    }

    /** @param about a word of the request: the name of a VM, an id */
    public void shut(String verb, String about) {
        List<String> all = new ArrayList<>(shut());
        all.add(verb + ' ' + about);
        write(all);
    }

    public void openAll() {
        write(List.of());
    }

    /** Waits until some process has come to that gate. */
    public void awaitReached(String verb, String about) throws IOException, InterruptedException {
        Path mark = mark(verb + ' ' + about);
        try (WatchService watch = mark.getFileSystem().newWatchService()) {
            mark.getParent().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            while (!Files.exists(mark)) {
                WatchKey key = watch.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
                if (key == null) {
                    throw new IllegalStateException("nobody came to " + mark);
                }
                key.pollEvents();
                key.reset();
            }
        }
    }

    /** Waits while one is shut that is for this. */
    void pass(String verb, String request) throws InterruptedException {
        for (String gate : shut()) {
            String[] words = gate.split(" ", 2);
            if (words[0].equals(verb) && request.contains(words[1])) {
                reach(gate);
                while (shut().contains(gate)) {
                    Thread.sleep(POLL_MILLIS);
                }
            }
        }
    }

    private void reach(String gate) {
        try {
            Files.writeString(mark(gate), gate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path mark(String gate) {
        return Path.of(file + "." + gate.replace(' ', '.'));
    }

    private List<String> shut() {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(List<String> gates) {
        try {
            Path fresh = Path.of(file + ".new");
            Files.write(fresh, gates);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
