package io.elbowatch.evolution;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.elbowatch.core.Rejection;
import io.elbowatch.core.source.SourceBytes;
import io.elbowatch.core.source.SourceState;
import io.elbowatch.stream.wire.SettingsJson;
import io.elbowatch.stream.wire.SettingsRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records of earlier versions are still readable and valid. Each file in {@code evolution/records} is named after the
 * version that wrote it; {@code deploy/upgrade-test} created it, and it never changes.
 */
class EarlierRecordsTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "evolution", "records");
    private static final Path SCHEMAS = Path.of("docs", "schema");
    private static final double BETA_OF_BOARDS = 1;
    private static final int BETS = 3;

    static List<KeptRecord> records() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<KeptRecord> records = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                records.addAll(KeptRecord.read(file));
            }
            return records;
        }
    }

    @Test
    void shouldIncludeEveryKind() throws IOException {
        assertThat(records())
                .extracting(KeptRecord::topic)
                .contains("scores", "anomalies", "incidents", "rejected", KeptRecord.CHANGELOG);
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldBeReadableByTheirConsumers(KeptRecord record) throws IOException {
        switch (record.topic()) {
            case "scores" -> EarlierConsumer.score(record.value(), BETA_OF_BOARDS);
            case "anomalies" -> EarlierConsumer.anomaly(record.value(), BETA_OF_BOARDS);
            case "incidents" -> EarlierConsumer.incident(record.value());
            case "rejected" -> {
                EarlierConsumer.rejected(record.headers());
                assertThat(Arrays.stream(Rejection.Reason.values()).map(Rejection.Reason::label))
                        .contains(record.headers().get("elbowatch-reason"));
            }
            default -> {
                SourceState state = SourceBytes.state(record.value());
                assertThat(state.cusums()).hasSize(BETS);
                byte[] written = SourceBytes.of(state);
                assertThat(SourceBytes.state(written)).isEqualTo(state);
                assertThat(Arrays.copyOfRange(written, 1, record.value().length))
                        .isEqualTo(Arrays.copyOfRange(record.value(), 1, record.value().length));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"score", "incident"})
    void shouldBeValid(String schema) throws IOException {
        var page = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMAS.resolve(schema + ".schema.json")), InputFormat.JSON);
        for (KeptRecord record : records()) {
            boolean described = record.topic().equals(schema + "s")
                    || schema.equals("score") && record.topic().equals("anomalies");
            if (described) {
                assertThat(page.validate(record.text(), InputFormat.JSON))
                        .as(record.text())
                        .isEmpty();
            }
        }
    }

    /** Instances read such records from the settings topic at every start. */
    @Test
    void shouldKeepTheMeaningOfSettings() {
        Map<String, OptionalDouble> alphas = Map.of(
                "{\"schema\":1,\"alpha\":0.01,\"decide\":\"local\"}",
                OptionalDouble.of(0.01),
                "{\"decide\":\"elbo\",\"schema\":1}",
                OptionalDouble.empty(),
                "{\"schema\":1}",
                OptionalDouble.empty());
        alphas.forEach((json, alpha) -> assertThat(SettingsJson.read("verdict".getBytes(UTF_8), json.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        SettingsRecord.Change.class,
                        change -> assertThat(change.settings().alpha()).isEqualTo(alpha)));
    }
}
