package io.elbowatch.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.stream.access.KafkaNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks that the chart takes a setting for a secret where the program does: it would stand in a ConfigMap. */
class ChartSecretsTest {
    private static final Path SCHEMA = Path.of("deploy/helm/elbowatch/values.schema.json");
    private static final List<String> OF_INTERCEPTORS = List.of(
            "kafka.interceptor.apikey",
            "kafka.interceptor.api_key.value",
            "kafka.interceptor.api-key.value",
            "kafka.interceptor.accessKey",
            "kafka.interceptor.Password",
            "kafka.interceptor.name");

    private final JsonNode settings;

    ChartSecretsTest() throws IOException {
        settings = new ObjectMapper().readTree(SCHEMA.toFile()).at("/properties/settings");
    }

    @Test
    void shouldRefuseEverySecretAndNothingElse() {
        Pattern secret =
                Pattern.compile(settings.get("patternProperties").fieldNames().next());

        assertThat(keys().filter(key -> secret.matcher(key).find() != Secrets.isSecret(key)))
                .isEmpty();
        assertThat(keys().filter(Secrets::isSecret)).contains("traces.headers", "kafka.ssl.keystore.key");
    }

    /** Those that people may write; other values of the chart set the rest. */
    private Stream<String> keys() {
        Set<String> others = Stream.of(settings.at("/propertyNames/allOf/1/not/enum"))
                .flatMap(names -> names.valueStream().map(JsonNode::asText))
                .collect(Collectors.toSet());
        return Stream.of(
                        SettingsTable.rows().stream().map(Setting::key),
                        KafkaNames.known().stream().map(name -> Setting.KAFKA_PREFIX + name),
                        OF_INTERCEPTORS.stream())
                .flatMap(keys -> keys)
                .filter(key -> !others.contains(key));
    }
}
