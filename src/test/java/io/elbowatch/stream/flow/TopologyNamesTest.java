package io.elbowatch.stream.flow;

import io.elbowatch.core.verdict.Judge;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The names of all state that outlives an instance. They are a contract with every version that ran before or may run
 * again: with another store name, or with the store in another subtopology, nobody would read the topic with the states
 * of the sources, and open incidents would never close. Node names are tags of Kafka's metrics.
 */
class TopologyNamesTest {
    /** Name, what it reads from, and what it owns or writes to. */
    private static final List<String> AS_RELEASED = List.of(
            "anomalies < [explain] topic anomalies",
            "decode < [images] stores []",
            "evidence < [explain] topic evidence",
            "explain < [verdict] stores []",
            "images topics [images]",
            "incidents < [track] topic incidents",
            "rejected < [decode, score] topic rejected",
            "score < [decode] stores [score-pre-commit]",
            "scores < [verdict] topic scores",
            "track < [explain] stores [score-pre-commit, sources]",
            "verdict < [score] stores []");

    @Test
    void shouldStayAsTheyWereReleased() {
        TopologyDescription description = topology().describe();
        assertThat(description.globalStores()).isEmpty();
        assertThat(description.subtopologies()).singleElement().satisfies(only -> {
            assertThat(only.id()).isZero(); // part of the names of tasks and of the partitions of the changelog
            assertThat(only.nodes().stream().map(TopologyNamesTest::line).sorted())
                    .containsExactlyElementsOf(AS_RELEASED);
        });
    }

    @Test
    void shouldKeepStateInOneInternalTopicAndNoOther() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "elbowatch");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        try (TopologyTestDriver driver = new TopologyTestDriver(topology(), properties)) {
            driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput("camera-1".getBytes(UTF_8), new byte[] {(byte) 250, (byte) 250, (byte) 250, (byte) 250});

            assertThat(new TreeSet<>(driver.producedTopicNames()))
                    .containsExactly("anomalies", "elbowatch-sources-changelog", "evidence", "scores");
        }
    }

    private static String line(TopologyDescription.Node node) {
        if (node instanceof TopologyDescription.Source source) {
            return source.name() + " topics " + new TreeSet<>(source.topicSet());
        }
        Set<String> from = new TreeSet<>();
        node.predecessors().forEach(predecessor -> from.add(predecessor.name()));
        String what = node instanceof TopologyDescription.Sink sink
                ? "topic " + sink.topic()
                : "stores " + new TreeSet<>(((TopologyDescription.Processor) node).stores());
        return node.name() + " < " + from + " " + what;
    }

    private static Topology topology() {
        Judge judge = Calibrations.judge(199, 0.05);
        return Flows.topology(Topics.DEFAULT, Flows.scoring(new FakeModel(), judge));
    }
}
