package io.elbowatch.settings;

import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.models.ModelsSettings;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.stream.access.RestartLimits;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.flow.AheadLimits;
import io.elbowatch.stream.flow.EvidenceLimits;
import io.elbowatch.stream.flow.FlowSettings;
import io.elbowatch.stream.flow.PeopleTopics;
import io.elbowatch.stream.flow.ReviewSettings;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.output.OutputSettings;
import io.elbowatch.stream.reference.ReferenceSettings;
import io.elbowatch.stream.registry.RegistrySettings;
import io.elbowatch.stream.shadow.ShadowLimits;
import io.elbowatch.stream.storage.StorageSettings;
import io.elbowatch.stream.webhook.WebhookSettings;
import io.elbowatch.traces.TracesSettings;
import io.elbowatch.web.Credentials;
import io.elbowatch.web.HttpAccess;
import io.elbowatch.web.HttpSettings;
import io.elbowatch.web.TlsFiles;
import io.elbowatch.web.Users;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Builds the settings' records. All values have been checked: a record that refuses one has no rule in this package. */
final class SettingsBuilder {
    private final Values values;
    private final BundleName bundles;

    SettingsBuilder(Values values, BundleName bundles) {
        this.values = values;
        this.bundles = bundles;
    }

    Settings build() {
        return new Settings(
                values.find(SettingsTable.BUNDLE).map(bundles::resolve),
                provider(),
                values.find(SettingsTable.ALPHA).map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
                values.get(SettingsTable.EXTRAPOLATE_TAIL),
                values.get(SettingsTable.DECIDE),
                new PlanSettings(
                        values.find(SettingsTable.ROUTES).map(Path::of),
                        values.get(SettingsTable.MODELS_HEADER),
                        values.get(SettingsTable.MODELS_LOAD_TIMEOUT)),
                stream(),
                new DecodeLimits(
                        Math.toIntExact(
                                values.get(SettingsTable.IMAGE_MAX_BYTES).bytes()),
                        values.get(SettingsTable.IMAGE_MAX_PIXELS),
                        values.get(SettingsTable.IMAGE_STRICT)),
                new AheadLimits(
                        values.get(SettingsTable.DECODE_THREADS),
                        values.get(SettingsTable.DECODE_MAX_BYTES).bytes()),
                http(),
                webhook(),
                traces(),
                models(),
                references(),
                new ShadowLimits(
                        values.get(SettingsTable.SHADOW_MAX_IMAGES),
                        values.get(SettingsTable.SHADOW_MAX_BYTES).bytes()),
                values.get(SettingsTable.METRICS_SOURCES),
                values.get(SettingsTable.QUALITY_WINDOW),
                values.get(SettingsTable.LOG_FORMAT),
                values.all());
    }

    private Optional<ReferenceSettings> references() {
        return values.find(SettingsTable.REFERENCE_FROM)
                .map(from -> new ReferenceSettings(
                        from,
                        values.get(SettingsTable.REFERENCE_PARALLEL),
                        values.get(SettingsTable.REFERENCE_TIMEOUT),
                        values.get(SettingsTable.REFERENCE_BUFFER).bytes(),
                        Math.toIntExact(
                                values.get(SettingsTable.IMAGE_MAX_BYTES).bytes())));
    }

    private ModelsSettings models() {
        return new ModelsSettings(
                values.find(SettingsTable.MODELS_FOLDER).map(Path::of).orElse(bundles.named()),
                values.find(SettingsTable.MODELS_CACHE).map(Path::of),
                values.get(SettingsTable.MODELS_CACHE_MAX_BYTES).bytes(),
                values.get(SettingsTable.MODELS_FROM),
                values.get(SettingsTable.MODELS_MAX_BYTES).bytes(),
                values.get(SettingsTable.MODELS_MAX_LOADED),
                values.get(SettingsTable.MODELS_LOAD_TIMEOUT));
    }

    private ProviderChoice provider() {
        ProviderChoice choice = values.get(SettingsTable.PROVIDER);
        return values.find(SettingsTable.PROVIDER_MEMORY)
                .map(memory -> choice.withMaxMemory(memory.bytes()))
                .orElse(choice);
    }

    private StreamSettings stream() {
        return new StreamSettings(
                values.get(SettingsTable.APPLICATION_ID),
                flow(),
                values.get(SettingsTable.TOPICS_CREATE),
                values.get(SettingsTable.THREADS),
                values.get(SettingsTable.GUARANTEE),
                new RestartLimits(values.get(SettingsTable.RESTARTS_MAX), values.get(SettingsTable.RESTARTS_WINDOW)),
                values.get(SettingsTable.START_TIMEOUT),
                values.kafka().stream()
                        .collect(Collectors.toMap(
                                given -> given.key().substring(Setting.KAFKA_PREFIX.length()), Given::value)));
    }

    private FlowSettings flow() {
        return new FlowSettings(
                        new Topics(
                                        values.get(SettingsTable.TOPICS_IMAGES),
                                        values.get(SettingsTable.TOPICS_SCORES),
                                        values.get(SettingsTable.TOPICS_ANOMALIES),
                                        values.get(SettingsTable.TOPICS_EVIDENCE),
                                        values.get(SettingsTable.TOPICS_INCIDENTS),
                                        values.get(SettingsTable.TOPICS_REJECTED),
                                        values.find(SettingsTable.TOPICS_SETTINGS))
                                .withShadow(values.find(SettingsTable.TOPICS_SHADOW))
                                .withInstances(values.find(SettingsTable.TOPICS_INSTANCES))
                                .withPeople(new PeopleTopics(
                                        values.find(SettingsTable.TOPICS_FEEDBACK),
                                        values.find(SettingsTable.TOPICS_REVIEW),
                                        values.find(SettingsTable.TOPICS_HANDLING))),
                        new BatchLimits(
                                values.get(SettingsTable.BATCH_MAX_IMAGES),
                                values.get(SettingsTable.BATCH_MAX_BYTES).bytes(),
                                values.get(SettingsTable.BATCH_LINGER)),
                        values.get(SettingsTable.BATCH_OVERLAP),
                        new EvidenceLimits(values.get(SettingsTable.EVIDENCE_PER_MINUTE)),
                        new IncidentSettings(
                                values.get(SettingsTable.INCIDENTS_FALSE_ALARM_IMAGES),
                                values.get(SettingsTable.INCIDENTS_SILENCE),
                                values.get(SettingsTable.INCIDENTS_FORGET),
                                values.get(SettingsTable.INCIDENTS_MAX_SOURCES)),
                        new ReviewSettings(
                                values.get(SettingsTable.REVIEW_RANDOM_RATE),
                                values.get(SettingsTable.REVIEW_NEAR_RATE),
                                values.get(SettingsTable.REVIEW_MAX_PER_HOUR)))
                .withIntake(new IntakeReader(values).settings(registry()))
                .withOutput(new OutputSettings(values.get(SettingsTable.OUTPUT_FORMAT), registry()))
                .withStorage(new StorageSettings(
                        values.find(SettingsTable.EVIDENCE_STORE),
                        values.find(SettingsTable.REJECTED_STORE),
                        values.get(SettingsTable.STORE_PARALLEL),
                        values.get(SettingsTable.STORE_TIMEOUT),
                        values.get(SettingsTable.STORE_BUFFER).bytes()));
    }

    private Optional<RegistrySettings> registry() {
        return values.find(SettingsTable.REGISTRY_URL)
                .map(url -> new RegistrySettings(
                        URI.create(url),
                        values.find(SettingsTable.REGISTRY_USER),
                        values.find(SettingsTable.REGISTRY_PASSWORD)));
    }

    private Optional<WebhookSettings> webhook() {
        return values.find(SettingsTable.WEBHOOK_URL)
                .map(url -> new WebhookSettings(
                        URI.create(url),
                        values.find(SettingsTable.WEBHOOK_SECRET),
                        values.get(SettingsTable.WEBHOOK_TIMEOUT),
                        values.get(SettingsTable.WEBHOOK_GIVE_UP)));
    }

    private Optional<TracesSettings> traces() {
        return values.find(SettingsTable.TRACES_ENDPOINT)
                .map(endpoint -> new TracesSettings(
                        URI.create(endpoint),
                        values.get(SettingsTable.TRACES_SAMPLE),
                        values.find(SettingsTable.TRACES_HEADERS)
                                .map(TracesSettings::headers)
                                .orElse(Map.of())));
    }

    private HttpSettings http() {
        return new HttpSettings(
                values.get(SettingsTable.HTTP_HOST),
                values.get(SettingsTable.HTTP_PORT),
                values.get(SettingsTable.HTTP_PAGE),
                new HttpAccess(
                        TlsFiles.of(values.find(SettingsTable.HTTP_CERTIFICATE), values.find(SettingsTable.HTTP_KEY)),
                        Credentials.of(
                                values.get(SettingsTable.HTTP_USER),
                                values.find(SettingsTable.HTTP_PASSWORD),
                                values.find(SettingsTable.HTTP_TOKEN),
                                values.find(SettingsTable.HTTP_USERS).orElse(Users.NONE)),
                        values.get(SettingsTable.HTTP_INSECURE)));
    }
}
