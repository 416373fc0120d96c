/** What README's "Try it" runs: the main job, told the way the author of a Pipeline sees it. */
package io.jenkins.plugins.hypervnested.demo;
