package io.elbowatch.stream;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OpenedPartsTest {
    @Test
    void shouldCloseTheLastPartFirstAndAllOfThem() {
        List<String> closed = new ArrayList<>();
        IllegalStateException failure = new IllegalStateException("of the start");
        IllegalStateException second = new IllegalStateException("of closing");
        OpenedParts opened = new OpenedParts();
        opened.add(() -> closed.add("first"));
        opened.add(() -> {
            throw second;
        });
        opened.add(() -> closed.add("last"));

        opened.closeAfter(failure);

        assertThat(closed).containsExactly("last", "first");
        assertThat(failure).hasSuppressedException(second);
    }
}
