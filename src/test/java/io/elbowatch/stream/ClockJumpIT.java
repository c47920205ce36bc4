package io.elbowatch.stream;

import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.lab.process.FakeClock;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.HttpProgram;
import io.elbowatch.testing.Need;
import io.elbowatch.testing.Records;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The clock of a running scorer goes ahead, and is set right. The scorer is stuck then, and says so. */
class ClockJumpIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration AHEAD = Duration.ofMinutes(20);
    private static final Duration NEARLY = Duration.ofMinutes(19);

    @TempDir
    private Path folder;

    @Test
    void shouldSayThatAClockWasSetBackUntilItIsStartedAgain() throws Exception {
        Need.FAKETIME.check(FakeClock.find().isPresent(), () -> "no libfaketime: no clock was moved");
        FakeClock clock = FakeClock.of(folder.resolve("clock"), FakeClock.find().orElseThrow());
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                HttpProgram scorer = new HttpProgram(folder)) {
            start(scorer, clock, broker);
            clock.set(AHEAD);
            patiently()
                    .until(() ->
                            Duration.between(Instant.now(), time(live(scorer))).compareTo(NEARLY) > 0);
            assertThat(live(scorer).statusCode()).isEqualTo(200);

            clock.set(Duration.ZERO);
            patiently().until(() -> live(scorer).statusCode() == 503);
            assertThat(live(scorer).body()).contains("the clock was set back and is 1");
            assertThat(scorer.output()).contains("clock set back", "remedy=\"restart this process\"");

            start(scorer, clock, broker);
            assertThat(live(scorer).statusCode()).isEqualTo(200);
            Records records = new Records(broker.bootstrapServers());
            records.send("images", "camera-7", List.of(new byte[784]));
            List<ConsumerRecord<byte[], byte[]>> scores =
                    records.readUntil(List.of("scores"), TIMEOUT, read -> !read.isEmpty());
            assertThat(scores).hasSize(1);
        }
    }

    private static void start(HttpProgram scorer, FakeClock clock, EmbeddedBroker broker) {
        scorer.start(
                clock.environment(),
                List.of(),
                "--bundle",
                Bundles.FASHION_MNIST.toString(),
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--topics-create");
        scorer.awaitReady();
    }

    private static HttpResponse<String> live(HttpProgram scorer) throws Exception {
        return scorer.get("/health/live");
    }

    /** By the clock of the scorer. */
    private static Instant time(HttpResponse<String> answer) {
        return ZonedDateTime.parse(
                        answer.headers().firstValue("Date").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
    }

    private static ConditionFactory patiently() {
        return await().atMost(TIMEOUT);
    }
}
