/**
 * The decisions: what is wrong, what to change, in which order, what to undo, who still holds it.
 *
 * <p>Works on {@link io.jenkins.plugins.hypervnested.machine.Machine} alone; knows no PowerShell and no Jenkins. Records and
 * sealed types only, so nothing here may be persisted by XStream.
 */
package io.jenkins.plugins.hypervnested.operation;
