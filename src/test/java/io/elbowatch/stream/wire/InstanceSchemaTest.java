package io.elbowatch.stream.wire;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.elbowatch.stream.wire.InstanceState.BundleState;
import io.elbowatch.stream.wire.InstanceState.RefusedOffset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Compares {@code docs/schema/instance.schema.json} with real records. */
class InstanceSchemaTest {
    private static final InstanceState EMPTY = new InstanceState(
            "host:9464/app",
            "app",
            "host",
            1_700_000_000_000L,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            List.of(),
            List.of());
    static final InstanceState FULL = new InstanceState(
            "host:9464/app",
            "app",
            "host",
            1_700_000_000_000L,
            OptionalLong.of(5),
            OptionalLong.of(3),
            OptionalLong.of(6),
            Optional.of(new RefusedOffset(4, "bundle", List.of("bundle x: wrong_hash: …"))),
            List.of(new BundleState("camera-7", "boards", "2.0.0", "0".repeat(64), "cpu", true, List.of("all"))),
            List.of());

    private final Schema closed = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(Path.of("docs", "schema", "instance.schema.json"))
                    .replace("\"additionalProperties\": true", "\"additionalProperties\": false"));

    InstanceSchemaTest() throws IOException {}

    @Test
    void shouldDescribeEveryStateThatIsWritten() {
        for (InstanceState state : List.of(EMPTY, FULL)) {
            List<Error> errors = closed.validate(new String(InstanceJson.write(state), UTF_8), InputFormat.JSON);
            assertThat(errors).isEmpty();
        }
    }

    @Test
    void shouldReadWhatItWrites() {
        for (InstanceState state : List.of(EMPTY, FULL)) {
            assertThat(InstanceJson.read(InstanceJson.write(state))).contains(state);
        }
    }

    /** Those of earlier versions. */
    @Test
    void shouldReadAStateWithoutAnOffsetOfThePlan() {
        String json = new String(InstanceJson.write(FULL), UTF_8).replace("\"planOffset\":3,", "");
        assertThat(InstanceJson.read(json.getBytes(UTF_8)).orElseThrow().planOffset())
                .hasValue(5);
    }

    @Test
    void shouldPassOverWhatIsNoState() {
        for (String text : List.of("", "{", "[]", "{\"schema\":2}", "\u0000", "{\"schema\":1,\"shadows\":[{}]}")) {
            assertThat(InstanceJson.read(text.getBytes(UTF_8))).isEmpty();
        }
    }
}
