package io.elbowatch.stream.monitor;

import io.elbowatch.stream.monitor.StreamReading.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * Kafka Streams' own metrics: the few of several hundred that are useful here, combined over threads and in seconds. A
 * value that Kafka gives as NaN or −1 is not known and left out.
 */
public final class KafkaReadings {
    private static final String CLIENT = "stream-metrics";
    private static final String THREAD = "stream-thread-metrics";
    private static final String COORDINATOR = "consumer-coordinator-metrics";
    private static final String CONSUMER = "consumer-metrics";

    private final KafkaStreams streams;

    public KafkaReadings(KafkaStreams streams) {
        this.streams = streams;
    }

    public List<StreamReading> now() {
        List<StreamReading> readings = new ArrayList<>();
        State state = streams.state();
        for (State each : State.values()) {
            readings.add(new StreamReading(Figure.STATE, each.name().toLowerCase(Locale.ROOT), each == state ? 1 : 0));
        }
        add(readings, Figure.THREADS, sum(CLIENT, "alive-stream-threads"), 1);
        add(readings, Figure.THREAD_FAILURES, sum(CLIENT, "failed-stream-threads"), 1);
        add(readings, Figure.COMMITS, sum(THREAD, "commit-total"), 1);
        add(readings, Figure.COMMIT_MAX_SECONDS, max(THREAD, "commit-latency-max"), 1e-3);
        add(readings, Figure.PARTITIONS, sum(COORDINATOR, "assigned-partitions"), 1);
        add(readings, Figure.REBALANCES, sum(COORDINATOR, "rebalance-total"), 1);
        add(readings, Figure.FAILED_REBALANCES, sum(COORDINATOR, "failed-rebalance-total"), 1);
        add(readings, Figure.POLL_AGE_SECONDS, pollAgeSeconds(), 1);
        if (state.isRunningOrRebalancing()) {
            readings.add(StreamReading.of(Figure.TASKS, tasks()));
        }
        return readings;
    }

    /** Time since the last poll of the thread that is furthest behind; empty before the first poll. */
    private OptionalDouble pollAgeSeconds() {
        return max(CONSUMER, "last-poll-seconds-ago");
    }

    /** The partitions of images that this instance reads; empty where the stream does not run. */
    public Set<TopicPartition> ownPartitions() {
        return streams.state().isRunningOrRebalancing()
                ? streams.metadataForLocalThreads().stream()
                        .flatMap(thread -> thread.activeTasks().stream())
                        .flatMap(task -> task.topicPartitions().stream())
                        .collect(Collectors.toSet())
                : Set.of();
    }

    private double tasks() {
        return streams.metadataForLocalThreads().stream()
                .mapToInt(thread -> thread.activeTasks().size())
                .sum();
    }

    private static void add(List<StreamReading> readings, Figure figure, OptionalDouble value, double unit) {
        value.ifPresent(known -> readings.add(StreamReading.of(figure, known * unit)));
    }

    private OptionalDouble sum(String group, String name) {
        return combined(group, name, Double::sum);
    }

    private OptionalDouble max(String group, String name) {
        return combined(group, name, Math::max);
    }

    private OptionalDouble combined(String group, String name, DoubleBinaryOperator operator) {
        Predicate<MetricName> wanted = metric -> metric.group().equals(group)
                && metric.name().equals(name)
                // The restore consumer polls only while there is something to restore.
                && !metric.tags().getOrDefault("client-id", "").endsWith("-restore-consumer");
        return streams.metrics().entrySet().stream()
                .filter(metric -> wanted.test(metric.getKey()))
                .map(Map.Entry::getValue)
                .map(Metric::metricValue)
                .filter(Number.class::isInstance)
                .mapToDouble(value -> ((Number) value).doubleValue())
                .filter(value -> value >= 0)
                .reduce(operator);
    }
}
