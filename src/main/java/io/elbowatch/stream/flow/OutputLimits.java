package io.elbowatch.stream.flow;

/**
 * The largest records that the output topics accept.
 *
 * @param maxRejectedBytes of the rejected topic
 * @param maxEvidenceBytes of the evidence topic
 */
public record OutputLimits(int maxRejectedBytes, int maxEvidenceBytes) {}
