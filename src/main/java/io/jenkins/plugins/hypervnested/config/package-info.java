/** What administrators own: the hosts, how each is reached, and who may use it. */
package io.jenkins.plugins.hypervnested.config;
