package io.jenkins.plugins.hypervnested.agent;

import hudson.security.ACL;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import jenkins.security.ImpersonatingExecutorService;
import jenkins.security.ImpersonatingScheduledExecutorService;

/**
 * The controller's threads for all operations: one timer, four workers and one for aborts, however many steps wait. They run as the
 * system: what a run may do was decided before.
 */
public final class AgentThreads {

    private static final int WORKERS = 4;

    private static final ScheduledExecutorService TIMER =
            new ImpersonatingScheduledExecutorService(timer(), ACL.SYSTEM2);

    private static final ExecutorService POOL =
            new ImpersonatingExecutorService(workers(WORKERS, "worker"), ACL.SYSTEM2);

    private static final ExecutorService ABORTS = new ImpersonatingExecutorService(workers(1, "abort"), ACL.SYSTEM2);

    private AgentThreads() {}

    /** {@return for what comes later or again and again; what it runs must be short} */
    public static ScheduledExecutorService shared() {
        return TIMER;
    }

    /** {@return for what may take a moment: a file, a message to an agent} */
    public static ExecutorService pool() {
        return POOL;
    }

    /** {@return for the end of a step that was stopped, which must not wait behind messages to agents that hang} */
    public static ExecutorService aborts() {
        return ABORTS;
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named("timer"));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private static ThreadPoolExecutor workers(int count, String name) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(count, count, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory named(String what) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "Hyper-V nested virtualization, " + what + ' ' + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(AgentThreads.class.getClassLoader());
            return thread;
        };
    }
}
