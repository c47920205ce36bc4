package io.elbowatch.stream.wire;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.verdict.Verdict;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The facts of one image that the scores and anomalies topics carry.
 *
 * @param key of the image's record, or null; not to be written to
 * @param coordinates of the image's record
 * @param timestampMillis of the image's record
 * @param provider the execution provider that scored it
 * @param settingsOffset the record of the settings topic whose settings it was judged by; empty for those of the start
 */
public record ImageScore(
        byte[] key,
        RecordMetadata coordinates,
        long timestampMillis,
        ElboTerms terms,
        String provider,
        Verdict verdict,
        OptionalLong settingsOffset) {}
