package io.jenkins.plugins.hypervnested.powershell;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/** One PowerShell process, wherever it runs, with its three streams. */
interface Channel {

    OutputStream input();

    InputStream output();

    InputStream error();

    /**
     * {@return completed when the process or the way to it has ended: with the exit code, or null where there is none
     * to be had}
     */
    CompletableFuture<Integer> exit();

    /** Told before the process is asked to end by itself, so that what it started can still be found after it. */
    void ending();

    /**
     * Ends the process and all that it started, and lets go of the way to it. Bounded in time; may be called more than
     * once.
     */
    void kill();
}
