package io.jenkins.plugins.hypervnested.machine;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The files of one lease of a {@link SimulatedHost}: the lease itself, who keeps its actor's file open, and the last sign of life. */
final class SimulatedLease implements Serializable {

    private static final long serialVersionUID = 1;
    static final long NOBODY = 0;

    String epoch;
    String text;
    LeaseSeen.Problem problem = LeaseSeen.Problem.NONE;
    long actorProcess = NOBODY;
    String beatEpoch;
    String beatBoot;
    long beatMillis;

    boolean isThere() {
        return text != null;
    }

    /** {@return what a writer has to name: the SHA-256 of the file as docs/protocol.md has it} */
    String stamp() {
        if (!isThere()) {
            return LeaseSeen.ABSENT;
        }
        String fence = "HVN-LEASE 1 " + (epoch == null ? "-" : epoch) + '\n' + text + '\n';
        return sha256(problem == LeaseSeen.Problem.NONE ? fence : problem + fence);
    }

    void beat(Clock clock) {
        beatEpoch = epoch;
        beatBoot = clock.boot();
        beatMillis = clock.millis();
    }

    LeaseSeen seen(long byProcess, Clock clock) {
        boolean alive = actorProcess != NOBODY;
        boolean beaten =
                beatEpoch != null && beatEpoch.equals(epoch) && clock.boot().equals(beatBoot);
        long silent = beaten ? clock.millis() - beatMillis : -1;
        boolean readable = problem == LeaseSeen.Problem.NONE;
        return new LeaseSeen(
                stamp(), readable ? text : null, problem, alive, actorProcess == byProcess, isThere() ? silent : -1);
    }

    static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
