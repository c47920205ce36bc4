package io.elbowatch.stream.flow;

import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.wire.ModelStamp;

/**
 * What {@link TrackProcessor} needs of an image.
 *
 * @param stamp of the model that scored it
 * @param evidence whether a picture of it is on the evidence topic
 * @param fingerprint of model and calibration, see {@link Assignment#fingerprint}
 */
record SourceImage(Verdict verdict, ModelStamp stamp, boolean evidence, long fingerprint) {}
