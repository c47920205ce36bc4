package io.elbowatch.stream.access;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.testing.Flows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StreamsPropertiesTest {

    @Test
    void shouldRefuseATransactionThatEndsBeforeItsBatchesAreScored() {
        StreamSettings settings = settings(Guarantee.EXACTLY_ONCE_V2, Map.of());
        assertThatCode(() -> new StreamTimes(settings).checkTransactionTimeout(4_949))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new StreamTimes(settings).checkTransactionTimeout(4_950))
                .isInstanceOf(Refusal.class)
                .hasMessageContainingAll("10000 ms", "2 batches", "10000 ms");
    }

    @Test
    void shouldRefuseAProducerThatCouldNotSendAScore() {
        Map<String, String> small = Map.of("producer.max.request.size", "500");
        Properties properties = StreamsProperties.of(settings(Guarantee.EXACTLY_ONCE_V2, small), 1 << 20);
        assertThatThrownBy(() -> StreamsProperties.requestBytes(properties))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.remedy()).contains("kafka.producer.max.request.size"))
                .hasMessageContaining("500 bytes");
        assertThat(StreamsProperties.requestBytes(
                        StreamsProperties.of(settings(Guarantee.EXACTLY_ONCE_V2, Map.of()), 2 << 20)))
                .isEqualTo(2 << 20);
    }

    @Test
    void shouldReadTheTransactionTimeoutUnderEitherOfItsNames() {
        for (String name : new String[] {"transaction.timeout.ms", "producer.transaction.timeout.ms"}) {
            StreamSettings settings = settings(Guarantee.EXACTLY_ONCE_V2, Map.of(name, "60000 "));
            assertThatCode(() -> new StreamTimes(settings).checkTransactionTimeout(4_950))
                    .doesNotThrowAnyException();
            assertThat(StreamsProperties.of(settings, 1 << 20))
                    .containsEntry("producer.transaction.timeout.ms", 60_000);
        }
    }

    @Test
    void shouldIgnoreTheTransactionTimeoutWithoutTransactions() {
        assertThatCode(() ->
                        new StreamTimes(settings(Guarantee.AT_LEAST_ONCE, Map.of())).checkTransactionTimeout(1_000_000))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldCommitRarelyByItselfUnderExactlyOnce() {
        assertThat(commitInterval(Guarantee.EXACTLY_ONCE_V2, Map.of("commit.interval.ms", "25")))
                .isEqualTo(5_000);
        assertThat(commitInterval(Guarantee.AT_LEAST_ONCE, Map.of("commit.interval.ms", "25")))
                .isEqualTo(25);
    }

    /** Kafka Streams' own commits bound a transaction even where the stream requests none. */
    @Test
    void shouldCommitBeforeATransactionEnds() {
        assertThat(commitInterval(Guarantee.EXACTLY_ONCE_V2, Map.of("transaction.timeout.ms", "4000")))
                .isEqualTo(2_000);
        assertThat(commitInterval(Guarantee.EXACTLY_ONCE_V2, Map.of("commit.interval.ms", "8000")))
                .isEqualTo(8_000);
    }

    @Test
    void shouldSendAsLargeARecordAsTheRejectedTopicAccepts() {
        Properties properties = StreamsProperties.of(settings(Guarantee.EXACTLY_ONCE_V2, Map.of()), 17 << 20);
        assertThat(properties).containsEntry("producer.max.request.size", 17 << 20);
    }

    @Test
    void shouldLeaveTheSessionToTheBrokerInTheNewerGroupProtocols() {
        assertThat(StreamsProperties.of(settings(Guarantee.EXACTLY_ONCE_V2, Map.of()), 1 << 20))
                .containsEntry("session.timeout.ms", 6_000);
        assertThat(StreamsProperties.of(
                        settings(Guarantee.EXACTLY_ONCE_V2, Map.of("group.protocol", "streams")), 1 << 20))
                .doesNotContainKey("session.timeout.ms");
    }

    /** Four heartbeats in a session that the user shortens; a longer one keeps them, since members learn of changes by them. */
    @Test
    void shouldBeatOftenEnoughForAShorterSession() {
        assertThat(heartbeat(Map.of())).isEqualTo(1_500);
        assertThat(heartbeat(Map.of("session.timeout.ms", "3000"))).isEqualTo(750);
        assertThat(heartbeat(Map.of("session.timeout.ms", "60000"))).isEqualTo(1_500);
        assertThat(heartbeat(Map.of("heartbeat.interval.ms", "500"))).isEqualTo("500");
    }

    private static Object heartbeat(Map<String, String> kafka) {
        return StreamsProperties.of(settings(Guarantee.EXACTLY_ONCE_V2, kafka), 1 << 20)
                .get("heartbeat.interval.ms");
    }

    @Test
    void shouldRefuseAPollThatOutlastsTheLinger() {
        assertThatThrownBy(() ->
                        StreamsProperties.of(settings(Guarantee.EXACTLY_ONCE_V2, Map.of("poll.ms", "500")), 1 << 20))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("kafka.poll.ms");
    }

    @Test
    void shouldReadTheMaximumPollIntervalUnderAnyOfItsPrefixes() {
        for (String prefix : List.of("main.consumer.", "consumer.", "")) {
            StreamSettings set = settings(Guarantee.EXACTLY_ONCE_V2, Map.of(prefix + "max.poll.interval.ms", "5000"));
            assertThat(new StreamTimes(set).maxPollIntervalMillis()).isEqualTo(5_000);
        }
    }

    /** A rebalance waits that long for a member that does not poll, and nobody commits meanwhile. */
    @Test
    void shouldWaitForAMemberOnlyWhileItsTransactionMayStillSucceed() {
        assertThat(maxPollInterval(Guarantee.EXACTLY_ONCE_V2, Map.of())).isEqualTo(90_000);
        assertThat(maxPollInterval(Guarantee.EXACTLY_ONCE_V2, Map.of("transaction.timeout.ms", "50000")))
                .isEqualTo(100_000);
        assertThat(maxPollInterval(Guarantee.AT_LEAST_ONCE, Map.of())).isEqualTo(300_000);
    }

    /** A partition that moves may wait for the load of a model. */
    @Test
    void shouldWaitForAMemberThatMayLoadAModel() {
        StreamSettings settings =
                settings(Guarantee.EXACTLY_ONCE_V2, Topics.DEFAULT.withSettings("settings"), Map.of());
        assertThat(new StreamTimes(settings).maxPollIntervalMillis()).isEqualTo(300_000);
    }

    private static Object maxPollInterval(Guarantee guarantee, Map<String, String> kafka) {
        return StreamsProperties.of(settings(guarantee, kafka), 1 << 20).get("max.poll.interval.ms");
    }

    private static long commitInterval(Guarantee guarantee, Map<String, String> kafka) {
        return (long) StreamsProperties.of(settings(guarantee, kafka), 1 << 20).get("commit.interval.ms");
    }

    private static StreamSettings settings(Guarantee guarantee, Map<String, String> kafka) {
        return settings(guarantee, Topics.DEFAULT, kafka);
    }

    private static StreamSettings settings(Guarantee guarantee, Topics topics, Map<String, String> kafka) {
        return new StreamSettings(
                "test",
                Flows.of(topics, new BatchLimits(64, 1 << 20, Duration.ofMillis(50))),
                false,
                1,
                guarantee,
                new RestartLimits(1, Duration.ofMinutes(1)),
                kafka);
    }
}
