package io.elbowatch.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.lab.broker.CommittedReader;
import io.elbowatch.lab.demo.Outcome.Rejected;
import io.elbowatch.lab.demo.Outcome.Result;
import io.elbowatch.lab.demo.Outcome.Scored;
import io.elbowatch.stream.flow.FlowSettings;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.output.OutputValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads scores, rejections and incidents from now on. Used by one thread. */
public final class OutcomeReader implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CommittedReader reader;
    private final String scoresTopic;
    private final String rejectedTopic;
    private final String incidentsTopic;
    private final OutputValues values;

    public OutcomeReader(String bootstrapServers, FlowSettings flow) {
        Topics topics = flow.topics();
        values = new OutputValues(flow.output());
        scoresTopic = topics.scores();
        rejectedTopic = topics.rejected();
        incidentsTopic = topics.incidents();
        reader = CommittedReader.fromEnd(
                bootstrapServers, List.of(scoresTopic, topics.anomalies(), rejectedTopic, incidentsTopic));
    }

    /** Passes on the next records; waits up to the timeout for the first. */
    public void poll(Duration timeout, Consumer<Outcome> onOutcome, Consumer<Incident> onIncident) {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(timeout)) {
            String source = record.key() == null ? "" : new String(record.key(), UTF_8);
            if (record.topic().equals(incidentsTopic)) {
                onIncident.accept(incident(source, json(record)));
            } else {
                long ageMillis = System.currentTimeMillis() - record.timestamp();
                result(record)
                        .map(result -> new Outcome(source, header(record, "image-name"), ageMillis, result))
                        .ifPresent(onOutcome);
            }
        }
    }

    private static Incident incident(String source, JsonNode json) {
        return new Incident(
                source,
                json.at("/event").asText().equals("opened"),
                json.at("/kind").asText(),
                json.at("/images").asLong(),
                json.at("/anomalous").asLong(),
                json.at("/at").asLong() - json.at("/since").asLong());
    }

    /** Empty for the score of an anomaly, which comes with its reasons from the topic of anomalies. */
    private Optional<Result> result(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(rejectedTopic)) {
            return Optional.of(new Rejected(header(record, "elbowatch-reason"), header(record, "elbowatch-detail")));
        }
        JsonNode json = json(record);
        boolean anomalous = json.at("/verdict/anomalous").asBoolean();
        if (anomalous && record.topic().equals(scoresTopic)) {
            return Optional.empty();
        }
        return Optional.of(new Scored(
                anomalous,
                json.at("/verdict/pValue").asDouble(),
                json.at("/terms/local").asDouble(),
                unlike(json.path("reasons"))));
    }

    private static String unlike(JsonNode reasons) {
        for (JsonNode reason : reasons) {
            if (reason.path("features").has(0)) {
                return reason.at("/features/0/words").asText();
            }
        }
        return "";
    }

    private JsonNode json(ConsumerRecord<byte[], byte[]> record) {
        try {
            return JSON.readTree(values.json(record.value()));
        } catch (IOException e) {
            throw new UncheckedIOException("the topic " + record.topic() + " holds a value that is no JSON", e);
        }
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    @Override
    public void close() {
        reader.close();
    }
}
