package io.elbowatch.stream.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Terms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Positive;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.streams.processor.api.RecordMetadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Compares the bytes of {@link ScoreParts} with those that Jackson writes by {@link ScoreFields}. */
class ScorePartsTest {
    private static final List<Judge> JUDGES = List.of(
            Calibrations.judge(199, 0.05),
            new JudgeGroups(Calibrations.grouped(199, 0.05, "Süd \"1\"", 50)).of("Süd \"1\""),
            new Judge(Calibrations.upTo(99), 1.5, Decider.KL, 0.1));

    private final JsonFactory factory = new JsonFactoryBuilder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();
    private final ScoreJson json = new ScoreJson();

    private record Coordinates(String topic, int partition, long offset) implements RecordMetadata {}

    @Property(tries = 2_000)
    void shouldWriteAnyImageAsJackson(
            @ForAll @Chars({'a', '"', '\\', 'ü', '\n'}) String name,
            @ForAll byte[] key,
            @ForAll String keyText,
            @ForAll boolean isText,
            @ForAll @Positive int partition,
            @ForAll @LongRange(min = 0) long offset,
            @ForAll long timestamp,
            @ForAll Optional<@LongRange(min = 0) Long> settingsOffset) {
        ModelStamp stamp = new ModelStamp(name, new ModelIdentity(name, "1\n", "0".repeat(64), "cpu"), 1.5);
        ElboTerms terms = Terms.of(100.25f, 20, 3, 50, 0.5f);
        ImageScore image = new ImageScore(
                isText ? keyText.getBytes(UTF_8) : key,
                new Coordinates("images", partition, offset),
                timestamp,
                terms,
                "cpu",
                JUDGES.get(1).judge(terms),
                settingsOffset.map(OptionalLong::of).orElseGet(OptionalLong::empty));

        assertThat(json.write(stamp, image, Optional.empty())).asString(UTF_8).isEqualTo(byJackson(stamp, image));
    }

    @Property(tries = 5_000)
    void shouldWriteAnyTermsAsJackson(@ForAll @Size(5) float[] terms, @ForAll int judge) {
        ModelIdentity model = new ModelIdentity("fake", "1.0.0", "0".repeat(64), "cpu");
        Judge by = JUDGES.get(Math.floorMod(judge, JUDGES.size()));
        ModelStamp stamp = new ModelStamp("fake", model, by.beta());
        ElboTerms any = Terms.of(terms[0], terms[1], terms[2], terms[3], Math.abs(terms[4] / 10));
        if (any.finite()) {
            ImageScore image = new ImageScore(
                    null, new Coordinates("images", 3, 7), 0, any, "cpu", by.judge(any), OptionalLong.empty());

            assertThat(json.write(stamp, image, Optional.empty()))
                    .asString(UTF_8)
                    .isEqualTo(byJackson(stamp, image));
        }
    }

    private String byJackson(ModelStamp stamp, ImageScore image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator text = factory.createGenerator(out)) {
            text.writeStartObject();
            text.writeNumberField("schema", 1);
            text.writeObjectFieldStart("image");
            text.writeStringField("topic", image.coordinates().topic());
            text.writeNumberField("partition", image.coordinates().partition());
            text.writeNumberField("offset", image.coordinates().offset());
            text.writeNumberField("timestamp", image.timestampMillis());
            Optional<String> source = SourceText.of(image.key());
            if (source.isPresent()) {
                text.writeStringField("source", source.get());
            }
            text.writeEndObject();
            text.writeStringField("bundle", stamp.bundle());
            new ScoreFields(stamp.model(), stamp.beta())
                    .write(text, image.terms(), image.provider(), image.verdict(), image.settingsOffset());
            text.writeEndObject();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(UTF_8);
    }
}
