/**
 * Labels of images: a {@link io.elbowatch.stream.feedback.LabelWriter} writes them, a
 * {@link io.elbowatch.stream.feedback.LabelFollower} reads them, a {@link io.elbowatch.stream.feedback.LabelBook} knows
 * those that hold and tells its listeners.
 */
package io.elbowatch.stream.feedback;
