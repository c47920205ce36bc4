package io.elbowatch.stream.intake;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.Rejection.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

import static io.elbowatch.stream.intake.Inputs.IMAGE;
import static io.elbowatch.stream.intake.Inputs.record;
import static io.elbowatch.stream.intake.Inputs.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AvroEnvelopeTest {
    private static final String TEXT = """
            {"type":"record","name":"Frame","fields":[
              {"name":"before","type":{"type":"map","values":{"type":"array","items":["null","double","string"]}}},
              {"name":"image","type":["null","bytes","string",{"type":"fixed","name":"Eight","size":8}]},
              {"name":"camera","type":{"type":"record","name":"Camera","fields":[
                {"name":"id","type":"string"},{"name":"side","type":{"type":"enum","name":"Side","symbols":["L","R"]}}]}},
              {"name":"taken","type":{"type":"long","logicalType":"timestamp-micros"}},
              {"name":"gain","type":"float"},{"name":"ok","type":"boolean"},{"name":"n","type":"int"},
              {"name":"next","type":["null","Frame"],"default":null}]}""";
    private static final Schema SCHEMA = new Schema.Parser().parse(TEXT);
    private static final IntakeRules RULES =
            rules(IntakeFormat.AVRO, "/image", "/before/tags/0 or /camera/id", "/camera/side", "/taken");

    private final List<Integer> asked = new ArrayList<>();
    private long nanos = 1;

    @Test
    void shouldReadBytesFixedAndTextWithTheWritersSchema() {
        for (Object image : List.of(
                ByteBuffer.wrap(IMAGE),
                Base64.getEncoder().encodeToString(IMAGE),
                new GenericData.Fixed(
                        SCHEMA.getField("image").schema().getTypes().get(3), IMAGE))) {
            Arrival.Image read = (Arrival.Image) read(envelope(), value(frame(image, 0)));

            assertThat(read.bytes()).isEqualTo(IMAGE);
            assertThat(read.source()).asString().isEqualTo("c7");
            assertThat(read.id()).contains("R");
            assertThat(read.timestampMillis()).isEqualTo(Inputs.NOON + 250);
        }
    }

    @Test
    void shouldAskTheRegistryOnceForASchema() {
        FieldIntake intake = new FieldIntake(RULES, envelope());
        for (int i = 0; i < 3; i++) {
            intake.read(record(null, value(frame(ByteBuffer.wrap(IMAGE), 0)), Map.of()));
        }

        assertThat(asked).containsExactly(7);
    }

    @Test
    void shouldRejectAnUnknownSchemaAndAskAgainLater() {
        byte[] value = value(frame(ByteBuffer.wrap(IMAGE), 0));
        value[4] = 8;
        AvroEnvelope envelope = envelope();

        assertThat(reason(read(envelope, value))).isEqualTo(Reason.UNKNOWN_SCHEMA);
        assertThat(reason(read(envelope, value))).isEqualTo(Reason.UNKNOWN_SCHEMA);
        nanos += 6_000_000_000L;
        assertThat(reason(read(envelope, value))).isEqualTo(Reason.UNKNOWN_SCHEMA);
        assertThat(asked).containsExactly(8, 8);
    }

    @Test
    void shouldNotTakeARegistryThatDoesNotAnswerForABadRecord() {
        AvroEnvelope envelope = new AvroEnvelope(
                RULES,
                Inputs.MAX_BYTES,
                id -> {
                    throw new Refusal("it does not answer", "start it");
                },
                () -> nanos);

        assertThatThrownBy(() -> read(envelope, value(frame(ByteBuffer.wrap(IMAGE), 0))))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void shouldRejectASchemaThatIsNotAvro() {
        AvroEnvelope envelope =
                new AvroEnvelope(RULES, Inputs.MAX_BYTES, id -> Optional.of("{\"type\":\"object\"}"), () -> nanos);

        assertThat(reason(read(envelope, value(frame(ByteBuffer.wrap(IMAGE), 0)))))
                .isEqualTo(Reason.BAD_ENVELOPE);
    }

    @Test
    void shouldRejectAnImageThatIsTooLargeOrMissing() {
        assertThat(reason(read(envelope(), value(frame(ByteBuffer.allocate(Inputs.MAX_BYTES + 1), 0)))))
                .isEqualTo(Reason.TOO_MANY_BYTES);
        assertThat(reason(read(envelope(), value(frame(null, 0))))).isEqualTo(Reason.NO_IMAGE);
        assertThat(read(envelope(), value(frame(ByteBuffer.allocate(Inputs.MAX_BYTES), 0))))
                .isInstanceOf(Arrival.Image.class);
    }

    @Test
    void shouldRejectRecordsWithinRecordsWithoutAnEnd() {
        assertThat(read(envelope(), value(frame(ByteBuffer.wrap(IMAGE), 20)))).isInstanceOf(Arrival.Image.class);
        assertThat(reason(read(envelope(), value(frame(ByteBuffer.wrap(IMAGE), 40)))))
                .isEqualTo(Reason.BAD_ENVELOPE);
    }

    /** Avro's own reader would allocate two gigabytes for the first, and read the second for years. */
    @Test
    void shouldRejectClaimsOfLengthWithoutAllocatingThem() {
        Schema bytes = Schema.create(Schema.Type.BYTES);
        Schema nothings = Schema.createArray(Schema.create(Schema.Type.NULL));
        byte[] length = {0, 0, 0, 0, 7, (byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};
        byte[] endless = {0, 0, 0, 0, 7, -2, -1, -1, -1, -1, -1, -1, -1, -1, 1};
        for (Schema schema : List.of(bytes, nothings)) {
            AvroEnvelope envelope =
                    new AvroEnvelope(RULES, Inputs.MAX_BYTES, id -> Optional.of(schema.toString()), () -> nanos);
            assertThat(reason(read(envelope, length))).isEqualTo(Reason.BAD_ENVELOPE);
            assertThat(reason(read(envelope, endless))).isEqualTo(Reason.BAD_ENVELOPE);
        }
    }

    @Test
    void shouldAnswerEveryPrefixAndEveryDamagedValue() {
        byte[] value = value(frame(ByteBuffer.wrap(IMAGE), 2));
        AvroEnvelope envelope = envelope();
        Random random = new Random(1);
        for (int length = 1; length < value.length; length++) {
            assertThat(read(envelope, Arrays.copyOf(value, length))).isInstanceOf(Arrival.Refused.class);
        }
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = value.clone();
            damaged[5 + random.nextInt(value.length - 5)] = (byte) random.nextInt();
            damaged[5 + random.nextInt(value.length - 5)] = (byte) random.nextInt();
            assertThat(read(envelope, damaged)).isInstanceOfAny(Arrival.Refused.class, Arrival.Image.class);
        }
    }

    private AvroEnvelope envelope() {
        return new AvroEnvelope(
                RULES,
                Inputs.MAX_BYTES,
                id -> {
                    asked.add(id);
                    return id == 7 ? Optional.of(TEXT) : Optional.empty();
                },
                () -> nanos);
    }

    private static Arrival read(AvroEnvelope envelope, byte[] value) {
        return new FieldIntake(RULES, envelope).read(record(null, value, Map.of()));
    }

    private static Reason reason(Arrival arrival) {
        assertThat(arrival).isInstanceOf(Arrival.Refused.class);
        return ((Arrival.Refused) arrival).rejection().reason();
    }

    private static GenericData.Record frame(Object image, int below) {
        GenericData.Record camera =
                new GenericData.Record(SCHEMA.getField("camera").schema());
        camera.put("id", "c7");
        camera.put(
                "side",
                new GenericData.EnumSymbol(camera.getSchema().getField("side").schema(), "R"));
        GenericData.Record frame = new GenericData.Record(SCHEMA);
        frame.put("before", Map.of("tags", Arrays.asList(null, 1.5, "x"), "a", List.of()));
        frame.put("image", image);
        frame.put("camera", camera);
        frame.put("taken", (Inputs.NOON + 250) * 1_000);
        frame.put("gain", 1.5f);
        frame.put("ok", true);
        frame.put("n", -7);
        frame.put("next", below == 0 ? null : frame(image, below - 1));
        return frame;
    }

    private static byte[] value(GenericData.Record frame) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, 0, 0, 7});
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            new GenericDatumWriter<GenericData.Record>(SCHEMA).write(frame, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
