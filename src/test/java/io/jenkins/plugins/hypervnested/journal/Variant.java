package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.agent.OperationStarter;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;

/** What a play is made of; a test that seeds a bug puts something else in place of a part. */
class Variant {

    SimulatedHost host;
    boolean serialises;

    Disk disk(Home home) {
        return new Disk(home);
    }

    OperationStarter starter(OperationStarter real, Start start) {
        return real;
    }

    EndedRuns.Runs runs(Home home) {
        return home;
    }

    Rollback rollback(Start start) {
        return start.rollback;
    }
}
