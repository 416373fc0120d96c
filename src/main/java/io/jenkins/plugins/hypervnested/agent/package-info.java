/**
 * The one place that crosses to an agent: picks it, starts an operation there, carries its progress and its result back.
 *
 * <p>What comes back is untrusted: its shape is checked and its size is bounded before anybody else sees it.
 */
package io.jenkins.plugins.hypervnested.agent;
