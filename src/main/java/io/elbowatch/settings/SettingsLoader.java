package io.elbowatch.settings;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.stream.access.RestartLimits;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.flow.EvidenceLimits;
import io.elbowatch.stream.flow.FlowSettings;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.web.HttpSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes settings of what was given: flags over the environment over a file over the preset over the defaults. Either all of it is sound,
 * or all that is wrong is refused in one message.
 */
public final class SettingsLoader {
    private final Problems problems = new Problems();
    private final Values values;
    private final BundleName bundles;

    private SettingsLoader(
            Map<String, String> ofCommand, List<Given> flags, Optional<Path> file, Map<String, String> environment) {
        Optional<Path> chosen = file.or(() -> Optional.ofNullable(environment.get(EnvironmentLayer.CONFIG_FILE))
                .filter(name -> !name.isBlank())
                .map(Path::of));
        List<Layer> given = List.of(
                FileLayer.read(chosen, problems),
                EnvironmentLayer.read(environment, problems),
                Layer.of(Layer.Rank.FLAGS, flags, problems));
        Layer defaults = defaults(ofCommand);
        values = new Values(all(List.of(defaults, preset(defaults, given)), given), problems);
        bundles = new BundleName(environment);
    }

    /**
     * @param flags as given on the command line
     * @param file a properties file, before the one that {@code ELBOWATCH_CONFIG} names
     * @param environment of the process
     * @throws Refusal naming everything that is wrong
     */
    public static Settings load(List<Given> flags, Optional<Path> file, Map<String, String> environment) {
        return load(Map.of(), flags, file, environment);
    }

    /**
     * As above, with other defaults.
     *
     * @param ofCommand a command's own defaults by key, before those of the table
     */
    public static Settings load(
            Map<String, String> ofCommand, List<Given> flags, Optional<Path> file, Map<String, String> environment) {
        return new SettingsLoader(ofCommand, flags, file, environment).settings();
    }

    private static List<Layer> all(List<Layer> some, List<Layer> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /** Which preset is on, and what it may set, hangs on the other layers. */
    private Layer preset(Layer defaults, List<Layer> given) {
        Values without = new Values(all(List.of(defaults), given), problems);
        Set<String> keys =
                given.stream().flatMap(layer -> layer.given().keySet().stream()).collect(Collectors.toSet());
        return PresetLayer.of(without.get(SettingsTable.PRESET), without.get(SettingsTable.GUARANTEE), keys);
    }

    private static Layer defaults(Map<String, String> ofCommand) {
        Map<String, Given> defaults = new HashMap<>();
        for (Setting<?> setting : SettingsTable.ALL) {
            setting.fallback()
                    .ifPresent(text -> defaults.put(setting.key(), new Given(setting.key(), text, Given.DEFAULT)));
        }
        ofCommand.forEach((key, value) -> defaults.put(key, new Given(key, value, Given.COMMAND)));
        return new Layer(Layer.Rank.DEFAULTS, defaults);
    }

    private Settings settings() {
        Optional<Path> bundle = values.find(SettingsTable.BUNDLE)
                .flatMap(name -> problems.attempt(() -> Optional.of(bundles.resolve(name)), Optional.empty()));
        OptionalDouble alpha =
                values.find(SettingsTable.ALPHA).map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
        DecodeLimits decode = problems.attempt(this::decode, DecodeLimits.DEFAULT);
        HttpSettings http = problems.attempt(() -> HttpValues.read(values), new HttpSettings("localhost", 0, false));
        Settings settings = new Settings(
                bundle,
                problems.attempt(this::provider, ProviderChoice.parse("auto")),
                alpha,
                values.get(SettingsTable.DECIDE),
                stream(),
                decode,
                http,
                maxSources(),
                values.get(SettingsTable.LOG_FORMAT),
                values.effective());
        problems.refuse();
        return settings;
    }

    /** Checked here, because the settings as a whole are made of sound values. */
    private int maxSources() {
        int sources = values.get(SettingsTable.METRICS_SOURCES);
        if (sources < 0 || sources > Settings.MAX_SOURCES) {
            problems.add("metrics.max-sources must lie between 0 and " + Settings.MAX_SOURCES + ", not " + sources);
            return 0;
        }
        return sources;
    }

    private ProviderChoice provider() {
        ProviderChoice choice = values.get(SettingsTable.PROVIDER);
        return values.find(SettingsTable.PROVIDER_MEMORY)
                .map(memory -> choice.withMaxMemory(memory.bytes()))
                .orElse(choice);
    }

    private DecodeLimits decode() {
        long bytes = values.get(SettingsTable.IMAGE_MAX_BYTES).bytes();
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("image.max-bytes must be below 2GiB, not " + bytes);
        }
        return new DecodeLimits((int) bytes, values.get(SettingsTable.IMAGE_MAX_PIXELS));
    }

    private StreamSettings stream() {
        KafkaRules rules = new KafkaRules(problems);
        rules.check(values.kafka());
        Topics topics = problems.attempt(this::topics, Topics.DEFAULT);
        BatchLimits batch = problems.attempt(this::batch, new BatchLimits(1, 1, Duration.ofMillis(1)));
        EvidenceLimits evidence = problems.attempt(
                () -> new EvidenceLimits(values.get(SettingsTable.EVIDENCE_PER_MINUTE)), EvidenceLimits.DEFAULT);
        IncidentSettings incidents = problems.attempt(this::incidents, IncidentSettings.DEFAULT);
        FlowSettings flow =
                new FlowSettings(topics, batch, values.get(SettingsTable.BATCH_OVERLAP), evidence, incidents);
        RestartLimits restarts = problems.attempt(
                () -> new RestartLimits(
                        values.get(SettingsTable.RESTARTS_MAX), values.get(SettingsTable.RESTARTS_WINDOW)),
                new RestartLimits(0, Duration.ofSeconds(1)));
        Optional<StreamSettings> stream = problems.attempt(() -> Optional.of(stream(flow, restarts)), Optional.empty());
        stream.ifPresent(rules::check);
        return stream.orElse(null); // Then there is a problem, and these settings are never handed out.
    }

    private Topics topics() {
        return new Topics(
                values.get(SettingsTable.TOPICS_IMAGES),
                values.get(SettingsTable.TOPICS_SCORES),
                values.get(SettingsTable.TOPICS_ANOMALIES),
                values.get(SettingsTable.TOPICS_EVIDENCE),
                values.get(SettingsTable.TOPICS_INCIDENTS),
                values.get(SettingsTable.TOPICS_REJECTED),
                values.find(SettingsTable.TOPICS_SETTINGS));
    }

    private BatchLimits batch() {
        return new BatchLimits(
                values.get(SettingsTable.BATCH_MAX_IMAGES),
                values.get(SettingsTable.BATCH_MAX_BYTES).bytes(),
                values.get(SettingsTable.BATCH_LINGER));
    }

    private IncidentSettings incidents() {
        return new IncidentSettings(
                values.get(SettingsTable.INCIDENTS_FALSE_ALARM_IMAGES),
                values.get(SettingsTable.INCIDENTS_SILENCE),
                values.get(SettingsTable.INCIDENTS_FORGET),
                values.get(SettingsTable.INCIDENTS_MAX_SOURCES));
    }

    private StreamSettings stream(FlowSettings flow, RestartLimits restarts) {
        return new StreamSettings(
                values.get(SettingsTable.APPLICATION_ID),
                flow,
                values.get(SettingsTable.TOPICS_CREATE),
                values.get(SettingsTable.THREADS),
                values.get(SettingsTable.GUARANTEE),
                restarts,
                values.kafka().stream()
                        .collect(Collectors.toMap(
                                given -> given.key().substring(Setting.KAFKA_PREFIX.length()), Given::value)));
    }
}
