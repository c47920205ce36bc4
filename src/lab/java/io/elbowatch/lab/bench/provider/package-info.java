/** A provider against the CPU: the same images through both, batch by batch. No broker takes part. */
package io.elbowatch.lab.bench.provider;
