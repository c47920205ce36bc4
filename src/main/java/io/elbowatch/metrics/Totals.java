package io.elbowatch.metrics;

/**
 * How many images came and went since the process started, for status lines. Read while the stream runs, the numbers
 * may be a few images apart; at rest received = scored + rejected.
 *
 * @param received images read
 * @param scored images scored, the anomalous ones among them
 * @param anomalous images whose p-value was at most α
 * @param rejected images that were not scored
 */
public record Totals(long received, long scored, long anomalous, long rejected) {}
