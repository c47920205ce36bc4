package io.elbowatch.lab.demo;

/**
 * A record of the incidents topic.
 *
 * @param source the record's key
 * @param opened true when the incident begins, false when it ends
 * @param kind anomalies or silence
 * @param images number of images since the beginning
 * @param anomalous number of those that were anomalous
 * @param durationMillis since the beginning
 */
public record Incident(String source, boolean opened, String kind, long images, long anomalous, long durationMillis) {}
