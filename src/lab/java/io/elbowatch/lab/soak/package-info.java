/** Injects faults into a cluster and into scorers in their own processes, and checks the outcome of every image. */
package io.elbowatch.lab.soak;
