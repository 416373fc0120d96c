/**
 * The controller's own record of every lease that it asked for, and whether it was given back; and how it is given back.
 *
 * <p>An entry is one VM of one call of a step. It is saved as {@code INTENDED} before anything is sent, and stays open until the
 * VM is as it was, is left to others who hold it, or somebody decided to forget it.
 */
package io.jenkins.plugins.hypervnested.journal;
