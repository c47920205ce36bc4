package io.elbowatch.stream.live;

import io.elbowatch.stream.wire.Headers;
import java.util.List;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class InputNamesTest {
    private final InputNames names = new InputNames(List.of("images", "line-2"));

    @Test
    void shouldFindTheTopicInJsonAndInHeaders() {
        assertThat(inJson("{\"schema\":1,\"image\":{\"topic\":\"line-2\",\"partition\":0}}"))
                .isEqualTo("line-2");
        assertThat(inJson("{\"source\":\"\\\"topic\\\":\\\"images\\\"\",\"worst\":{\"topic\":\"line-2\"}}"))
                .isEqualTo("line-2");
        assertThat(names.of(new byte[0], name -> name.equals(Headers.TOPIC) ? "images" : null))
                .isEqualTo("images");
    }

    @Test
    void shouldFindNothingWhereThereIsNoneOfThem() {
        assertThat(inJson("{\"image\":{\"topic\":\"line-3\"}}")).isEmpty();
        assertThat(inJson("{\"image\":{\"topic\":\"line-2")).isEmpty();
        assertThat(inJson("")).isEmpty();
        assertThat(names.of(null, name -> null)).isEmpty();
    }

    @Test
    void shouldNameNoTopicWhereThereIsOnlyOne() {
        assertThat(new InputNames(List.of("images")).of("{\"topic\":\"images\"}".getBytes(UTF_8), name -> null))
                .isEmpty();
    }

    @Test
    void shouldShowTheTopicBeforeTheKey() {
        OutputRecord record = new OutputRecord("camera-1".getBytes(UTF_8), null, 0, name -> null, "line-2", true);
        assertThat(record.source()).isEqualTo("line-2: camera-1");
        assertThat(new OutputRecord(null, null, 0, name -> null, "line-2", true).source())
                .isEqualTo("line-2");
        assertThat(new OutputRecord("camera-1".getBytes(UTF_8), null, 0, name -> null, true).source())
                .isEqualTo("camera-1");
    }

    private String inJson(String json) {
        return names.of(json.getBytes(UTF_8), name -> null);
    }
}
