package io.elbowatch.web;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HealthTest {

    @Test
    void shouldRefuseReadyWithoutLive() {
        assertThatThrownBy(() -> new Health(false, true, Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNotChangeWithTheMapItWasMadeOf() {
        Map<String, String> detail = new HashMap<>(Map.of("state", "RUNNING"));
        Health health = new Health(true, true, detail);

        detail.put("state", "ERROR");

        assertThat(health.detail()).containsEntry("state", "RUNNING");
    }
}
