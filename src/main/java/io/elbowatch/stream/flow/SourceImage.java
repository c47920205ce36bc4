package io.elbowatch.stream.flow;

import io.elbowatch.core.verdict.Verdict;

/**
 * An image as the state of its source is told of it.
 *
 * @param evidence whether a picture of it is on the evidence topic
 */
record SourceImage(Verdict verdict, boolean evidence) {}
