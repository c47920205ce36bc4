package io.elbowatch.stream.flow;

import io.elbowatch.core.verdict.Verdict;

/**
 * What {@link TrackProcessor} needs of an image.
 *
 * @param evidence whether a picture of it is on the evidence topic
 */
record SourceImage(Verdict verdict, boolean evidence) {}
