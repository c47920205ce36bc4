package io.elbowatch.stream.wire;

import io.elbowatch.core.shadow.ShadowPair;
import io.elbowatch.core.verdict.Verdict;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * An image on whose verdict two bundles disagree.
 *
 * @param key of the image's record, or null; not to be written to
 * @param timestampMillis of the image's record
 * @param pair the bundles
 * @param verdict of the deciding bundle
 * @param byShadow of its shadow
 * @param settingsOffset the record of the settings topic whose plan holds for the image; empty for that of the start
 */
public record ShadowFlip(
        byte[] key,
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        ShadowPair pair,
        Verdict verdict,
        Verdict byShadow,
        OptionalLong settingsOffset) {

    public ShadowFlip {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(pair, "pair");
        if (verdict.anomalous() == byShadow.anomalous()) {
            throw new IllegalArgumentException("both verdicts are the same: " + verdict + ", " + byShadow);
        }
        Objects.requireNonNull(settingsOffset, "settingsOffset");
    }
}
