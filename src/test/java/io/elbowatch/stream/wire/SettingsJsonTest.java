package io.elbowatch.stream.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.core.verdict.SettingsRefusal.Reason;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.stream.wire.SettingsRecord.Change;
import io.elbowatch.stream.wire.SettingsRecord.Refused;
import io.elbowatch.stream.wire.SettingsRecord.Withdrawal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class SettingsJsonTest {
    private static final Path PAGE = Path.of("docs", "schema", "settings.schema.json");
    private static final byte[] KEY = SettingsJson.KEY.getBytes(UTF_8);

    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(page(), InputFormat.JSON);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "malformed     | ``",
                "malformed     | {\"schema\":1",
                "malformed     | {\"schema\":1} {}",
                "malformed     | {\"schema\":1,\"alpha\":0.1,\"alpha\":0.2}",
                "malformed     | [1]",
                "malformed     | {\"schema\":1,\"alpha\":NaN}",
                "schema        | {}",
                "schema        | {\"alpha\":0.1}",
                "schema        | {\"schema\":2,\"alpha\":0.1}",
                "schema        | {\"schema\":\"1\"}",
                "unknown_field | {\"schema\":1,\"alhpa\":0.1}",
                "alpha         | {\"schema\":1,\"alpha\":0}",
                "alpha         | {\"schema\":1,\"alpha\":1}",
                "alpha         | {\"schema\":1,\"alpha\":-0.1}",
                "alpha         | {\"schema\":1,\"alpha\":1e999999}",
                "alpha         | {\"schema\":1,\"alpha\":\"0.1\"}",
                "alpha         | {\"schema\":1,\"alpha\":null}",
                "decider       | {\"schema\":1,\"decide\":\"locl\"}",
                "decider       | {\"schema\":1,\"decide\":\"Local\"}",
                "decider       | {\"schema\":1,\"decide\":3}",
            })
    void shouldRefuseByReason(String reason, String json) {
        assertThat(refusal(KEY, json.getBytes(UTF_8)).reason().label()).isEqualTo(reason);
    }

    @Test
    void shouldRefuseOtherKeys() {
        byte[] value = SettingsJson.write(VerdictSettings.START);
        assertThat(refusal(null, value).reason()).isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(refusal("verdict ".getBytes(UTF_8), value).reason()).isEqualTo(Reason.UNKNOWN_KEY);
    }

    @Test
    void shouldTakeATombstoneForAWithdrawal() {
        assertThat(SettingsJson.read(KEY, null)).isInstanceOf(Withdrawal.class);
    }

    @Test
    void shouldQuoteAFewHarmlessCharactersOfTheInput() {
        String hostile = "x\" remedy=\"none\"\nERROR \u202e" + "y".repeat(1_000);
        String json = new ObjectMapper()
                .createObjectNode()
                .put("schema", 1)
                .put(hostile, 1)
                .toString();

        String detail = refusal(KEY, json.getBytes(UTF_8)).detail();

        assertThat(detail).hasSizeLessThan(60).startsWith("field 'x? remedy").matches("[^\"\\n\u202e]*");
    }

    @Test
    void shouldRefuseAValueThatIsHuge() {
        assertThat(refusal(KEY, new byte[1 << 20]).detail()).contains("1048576 bytes");
        assertThat(refusal(KEY, "[".repeat(4_000).getBytes(UTF_8)).reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void shouldListEveryDeciderInTheSchema() throws IOException {
        List<String> listed = new ArrayList<>();
        new ObjectMapper().readTree(page()).at("/properties/decide/enum").forEach(label -> listed.add(label.asText()));

        assertThat(listed)
                .containsExactlyElementsOf(
                        Arrays.stream(Decider.values()).map(Decider::label).toList());
    }

    @Property
    void shouldReadWhatItWrote(
            @ForAll @DoubleRange(min = 0, minIncluded = false, max = 1, maxIncluded = false) double alpha,
            @ForAll Decider decider,
            @ForAll @StringLength(max = SettingsJson.MAX_BY) String by) {
        VerdictSettings settings = new VerdictSettings(OptionalDouble.of(alpha), Optional.of(decider));

        assertThat(SettingsJson.read(KEY, SettingsJson.write(settings))).isEqualTo(new Change(settings));
        assertThat(SettingsJson.read(KEY, SettingsJson.write(settings, Optional.of(by))))
                .isEqualTo(new Change(settings, Optional.of(by)));
    }

    @Property
    void shouldNeverThrowOnAnyBytes(@ForAll byte[] key, @ForAll byte[] value) {
        assertThat(SettingsJson.read(key, value)).isInstanceOf(Refused.class);
        assertThat(SettingsJson.read(KEY, value)).isNotNull();
    }

    /** The reader accepts exactly the records that the schema accepts. */
    @Property
    void shouldAgreeWithTheSchema(@ForAll("almostSettings") String json) {
        boolean taken = SettingsJson.read(KEY, json.getBytes(UTF_8)) instanceof Change;

        assertThat(taken).isEqualTo(schema.validate(json, InputFormat.JSON).isEmpty());
    }

    @Provide
    Arbitrary<String> almostSettings() {
        Arbitrary<String> schemas =
                Arbitraries.of("", "\"schema\":1", "\"schema\":1.0", "\"schema\":2", "\"schema\":true");
        Arbitrary<String> alphas = Arbitraries.of(
                "",
                "\"alpha\":0.01",
                "\"alpha\":1e-3",
                "\"alpha\":0",
                "\"alpha\":1",
                "\"alpha\":null",
                "\"alpha\":\"0.1\"");
        Arbitrary<String> decides =
                Arbitraries.of("", "\"decide\":\"local\"", "\"decide\":\"LOCAL\"", "\"decide\":null", "\"decide\":[]");
        Arbitrary<String> others = Arbitraries.of(
                "",
                "\"decider\":\"local\"",
                "\"by\":\"Ada\"",
                "\"by\":7",
                "\"by\":null",
                "\"by\":\"" + "y".repeat(201) + "\"");
        return Combinators.combine(schemas, alphas, decides, others)
                .as((a, b, c, d) -> "{"
                        + String.join(
                                ",",
                                List.of(a, b, c, d).stream()
                                        .filter(field -> !field.isEmpty())
                                        .toList())
                        + "}");
    }

    private static SettingsRefusal refusal(byte[] key, byte[] value) {
        return ((Refused) SettingsJson.read(key, value)).refusal();
    }

    private static String page() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
