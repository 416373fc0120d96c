package io.jenkins.plugins.hypervnested.journal;

import hudson.XmlFile;
import hudson.util.XStream2;
import io.jenkins.plugins.hypervnested.agent.AgentThreads;
import io.jenkins.plugins.hypervnested.operation.Asker;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** Which controller this is, and whether it is the one that may act on its home. */
class Controller {

    private static final Logger LOGGER = Logger.getLogger(Controller.class.getName());

    private static final long BEAT_SECONDS = 10;

    private final XmlFile file;
    private final Instance instance;
    private final HomeLock lock;
    private ScheduledFuture<?> beating;
    private boolean frozen;
    private boolean unsaved;
    private volatile boolean compared;
    private volatile boolean recorded;

    static Controller at(File folder) {
        try {
            XStream2 xstream = new XStream2();
            xstream.alias("hypervNestedInstance", Instance.class);
            XmlFile file = new XmlFile(xstream, new File(folder, "instance.xml"));
            Instance instance = file.exists() ? (Instance) file.read() : new Instance();
            HomeLock lock = HomeLock.open(
                    folder.toPath().resolve("lock"), UUID.randomUUID().toString());
            return new Controller(file, instance, lock);
        } catch (IOException e) {
            throw new UncheckedIOException("the home of Hyper-V nested virtualization cannot be used", e);
        }
    }

    Controller(XmlFile file, Instance instance, HomeLock lock) {
        this.file = file;
        this.instance = instance;
        this.lock = lock;
    }

    String instanceId() {
        return instance.id();
    }

    String incarnation() {
        return instance.incarnation();
    }

    /** {@return this controller as it knows itself, with all its starts} */
    Asker asker() {
        Set<String> starts = new HashSet<>(instance.incarnations());
        starts.add(incarnation());
        return new Asker(instanceId(), incarnation(), starts);
    }

    /** {@return the time by this controller's clock} */
    Instant now() {
        return Instant.now();
    }

    boolean isActing() {
        return lock.isMine();
    }

    /** Whether where it is was not compared yet with where it was: until Jenkins is fully up nothing may be done. */
    boolean isStarting() {
        return !compared;
    }

    /**
     * Whether this start is saved. Until it is, no lease may name it: after a crash it would be a start that this controller does not
     * know.
     */
    boolean isRecorded() {
        return recorded;
    }

    synchronized Optional<String> frozenReason() {
        if (frozen) {
            return Optional.of(Messages.Controller_frozen(instance.rootUrl(), instance.home(), rootUrl(), home()));
        }
        return instance.unknown().isEmpty() ? Optional.empty() : Optional.of(Messages.Controller_unknownStart());
    }

    /**
     * A lease names that start of this controller. One that is not known freezes everything: there are two that take themselves for
     * this controller, or its home was set back in time.
     */
    synchronized void met(String start) {
        if (instance.met(start)) {
            LOGGER.log(Level.WARNING, () -> "a lease names a start of this Jenkins that it does not know: " + start);
            save();
        }
    }

    /** Jenkins is up: compares where it is with where it was, and begins to give signs of life. */
    synchronized void started() {
        if (instance.isAt(rootUrl(), home())) {
            settle();
        } else {
            frozen = true;
        }
        compared = true;
        beating = AgentThreads.shared().scheduleWithFixedDelay(this::beat, 0, BEAT_SECONDS, TimeUnit.SECONDS);
    }

    /** Jenkins goes down in order. */
    synchronized void stopped() {
        if (beating != null) {
            beating.cancel(false);
        }
        try {
            lock.close();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "cannot leave the lock of the home", e);
        }
    }

    synchronized void confirmMoved() {
        frozen = false;
        instance.trustUnknown();
        unsaved = true;
        settle();
    }

    synchronized void becomeAnother() {
        recorded = false;
        instance.becomeAnother();
        frozen = false;
        instance.began();
        instance.settle(rootUrl(), home());
        save();
    }

    void beat() {
        try {
            lock.beat();
            synchronized (this) {
                // an address that an administrator changes while we run is not a move
                if (!frozen && lock.isMine()) {
                    settle();
                }
            }
        } catch (IOException | RuntimeException e) {
            // what goes out of here ends all signs to come, and another JVM would take the home
            LOGGER.log(Level.WARNING, "cannot give a sign of life in the home", e);
        }
    }

    private void settle() {
        if (!lock.isMine()) {
            return;
        }
        boolean moved = instance.settle(rootUrl(), home());
        boolean began = instance.began();
        if (moved || began || unsaved || !file.exists()) {
            save();
        }
    }

    /** What cannot be saved is tried again with the next sign of life. */
    private void save() {
        unsaved = true;
        try {
            file.write(instance);
            unsaved = false;
            recorded = instance.hasBegun();
        } catch (IOException e) {
            LOGGER.log(Level.SEVERE, "cannot save which controller this is", e);
        }
    }

    /** {@return its address; empty when nobody configured one} */
    String rootUrl() {
        String url = Jenkins.get().getRootUrl();
        return url == null ? "" : url;
    }

    String home() {
        return Jenkins.get().getRootDir().getAbsolutePath();
    }
}
