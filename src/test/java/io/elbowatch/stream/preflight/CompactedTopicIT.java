package io.elbowatch.stream.preflight;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.flow.PeopleTopics;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.testing.TestBroker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class CompactedTopicIT {
    private static final Map<String, String> NAMES =
            Map.of("topics.instances", "states", "topics.feedback", "labels", "topics.handling", "acts");

    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(1);

    @ParameterizedTest
    @CsvSource({"topics.instances", "topics.feedback", "topics.handling"})
    void shouldRefuseATopicThatForgets(String setting) throws Exception {
        String name = NAMES.get(setting);
        for (String other : NAMES.values()) {
            create(other, 1, other.equals(name) ? "delete" : "compact");
        }

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(this::check)
                .withMessageContaining("the topic " + name + " has cleanup.policy=delete")
                .withMessageContaining(setting)
                .satisfies(refusal -> assertThat(refusal.remedy())
                        .contains("--topic " + name + " --add-config cleanup.policy=compact"));
    }

    @Test
    void shouldRefuseATopicOfWhichOnePartitionIsRead() throws Exception {
        create("states", 3, "compact");
        create("labels", 1, "compact");
        create("acts", 1, "compact");

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(this::check)
                .withMessageContaining("the topic states has 3 partitions")
                .satisfies(refusal -> assertThat(refusal.remedy())
                        .contains("--partitions 1 --config cleanup.policy=compact")
                        .contains("topics.instances"));
    }

    /** They are read from all partitions, and all records of a key are in the same. */
    @Test
    void shouldAcceptLabelsAndActsInSeveralPartitions() throws Exception {
        create("states", 1, "compact");
        create("labels", 3, "compact");
        create("acts", 3, "compact");

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    private void check() {
        Topics topics = Topics.DEFAULT
                .withInstances(Optional.of("states"))
                .withPeople(new PeopleTopics(Optional.of("labels"), Optional.empty(), Optional.of("acts")));
        new TopicCheck(broker.stream("compacted").over(topics).settings()).check();
    }

    private void create(String name, int partitions, String cleanup) throws ExecutionException, InterruptedException {
        NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(Map.of("cleanup.policy", cleanup));
        try (Admin admin = broker.admin()) {
            admin.createTopics(List.of(topic)).all().get();
            await().until(() -> admin.listTopics().names().get().contains(name));
        }
    }
}
