/**
 * What the stream tells a tracing system of its images, batches and commits. The stream knows these interfaces alone;
 * without traces each of them does nothing.
 */
package io.elbowatch.stream.trace;
