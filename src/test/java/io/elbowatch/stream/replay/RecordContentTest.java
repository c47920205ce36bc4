package io.elbowatch.stream.replay;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.Rejection;
import io.elbowatch.stream.intake.Intakes;
import io.elbowatch.stream.reference.ObjectSource;
import io.elbowatch.testing.Flows;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecordContentTest {
    private static final byte[] VALUE = {1, 2, 3};

    @Test
    void shouldKeepARecordAsItCame() {
        RangeRecord record = RecordContent.asItCame(record(null));

        assertThat(record.name()).isEqualTo("images/3@712");
        assertThat(record.source()).hasValue("camera-7");
        assertThat(record.value()).isNull();
        assertThat(record.refused()).isEmpty();
    }

    @Test
    void shouldSayWhyARecordHasNoImage() {
        RecordContent content = content(Optional.empty());

        assertThat(content.image(record(VALUE)).value()).isEqualTo(VALUE);
        assertThat(content.image(record(null)).value()).isNull();
        assertThat(content.image(record(null)).refused())
                .hasValueSatisfying(why -> assertThat(why.reason()).isEqualTo(Rejection.Reason.NULL_VALUE));
    }

    @Test
    void shouldEndWhereTheStoreOfAnImageDoesNotAnswer() {
        ObjectSource away = claim -> {
            throw new IOException("no answer within 10 s");
        };
        ConsumerRecord<byte[], byte[]> referring = record(null);
        referring.headers().add("elbowatch-ref", "file:///objects/1.png".getBytes(UTF_8));

        assertThatThrownBy(() -> content(Optional.of(away)).image(referring))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cannot be fetched: no answer within 10 s");
    }

    private static RecordContent content(Optional<ObjectSource> objects) {
        return new RecordContent(new Intakes(Flows.BY_HEADER), objects);
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
        return new ConsumerRecord<>("images", 3, 712, "camera-7".getBytes(UTF_8), value);
    }
}
