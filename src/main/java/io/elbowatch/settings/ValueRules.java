package io.elbowatch.settings;

import io.elbowatch.onnx.Provider;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.stream.output.OutputFormat;
import io.elbowatch.stream.webhook.WebhookSettings;
import io.elbowatch.traces.TracesSettings;
import io.elbowatch.web.HttpSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Checks the values against their rows in the table and against each other; {@link KafkaRules} checks Kafka's own. */
final class ValueRules {
    private static final List<Setting<String>> TOPICS = List.of(
            SettingsTable.TOPICS_SCORES,
            SettingsTable.TOPICS_ANOMALIES,
            SettingsTable.TOPICS_EVIDENCE,
            SettingsTable.TOPICS_INCIDENTS,
            SettingsTable.TOPICS_REJECTED,
            SettingsTable.TOPICS_SETTINGS,
            SettingsTable.TOPICS_SHADOW,
            SettingsTable.TOPICS_INSTANCES,
            SettingsTable.TOPICS_FEEDBACK,
            SettingsTable.TOPICS_REVIEW,
            SettingsTable.TOPICS_HANDLING);

    private final Values values;
    private final Problems problems;

    ValueRules(Values values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    void check() {
        SettingsTable.rows().forEach(values::find); // adds a problem for each value that its row does not allow
        checkTopics();
        checkIncidents();
        checkMemory();
        checkTls();
        checkAccess();
        checkWebhook();
        checkTraces();
        new IntakeReader(values).check(problems);
        checkRegistry();
    }

    private void checkTraces() {
        if (!values.has(SettingsTable.TRACES_HEADERS)) {
            return;
        }
        Optional<URI> endpoint = values.find(SettingsTable.TRACES_ENDPOINT).map(URI::create);
        if (endpoint.isEmpty()) {
            problems.add("traces.headers has no effect: traces.endpoint is missing");
        } else if (!TracesSettings.keepsSecrets(endpoint.get())) {
            problems.add(
                    "traces.endpoint is plain http to another machine, where others can read traces.headers: use https,"
                            + " or a collector on this machine");
        }
    }

    private void checkRegistry() {
        boolean url = values.has(SettingsTable.REGISTRY_URL);
        boolean user = values.has(SettingsTable.REGISTRY_USER);
        if (values.get(SettingsTable.OUTPUT_FORMAT) == OutputFormat.AVRO && !url) {
            problems.add("output.format = avro needs registry.url");
        }
        if (user != values.has(SettingsTable.REGISTRY_PASSWORD)) {
            problems.add("registry.user and registry.password belong together: one is missing");
        } else if (user && !url) {
            problems.add("registry.user has no effect: registry.url is missing");
        }
    }

    private void checkWebhook() {
        if (values.has(SettingsTable.WEBHOOK_SECRET) && !values.has(SettingsTable.WEBHOOK_URL)) {
            problems.add("webhook.secret has no effect: webhook.url is missing");
        }
        values.find(SettingsTable.WEBHOOK_URL)
                .filter(url ->
                        !WebhookSettings.isSecure(URI.create(url)) && !values.get(SettingsTable.WEBHOOK_INSECURE))
                .ifPresent(url -> problems.add("webhook.url is plain http to another machine: use https, or set"
                        + " webhook.insecure = true where nobody else is on the way"));
    }

    private void checkTopics() {
        List<String> names = Stream.concat(
                        values.find(SettingsTable.TOPICS_IMAGES).stream().flatMap(List::stream),
                        TOPICS.stream().flatMap(topic -> values.find(topic).stream()))
                .toList();
        if (Set.copyOf(names).size() != names.size()) {
            problems.add("topics.images, .scores, .anomalies, .evidence, .incidents, .rejected, .settings, .shadow,"
                    + " .instances, .feedback, .review and .handling must all differ");
        }
    }

    private void checkIncidents() {
        Setting<?> forget = SettingsTable.INCIDENTS_FORGET;
        Setting<?> silence = SettingsTable.INCIDENTS_SILENCE;
        if (values.areAllowed(forget, silence)
                && values.get(SettingsTable.INCIDENTS_FORGET).compareTo(values.get(SettingsTable.INCIDENTS_SILENCE))
                        <= 0) {
            problems.add(values.given(forget).quoted() + " must be longer than "
                    + values.given(silence).quoted());
        }
    }

    private void checkMemory() {
        ProviderChoice choice = values.get(SettingsTable.PROVIDER);
        if (values.find(SettingsTable.PROVIDER_MEMORY).isPresent() && !choice.hasMemoryLimit()) {
            problems.add("provider.memory limits the memory of cuda only, not of "
                    + choice.named().map(Provider::label).orElseThrow());
        }
    }

    private void checkTls() {
        boolean certificate = values.has(SettingsTable.HTTP_CERTIFICATE);
        if (certificate != values.has(SettingsTable.HTTP_KEY)) {
            problems.add("http.tls.certificate and http.tls.key belong together: "
                    + (certificate ? "http.tls.key" : "http.tls.certificate") + " is missing");
        }
    }

    private void checkAccess() {
        boolean twice = values.has(SettingsTable.HTTP_PASSWORD)
                && values.find(SettingsTable.HTTP_USERS)
                        .filter(users -> users.passwords().containsKey(values.get(SettingsTable.HTTP_USER)))
                        .isPresent();
        if (twice) {
            problems.add("http.users has the user of http.password (http.user) once more: leave one of them out");
        }
        String host = values.get(SettingsTable.HTTP_HOST);
        if (HttpSettings.isLoopback(host) || values.get(SettingsTable.HTTP_INSECURE)) {
            return;
        }
        boolean encrypted = values.has(SettingsTable.HTTP_CERTIFICATE);
        boolean asked = Stream.of(SettingsTable.HTTP_PASSWORD, SettingsTable.HTTP_USERS, SettingsTable.HTTP_TOKEN)
                .anyMatch(values::has);
        String tls = "http.tls.certificate and http.tls.key";
        String secrets = "http.password, http.users or http.token";
        if (!encrypted || !asked) {
            problems.add("http.host = " + host + " lets other machines in: set "
                    + (encrypted ? secrets : asked ? tls : tls + ", and " + secrets)
                    + "; or http.insecure = true, where only clients that may see images reach the port, such as in a"
                    + " container");
        }
    }
}
