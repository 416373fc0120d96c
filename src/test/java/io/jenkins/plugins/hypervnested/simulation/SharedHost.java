package io.jenkins.plugins.hypervnested.simulation;

import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** A simulated host in a file, in real time, shared by processes. */
public final class SharedHost {

    /** Something done with the host while nobody else does anything with it. */
    public interface Use<T, E extends Exception> {
        T with(SimulatedHost host) throws E;
    }

    private static final Object ONE_AT_A_TIME = new Object();

    private final Path file;

    public SharedHost(Path file) {
        this.file = file;
    }

    /** Puts a host there; it goes on in real time. */
    public static SharedHost create(Path file, SimulatedHost host) {
        SharedHost shared = new SharedHost(file);
        shared.save(host.inRealTime());
        return shared;
    }

    /** Does something with the host, and keeps what became of it. */
    public <T, E extends Exception> T use(Use<T, E> use) throws E {
        synchronized (ONE_AT_A_TIME) {
            try (FileChannel channel =
                    FileChannel.open(Path.of(file + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock(); // let go by closing the channel
                SimulatedHost host = load();
                host.catchUp();
                try {
                    return use.with(host);
                } finally {
                    save(host);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Does something to the host, as somebody else might. */
    public void change(Consumer<SimulatedHost> what) {
        use(host -> {
            what.accept(host);
            return null;
        });
    }

    /** {@return the host as it is now; changing it has no effect on others} */
    public SimulatedHost look() {
        return use(host -> host);
    }

    private SimulatedHost load() throws IOException {
        try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(file))) {
            return (SimulatedHost) in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException("another version wrote " + file, e);
        }
    }

    private void save(SimulatedHost host) {
        try {
            Path fresh = Path.of(file + ".new");
            try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(fresh))) {
                out.writeObject(host);
            }
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
