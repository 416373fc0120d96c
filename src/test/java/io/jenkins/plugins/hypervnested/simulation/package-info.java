/**
 * Whole operations on simulated machines: faults and crashes at every call, runs interleaved, a program that answers the wire
 * from a simulated host, the same scenes on the real module, and benchmarks.
 */
package io.jenkins.plugins.hypervnested.simulation;
