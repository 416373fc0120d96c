package io.jenkins.plugins.hypervnested.operation;

import java.io.Serializable;

/**
 * Who holds a VM: one journal entry of one run of one controller.
 *
 * @param entry id of the journal entry, unique for ever
 * @param run id of the run, unique among all controllers; entries of one run never block one another
 * @param controller random id of the controller ({@code instance})
 * @param incarnation random id of the controller's present start
 * @param shownAs how people know the run: its name and the controller's address
 */
public record Holder(String entry, String run, String controller, String incarnation, String shownAs)
        implements Serializable {}
