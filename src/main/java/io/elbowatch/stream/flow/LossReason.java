package io.elbowatch.stream.flow;

import io.elbowatch.core.Labelled;

/** Why an image left the images topic before it was scored. */
public enum LossReason implements Labelled {
    /** Kafka deleted it: the retention of the topic, or somebody who deleted records, overtook the group. */
    RETENTION,
    /** The topic was deleted while the image waited, and another of the same name took its place. */
    RECREATED;
}
