/**
 * Single records of a running application by the coordinates of an image: the image itself, its score, its anomaly and
 * its picture, and the scores of one source in a span of time. Topics of others are never read; bytes, time and the
 * number of readers are bounded.
 */
package io.elbowatch.stream.lookup;
