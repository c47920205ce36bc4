/**
 * Reads a range of a topic again, without a group. {@link io.elbowatch.stream.replay.TopicBounds} says which range,
 * {@link io.elbowatch.stream.replay.RangeReader} finds and reads it, {@code RecordContent} says what a record is.
 */
package io.elbowatch.stream.replay;
