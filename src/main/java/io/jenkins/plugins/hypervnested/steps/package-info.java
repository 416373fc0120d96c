/** The Pipeline API: one file a step. A step authorises, saves what it intends, and hears how that goes; it decides nothing else. */
package io.jenkins.plugins.hypervnested.steps;
