/** Every trigger of a rollback. No logic of its own: each tells {@code journal} what happened. */
package io.jenkins.plugins.hypervnested.lifecycle;
