/**
 * What the Jenkins build tools do and Maven Central lacks. The standard build compares both {@code .hpi} files, so what is
 * written here cannot drift from what those tools write.
 */
package io.jenkins.plugins.hypervnested.portable;
