package io.jenkins.plugins.hypervnested.journal;

/**
 * A configured host.
 *
 * @param id its id, which stays through a rename
 * @param name how people know it
 */
public record HostRef(String id, String name) {}
