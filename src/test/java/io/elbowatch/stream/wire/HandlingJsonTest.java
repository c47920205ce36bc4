package io.elbowatch.stream.wire;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.elbowatch.core.source.HandlingAct;
import io.elbowatch.core.source.HandlingProblem;
import io.elbowatch.stream.wire.HandlingJson.Read;
import io.elbowatch.stream.wire.HandlingRecord.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HandlingJsonTest {
    private static final String ID = "images-2-1017-anomalies";
    private static final HandlingRecord ACKNOWLEDGED = new HandlingRecord(
            ID, HandlingAct.ACKNOWLEDGED, Optional.empty(), "anna", 1_795_188_483_062L, Optional.empty());
    static final HandlingRecord COMMENT = new HandlingRecord(
            ID,
            HandlingAct.COMMENTED,
            Optional.of("lens <b>dirty</b>\nü"),
            "börge",
            1_795_188_483_062L,
            Optional.of(new Seen(104, 9)));

    private final Schema closed = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(Path.of("docs", "schema", "handling.schema.json"))
                    .replace("\"additionalProperties\": true", "\"additionalProperties\": false"));

    HandlingJsonTest() throws IOException {}

    @Test
    void shouldDescribeEveryRecordThatIsWritten() {
        for (HandlingRecord record : List.of(ACKNOWLEDGED, COMMENT)) {
            assertThat(closed.validate(new String(HandlingJson.write(record), UTF_8), InputFormat.JSON))
                    .isEmpty();
        }
    }

    @Test
    void shouldReadWhatItWrites() {
        for (HandlingRecord record : List.of(ACKNOWLEDGED, COMMENT)) {
            assertThat(HandlingJson.read(HandlingJson.write(record))).isEqualTo(new Read.Taken(record));
        }
    }

    @Test
    void shouldKeepEachCommentAndOneOfEachOtherAct() {
        HandlingRecord again = new HandlingRecord(
                ID, HandlingAct.ACKNOWLEDGED, Optional.of("mine"), "berta", 1_795_188_500_000L, Optional.empty());
        HandlingRecord other = new HandlingRecord(
                ID, HandlingAct.COMMENTED, Optional.of("seen"), "berta", COMMENT.atMillis(), Optional.empty());

        assertThat(again.key()).isEqualTo(ACKNOWLEDGED.key()).isEqualTo(ID + "/acknowledged");
        assertThat(other.key()).isNotEqualTo(COMMENT.key()).startsWith(ID + "/commented/");
    }

    @Test
    void shouldPassOverUnknownFields() {
        String text = new String(HandlingJson.write(ACKNOWLEDGED), UTF_8).replaceFirst("\\{", "{\"ticket\":7,");

        assertThat(HandlingJson.read(text.getBytes(UTF_8))).isEqualTo(new Read.Taken(ACKNOWLEDGED));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    malformed | {
                    malformed | []
                    schema    | {"schema":2,"incident":"images-2-1-silence","act":"closed","by":"a","at":1}
                    schema    | {}
                    field     | {"schema":1,"incident":"images-2-1-silence","act":"opened","by":"a","at":1}
                    field     | {"schema":1,"incident":"images-2-1-silence","act":"closed","by":" ","at":1}
                    field     | {"schema":1,"incident":"images-2-1-silence","act":"closed","by":7,"at":1}
                    field     | {"schema":1,"incident":"images-2-1-silence","act":"closed","by":"a","at":"now"}
                    field     | {"schema":1,"incident":"images-2-1-silence","act":"closed","by":"a"}
                    field     | {"schema":1,"incident":"../etc","act":"closed","by":"a","at":1}
                    field     | {"schema":1,"incident":"images-2-1-silence","act":"commented","by":"a","at":1}
                    field     | {"schema":1,"incident":"images-2-1-silence","act":"closed","by":"a","at":1,"seen":{"images":1}}
                    """)
    void shouldSayWhatIsWrong(String reason, String text) {
        assertThat(HandlingJson.read(text.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        Read.Refused.class,
                        refused -> assertThat(refused.reason().label()).isEqualTo(reason));
    }

    @Test
    void shouldRefuseALongCommentAndAHugeRecord() {
        String comment = "x".repeat(HandlingRecord.MAX_COMMENT + 1);

        assertThatThrownBy(() -> new HandlingRecord(
                        ID, HandlingAct.COMMENTED, Optional.of(comment), "anna", 1, Optional.empty()))
                .hasMessageContaining("1 to 1000 characters");
        assertThat(HandlingJson.read(new byte[9_000]))
                .isEqualTo(new Read.Refused(HandlingProblem.MALFORMED, "9000 bytes"));
        assertThat(HandlingJson.read(null)).isEqualTo(new Read.Refused(HandlingProblem.MALFORMED, "no value"));
    }

    @Property(tries = 500)
    void shouldThrowNothingWhateverTheBytes(@ForAll byte[] value) {
        assertThat(HandlingJson.read(value)).isNotNull();
    }
}
