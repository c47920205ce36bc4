package io.elbowatch.stream.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.stream.intake.Arrival;
import io.elbowatch.stream.intake.InputRecord;
import io.elbowatch.stream.intake.IntakeFormat;
import io.elbowatch.stream.intake.IntakeRules;
import io.elbowatch.stream.intake.IntakeSettings;
import io.elbowatch.stream.intake.Intakes;
import io.elbowatch.stream.intake.Places;
import io.elbowatch.stream.output.OutputFormat;
import io.elbowatch.stream.output.OutputSettings;
import io.elbowatch.stream.output.OutputValues;
import io.elbowatch.stream.output.RecordKind;
import io.elbowatch.testing.Need;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Reads and writes Avro with the registry that the variable {@code SCHEMA_REGISTRY} names. */
class RealRegistryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] IMAGE = {1, 2, 3, 4};
    private static final byte[] LABEL = """
            {"schema":1,"image":{"topic":"images","partition":2,"offset":17},"label":"defect","by":"anna","at":1795188380062}""".getBytes(UTF_8);
    private static final String FRAME = """
            {"type":"record","name":"Frame","namespace":"plant","fields":[
              {"name":"camera","type":"string"},{"name":"image","type":"bytes"}]}""";

    private RegistrySettings settings;

    @BeforeEach
    void requireRegistry() {
        String url = System.getenv("SCHEMA_REGISTRY");
        Need.REGISTRY.check(url != null, () -> "SCHEMA_REGISTRY names no schema registry");
        settings = new RegistrySettings(URI.create(url), Optional.empty(), Optional.empty());
    }

    private Arrival read(int id) throws IOException {
        Schema schema = new Schema.Parser().parse(FRAME);
        GenericData.Record frame = new GenericData.Record(schema);
        frame.put("camera", "line-4");
        frame.put("image", ByteBuffer.wrap(IMAGE));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericData.Record>(schema).write(frame, encoder);
        encoder.flush();
        IntakeRules rules = new IntakeRules(
                IntakeFormat.AVRO,
                "/image",
                Places.parse("/camera"),
                Places.NONE,
                Places.NONE,
                Places.NONE,
                Places.NONE,
                Places.NONE);
        return new Intakes(new IntakeSettings(rules, Map.of(), 1 << 20, Optional.of(settings)))
                .of("frames")
                .read(new InputRecord("frames", 0, 0, null, bytes.toByteArray(), new RecordHeaders(), 5));
    }

    @Test
    void shouldReadAnImageWithASchemaOfTheRegistry() throws IOException {
        int id = new SchemaRegistry(settings).id("frames-value", FRAME);
        Arrival.Image image = (Arrival.Image) read(id);

        assertThat(image.bytes()).isEqualTo(IMAGE);
        assertThat(image.source()).asString().isEqualTo("line-4");
    }

    @Test
    void shouldRejectASchemaThatTheRegistryDoesNotKnow() throws IOException {
        Arrival.Refused refused = (Arrival.Refused) read(987_654_321);

        assertThat(refused.rejection().reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);
    }

    @Test
    void shouldWriteWithASchemaThatItRegistersOnce() throws IOException {
        OutputSettings avro = new OutputSettings(OutputFormat.AVRO, Optional.of(settings));
        byte[] value =
                new OutputValues(avro).writer(RecordKind.FEEDBACK, "labels").apply(LABEL);

        assertThat(new OutputValues(avro).writer(RecordKind.FEEDBACK, "labels").apply(LABEL))
                .isEqualTo(value);
        assertThat(JSON.readTree(new OutputValues(avro).json(value))).isEqualTo(JSON.readTree(LABEL));
        for (RecordKind kind : RecordKind.values()) {
            new OutputValues(avro).writer(kind, "of-" + kind.name().toLowerCase(java.util.Locale.ROOT));
        }
    }
}
