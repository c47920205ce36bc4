/**
 * The flow of one image through Kafka Streams: topology, node names, processors, the records between them, and the
 * state of sources. {@link io.elbowatch.stream.flow.ScoringTopology} draws it.
 */
package io.elbowatch.stream.flow;
