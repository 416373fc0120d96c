package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.operation.AspectRecord;
import io.jenkins.plugins.hypervnested.operation.FoundHolder;
import io.jenkins.plugins.hypervnested.operation.FoundLease;
import java.util.List;

/** Leases as a survey finds them. */
final class Leases {

    static final String VM = "0c9a4f1e-6d7b-4b7e-9a55-0f9d8b7a6c5d";
    static final String ENTRY = "11111111-2222-3333-4444-555555555555";

    private Leases() {}

    static FoundLease of(FoundHolder... holders) {
        return of(VM, holders);
    }

    static FoundLease of(String subject, FoundHolder... holders) {
        return new FoundLease(
                subject, "node-1", "", List.of(holders), List.of(new AspectRecord("nesting", "", "off", "on")), "");
    }

    static FoundHolder holder(String entry, String controller, String incarnation) {
        return new FoundHolder(
                entry,
                controller + ":nightly#7:1000",
                controller,
                incarnation,
                "nightly #7 (https://other.example.com/)",
                "2026-11-01T10:00:00Z",
                true,
                List.of("nesting on"));
    }
}
