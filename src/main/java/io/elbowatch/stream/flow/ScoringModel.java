package io.elbowatch.stream.flow;

import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.reference.ReferencedImages;
import io.elbowatch.stream.wire.Headers;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The model side of a stream: which model makes an image fit, scores it and judges the score.
 *
 * @param plan routes and models; it may change while the stream runs
 * @param decoding what an encoded image may cost
 * @param header of a record that names the bundle of its image
 * @param shadow takes images whose route names a shadow
 * @param around wraps the model of each scorer and inspector
 * @param loadTimeout how long a bundle that cannot be reached is tried before its record is refused
 * @param references the images of records that refer to them
 * @param ahead decodes images before their stream thread comes to them
 */
public record ScoringModel(
        CurrentPlan plan,
        DecodeLimits decoding,
        String header,
        ShadowOffer shadow,
        UnaryOperator<ImageModel> around,
        Duration loadTimeout,
        ReferencedImages references,
        DecodeAhead ahead) {
    /** How long a bundle that cannot be reached is tried by default. */
    public static final Duration LOAD_TIMEOUT = Duration.ofMinutes(2);

    public ScoringModel {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(decoding, "decoding");
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(shadow, "shadow");
        Objects.requireNonNull(around, "around");
        Objects.requireNonNull(loadTimeout, "loadTimeout");
        Objects.requireNonNull(references, "references");
        Objects.requireNonNull(ahead, "ahead");
    }

    /** A model side without a shadow and without references, and with the default header. */
    public ScoringModel(CurrentPlan plan, DecodeLimits decoding) {
        this(
                plan,
                decoding,
                Headers.BUNDLE,
                ShadowOffer.NONE,
                UnaryOperator.identity(),
                LOAD_TIMEOUT,
                ReferencedImages.NONE,
                DecodeAhead.OFF);
    }

    /** One model for all images, whose judge never changes. */
    public ScoringModel(ImageModel model, Preprocessing preprocessing, DecodeLimits decoding, Judge judge) {
        this(CurrentPlan.ofOne(ServedModel.of(model, preprocessing, judge)), decoding);
    }

    /** This model side with another header that names a bundle. */
    public ScoringModel withHeader(String name) {
        return new ScoringModel(plan, decoding, name, shadow, around, loadTimeout, references, ahead);
    }

    /** This model side with another time for bundles that cannot be reached. */
    public ScoringModel withLoadTimeout(Duration timeout) {
        return new ScoringModel(plan, decoding, header, shadow, around, timeout, references, ahead);
    }

    /** This model side with a taker of images that have a shadow. */
    public ScoringModel withShadow(ShadowOffer taker) {
        return new ScoringModel(plan, decoding, header, taker, around, loadTimeout, references, ahead);
    }

    /** This model side with the images of references. */
    public ScoringModel withReferences(ReferencedImages images) {
        return new ScoringModel(plan, decoding, header, shadow, around, loadTimeout, images, ahead);
    }

    /** This model side with a wrapper around every model. */
    public ScoringModel around(UnaryOperator<ImageModel> wrapper) {
        return new ScoringModel(plan, decoding, header, shadow, wrapper, loadTimeout, references, ahead);
    }

    /** This model side with what decodes images ahead. */
    public ScoringModel withAhead(DecodeAhead threads) {
        return new ScoringModel(plan, decoding, header, shadow, around, loadTimeout, references, threads);
    }

    /** What the plan says now of an image; empty where no route fits, or its header names no bundle in force. */
    Optional<Assignment> assignment(byte[] key, String topic, org.apache.kafka.common.header.Headers headers) {
        ActivePlan active = plan.now();
        String text = active.routes().readsKeys() ? KeyText.of(key) : null;
        return active.of(text, topic, Headers.bundle(headers, header));
    }
}
