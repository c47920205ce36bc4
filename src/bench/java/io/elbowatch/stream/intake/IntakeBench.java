package io.elbowatch.stream.intake;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Opening the envelope of an image of 100 KB. */
@State(Scope.Thread)
public class IntakeBench {
    private static final int IMAGE_BYTES = 100_000;

    @Param({"RAW", "BASE64", "JSON", "CLOUDEVENTS"})
    IntakeFormat format;

    private Intakes intakes;
    private InputRecord record;

    @Setup
    public void make() {
        byte[] image = new byte[IMAGE_BYTES];
        new Random(1).nextBytes(image);
        String base64 = Base64.getEncoder().encodeToString(image);
        byte[] value = switch (format) {
            case RAW -> image;
            case BASE64 -> base64.getBytes(UTF_8);
            case JSON -> ("{\"camera\":\"line-4\",\"image\":\"" + base64 + "\"}").getBytes(UTF_8);
            default ->
                ("{\"specversion\":\"1.0\",\"source\":\"line-4\",\"id\":\"1\",\"data_base64\":\"" + base64 + "\"}")
                        .getBytes(UTF_8);
        };
        intakes = new Intakes(new IntakeSettings(IntakeRules.of(format), Map.of(), 16 << 20, Optional.empty()));
        record = new InputRecord("images", 0, 0, "line-4".getBytes(UTF_8), value, new RecordHeaders(), 1);
    }

    @Benchmark
    public Arrival read() {
        return intakes.read(record);
    }
}
