package io.jenkins.plugins.hypervnested.journal;

/** A node of a controller, through which the host is reached. */
final class Agent {

    final String name;
    boolean exists = true;
    boolean online = true;

    Agent(String name) {
        this.name = name;
    }

    boolean isUsable() {
        return exists && online;
    }
}
