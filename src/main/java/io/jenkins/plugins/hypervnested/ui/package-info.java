/** What people see of the journal: the status page, the summary of a run, the monitor for stuck rollbacks. Views, no decisions. */
package io.jenkins.plugins.hypervnested.ui;
