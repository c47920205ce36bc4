package io.elbowatch.stream;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.intake.Intakes;
import io.elbowatch.stream.reference.HeldRecords;
import io.elbowatch.stream.reference.Outcome;
import io.elbowatch.stream.reference.ReferencedImages;
import io.elbowatch.testing.TestBroker;
import io.elbowatch.testing.TestStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A start that fails leaves nothing open, whatever it fails at. */
class FailedStartIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    /** In the names of all clients and threads of the stream. */
    private static final String ID = "failed-start";

    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(1);

    /** In the order in which their clients are made. */
    @ParameterizedTest
    @CsvSource({
        "classic, restore.consumer, fetch.max.bytes",
        "classic, producer, linger.ms",
        "classic, main.consumer, fetch.max.bytes",
        "streams, main.consumer, fetch.max.bytes"
    })
    void shouldCloseWhatItOpenedBeforeAClientFailed(String protocol, String client, String setting) {
        TestStream stream = stream().kafka("group.protocol", protocol).kafka(client + "." + setting, -1);

        assertThatThrownBy(stream::start).isInstanceOf(Refusal.class).hasMessageContaining(setting);
        awaitNothingOpen();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void shouldCloseWhatItOpenedWhereTheFailureIsNotOneOfKafka(String protocol) {
        TestStream stream = stream().kafka("group.protocol", protocol).referring(new ReferencedImages() {
            @Override
            public Optional<HeldRecords> between(Intakes intakes) {
                throw new IllegalStateException("no memory left");
            }

            @Override
            public Outcome take(String topic, int partition, long offset) {
                return OFF;
            }

            @Override
            public Optional<String> obstacle() {
                return Optional.empty();
            }
        });

        assertThatThrownBy(stream::start).hasStackTraceContaining("no memory left");
        awaitNothingOpen();
    }

    private TestStream stream() {
        return broker.stream(ID)
                .over(Topics.DEFAULT.withSettings(ID + "-settings"))
                .creatingTopics();
    }

    /** Clients that are closed without waiting end a little later. */
    private static void awaitNothingOpen() {
        await().atMost(TIMEOUT)
                .untilAsserted(
                        () -> assertThat(Stream.concat(clients(), threads())).isEmpty());
    }

    /** Each client registers itself while it is open. */
    private static Stream<String> clients() throws MalformedObjectNameException {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("kafka.*:type=app-info,*"), null)
                .stream()
                .map(ObjectName::toString)
                .filter(name -> name.contains(ID));
    }

    private static Stream<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).filter(name -> name.contains(ID));
    }
}
