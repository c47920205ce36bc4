package io.elbowatch.stream.monitor;

import org.apache.kafka.common.Uuid;

/**
 * What a cluster says of a topic that exists.
 *
 * @param id of this topic alone: another of the same name has another one
 */
record TopicFacts(Uuid id, int partitions) {}
