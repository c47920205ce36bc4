package io.elbowatch.stream;

/**
 * The largest records that output topics take.
 *
 * @param maxRejectedBytes of the rejected topic
 * @param maxEvidenceBytes of the evidence topic
 */
record OutputLimits(int maxRejectedBytes, int maxEvidenceBytes) {}
