package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import java.util.List;

/** What a run does next. */
sealed interface Stage {

    /** A step that holds VMs. */
    record Hold(Request.Kind kind, List<String> vms, Options options) implements Stage {
        String wanted() {
            return switch (kind) {
                case ENABLE -> "on";
                case DISABLE -> "off";
                default -> "spoofing on";
            };
        }
    }

    /** It works with what it holds. */
    record Work(long millis) implements Stage {}

    /** It gives back before it ends. */
    record GiveBack() implements Stage {}
}
