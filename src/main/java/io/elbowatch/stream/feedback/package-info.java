/**
 * What people say of images, joined with what was decided on them: {@link io.elbowatch.stream.feedback.QualityFollower}
 * reads it, and {@link io.elbowatch.stream.feedback.QualityBook} estimates from it how good the verdicts are.
 */
package io.elbowatch.stream.feedback;
