package io.jenkins.plugins.hypervnested.agent;

import hudson.remoting.Future;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What an agent answered to {@link OperationCall} and {@link AskCall}. */
final class StartAnswer {

    private static final Logger LOGGER = Logger.getLogger(StartAnswer.class.getName());

    private StartAnswer() {}

    /** {@return what is wrong with the answer of a call that is done, or null} */
    static String problemOf(Future<String> done, String handle) {
        try {
            return handle.equals(done.get()) ? null : "it answered something else";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (ExecutionException | RuntimeException e) {
            LOGGER.log(Level.FINE, "the call failed", e);
            return Untrusted.text(String.valueOf(e.getMessage()), 1000);
        }
    }

    /** {@return how an operation stands by the answer of a call that is done; that it goes on, where nothing could be learned} */
    static AskCall.Standing standingOf(Future<AskCall.Standing> done) {
        try {
            AskCall.Standing standing = done.get();
            return standing == null ? new AskCall.Standing(false, null) : standing;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            LOGGER.log(Level.FINE, "could not ask how an operation stands", e);
        }
        return new AskCall.Standing(true, null);
    }
}
