package io.elbowatch.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class EcsEncoderTest {
    private final Events events = new Events();

    @Test
    void shouldUseTheNamesOfTheElasticCommonSchema() throws IOException {
        LoggingEvent event = events.of(Events.OURS, Level.INFO, "stopping");
        event.setTimeStamp(1_790_000_000_000L);

        JsonNode line = encoded(event);

        assertThat(line.get("@timestamp").asText()).isEqualTo("2026-09-21T14:13:20.000Z");
        assertThat(line.get("log.level").asText()).isEqualTo("INFO");
        assertThat(line.get("message").asText()).isEqualTo("stopping");
        assertThat(line.get("service.name").asText()).isEqualTo("elbowatch");
        assertThat(line.get("log.logger").asText()).isEqualTo(Events.OURS);
        assertThat(line.get("process.thread.name").asText()).isNotEmpty();
        assertThat(line.has("elbowatch")).isFalse();
        assertThat(line.has("error.type")).isFalse();
    }

    @Test
    void shouldGiveTheValuesOfAMessageAsFields() throws IOException {
        JsonNode line = encoded(events.with(
                events.of(
                        Events.OURS,
                        Level.WARN,
                        "state={} took {} ms seconds={} ready={} reason=\"{}\"",
                        "RUNNING",
                        7,
                        2.5,
                        true,
                        "a \"b\""),
                "fix",
                "start again"));

        assertThat(line.get("elbowatch"))
                .isEqualTo(
                        new ObjectMapper()
                                .readTree(
                                        "{\"state\":\"RUNNING\",\"seconds\":2.5,\"ready\":true,\"reason\":\"a \\\"b\\\"\",\"fix\":\"start again\"}"));
        assertThat(line.get("message").asText()).startsWith("state=RUNNING took 7 ms");
    }

    @Test
    void shouldTakeNoFieldsFromLibraries() throws IOException {
        assertThat(encoded(events.of(Events.KAFKA, Level.WARN, "clientId={}", "x"))
                        .has("elbowatch"))
                .isFalse();
    }

    @Test
    void shouldKeepAFailureInOneLine() throws IOException {
        Exception failure = new IllegalStateException("disk\nfull", new IOException("quota"));

        JsonNode line = encoded(events.failed(Events.OURS, Level.ERROR, failure, "stream stops"));

        assertThat(line.get("error.type").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(line.get("error.message").asText()).isEqualTo("disk\nfull");
        assertThat(line.get("error.stack_trace").asText()).contains("\tat ", "Caused by: java.io.IOException: quota");
    }

    @Test
    void shouldWriteAnyTextAsJson() throws IOException {
        String hostile = "a\"b\\c\n\r\t\u0000\u001B[2J\u007F\u009B\u2028é\uD83D\uDE00";

        assertThat(encoded(events.of(Events.OURS, Level.INFO, "name={}", hostile))
                        .at("/elbowatch/name")
                        .asText())
                .isEqualTo(hostile);
        assertThat(line(events.of(Events.OURS, Level.INFO, hostile)).strip().codePoints())
                .noneMatch(Character::isISOControl);
    }

    @Test
    void shouldWriteNumbersThatJsonHasNotAsText() throws IOException {
        assertThat(encoded(events.of(Events.OURS, Level.INFO, "x={}", Double.NaN))
                        .at("/elbowatch/x")
                        .asText())
                .isEqualTo("NaN");
    }

    private static JsonNode encoded(LoggingEvent event) throws IOException {
        String line = line(event);
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        return new ObjectMapper().readTree(line);
    }

    private static String line(LoggingEvent event) {
        return new String(new EcsEncoder().encode(event), UTF_8);
    }
}
