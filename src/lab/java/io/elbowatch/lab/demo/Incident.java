package io.elbowatch.lab.demo;

/**
 * What a reader of the incidents topic is told of a source.
 *
 * @param source the record's key
 * @param opened true when it begins, false when it is over
 * @param kind anomalies or silence
 * @param images so many images since it began
 * @param anomalous so many of them were anomalous
 * @param durationMillis how long it took; of an open one, how long it has been going on
 */
public record Incident(String source, boolean opened, String kind, long images, long anomalous, long durationMillis) {}
