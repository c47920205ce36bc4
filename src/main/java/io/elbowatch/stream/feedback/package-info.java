/**
 * Labels of images: a {@link io.elbowatch.stream.feedback.LabelWriter} writes them, and a {@link io.elbowatch.stream.feedback.LabelBook} knows
 * those that hold and tells its listeners. A {@link io.elbowatch.stream.feedback.QualityFollower} joins them with what was
 * decided, and a {@link io.elbowatch.stream.feedback.QualityBook} estimates from both how good the verdicts are.
 */
package io.elbowatch.stream.feedback;
