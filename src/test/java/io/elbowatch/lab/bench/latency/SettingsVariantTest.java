package io.elbowatch.lab.bench.latency;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SettingsVariantTest {

    @Test
    void shouldCombineEveryValueWithEveryOther() {
        Map<String, List<String>> values = new LinkedHashMap<>();
        values.put("batch.linger", List.of("5ms", "9ms"));
        values.put("batch.max-images", List.of("8"));

        assertThat(SettingsVariant.product(values))
                .containsExactly(
                        new SettingsVariant(
                                "batch.linger=5ms batch.max-images=8",
                                Map.of("batch.linger", "5ms", "batch.max-images", "8")),
                        new SettingsVariant(
                                "batch.linger=9ms batch.max-images=8",
                                Map.of("batch.linger", "9ms", "batch.max-images", "8")));
    }
}
