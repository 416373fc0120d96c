/**
 * The verbs of a Windows machine that runs Hyper-V: an interface, its values and its failures.
 *
 * <p>A verb does one small thing, touches exactly what its arguments name by id, never waits without a bound and never
 * decides. Nothing here knows Jenkins or PowerShell.
 */
package io.jenkins.plugins.hypervnested.machine;
