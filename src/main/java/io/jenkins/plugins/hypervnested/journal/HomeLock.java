package io.jenkins.plugins.hypervnested.journal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * That one JVM alone acts on a home. A lock of the operating system where that works, and a sign of life in the file where it does
 * not (some network file systems): whoever finds a sign that goes on changing is the second one, and only reads.
 */
final class HomeLock implements AutoCloseable {

    /** Signs of life that have to be missed before the home counts as free. */
    private static final int SILENT_BEATS = 2;

    /** Beyond anything that is ever written, so that others can still read on systems where a lock forbids that. */
    private static final long LOCKED_POSITION = 1L << 40;

    private static final String FREE = "-";

    private enum Standing {
        MINE,
        WATCHING,
        TAKEN
    }

    private final String me;
    private final FileChannel file;
    private final FileLock lock;
    private Standing standing;
    private String seen;
    private int silent;
    private long beats;

    /** @param me what tells this JVM from every other, without spaces */
    static HomeLock open(Path path, String me) throws IOException {
        Files.createDirectories(path.getParent());
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            return new HomeLock(file, me, whereabouts());
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private HomeLock(FileChannel file, String me, String whereabouts) throws IOException {
        this.file = file;
        this.me = me + ' ' + whereabouts;
        this.lock = tryLock(file);
        this.seen = read();
        if (lock == null) {
            standing = Standing.TAKEN;
        } else if (seen.isEmpty() || seen.equals(FREE) || isDeadHere(seen, whereabouts)) {
            take();
        } else {
            standing = Standing.WATCHING;
        }
    }

    /** Whether this JVM may act. */
    synchronized boolean isMine() {
        return standing == Standing.MINE;
    }

    /** Gives a sign of life, or looks for one. Called every ten seconds. */
    synchronized void beat() throws IOException {
        String now = read();
        if (standing == Standing.MINE) {
            if (now.startsWith(me + ' ')) {
                write();
            } else {
                standing = Standing.TAKEN;
            }
        } else if (standing == Standing.WATCHING) {
            silent = now.equals(seen) ? silent + 1 : 0;
            if (!now.equals(seen) && !now.equals(FREE)) {
                standing = Standing.TAKEN;
            } else if (silent >= SILENT_BEATS || now.equals(FREE)) {
                take();
            }
            seen = now;
        }
    }

    /** Leaves the home free for the next one. */
    @Override
    public synchronized void close() throws IOException {
        try (file) {
            if (standing == Standing.MINE) {
                write(FREE);
            }
            if (lock != null) {
                lock.release();
            }
            standing = Standing.TAKEN;
        }
    }

    private void take() throws IOException {
        standing = Standing.MINE;
        write();
    }

    private void write() throws IOException {
        beats++;
        write(me + ' ' + beats);
    }

    private void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        file.write(ByteBuffer.wrap(bytes), 0);
        file.truncate(bytes.length);
        file.force(false);
    }

    private String read() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        int length = file.read(buffer, 0);
        return length <= 0 ? "" : new String(buffer.array(), 0, length, StandardCharsets.UTF_8);
    }

    private static FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock(LOCKED_POSITION, 1, false);
        } catch (OverlappingFileLockException e) {
            // another controller in this very JVM
            return null;
        }
    }

    /** {@return process and computer} */
    private static String whereabouts() {
        String computer;
        try {
            computer = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            computer = "unknown-" + me();
        }
        return ProcessHandle.current().pid() + "@" + computer.replace(' ', '-');
    }

    private static String me() {
        return Long.toHexString(System.nanoTime());
    }

    /** Whether the one who wrote that ran on this computer and does so no more, or had our own process id before us. */
    private static boolean isDeadHere(String written, String whereabouts) {
        String[] words = written.split(" ");
        if (words.length != 3) {
            return false;
        }
        String[] where = words[1].split("@", 2);
        if (where.length != 2 || !whereabouts.endsWith("@" + where[1]) || !where[0].matches("\\d{1,18}")) {
            return false;
        }
        return words[1].equals(whereabouts)
                || ProcessHandle.of(Long.parseLong(where[0])).isEmpty();
    }
}
