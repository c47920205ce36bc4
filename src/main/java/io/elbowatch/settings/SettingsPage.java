package io.elbowatch.settings;

import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.access.StreamTimes;
import io.elbowatch.stream.access.StreamsProperties;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes the reference page {@code docs/settings.md} from {@link SettingsTable}. */
final class SettingsPage {
    private static final String PAGE = """
            # Settings

            Flags override the environment. The environment overrides a properties file (`--config FILE` or `ELBOWATCH_CONFIG`).
            The file overrides the preset, and the preset overrides the defaults. A key that is unknown, a value that is not
            allowed and values that contradict each other are refused at start, all in one message.
            `elbowatch run --print-settings` shows the values in force and their origin; secrets are masked.

            | Key | Flag | Environment | Value | Range | Default | What it is |
            |---|---|---|---|---|---|---|
            %s

            Any key can also be given as `--set KEY=VALUE`. Durations are written `50ms`, `2s`, `5m`, `1h` or in ISO 8601
            (`PT0.05S`). Sizes are written `16MiB`, `64m` or `1048576`, in powers of 1024. An empty environment variable counts
            as not set.

            ## Kafka's own settings

            Every setting of Kafka's clients and of Kafka Streams passes through under its own name with the prefix `kafka.`.
            This includes TLS and SASL: `kafka.security.protocol = SASL_SSL` in the file,
            `--set kafka.security.protocol=SASL_SSL`, or `ELBOWATCH_KAFKA_SECURITY_PROTOCOL` in the environment (underscores
            become dots). Kafka's own prefixes address one client: `kafka.producer.linger.ms`, `kafka.consumer.fetch.max.bytes`.

            Elbowatch starts Kafka's clients with these values, which any `kafka.` setting overrides:

            | Key | Value | Why |
            |---|---|---|
            %s

            A preset sets these, unless they are set otherwise:

            | Preset | Settings |
            |---|---|
            %s

            Other users of the machine can read the arguments of a process: give secrets in a file, in the environment or by
            Kafka's config providers. Any secret may be written as `file:PATH`: then its value is the text of that file
            ([which settings are secrets](security.md#secrets)).

            These Kafka settings must not be set, because Elbowatch's guarantees depend on them:

            | Key | Reason, or what to set instead |
            |---|---|
            %s

            ## Other environment variables

            | Name | What it is |
            |---|---|
            | `ELBOWATCH_CONFIG` | the properties file; `--config` overrides it |
            | `ELBOWATCH_HOME` | the installation, set by the launcher; bundle names are looked up in its `model/bundles` |
            | `ELBOWATCH_DATA` | folder of the data sets |
            | `ELBOWATCH_JAVA_OPTS` | options of the Java virtual machine, read by the launcher |
            | `ELBOWATCH_MVN_ARGS` | arguments of Maven when the launcher builds, such as `-o -Pgpu` |
            | `ELBOWATCH_CACHE` | folder of the launcher for the [archive of classes](deploy.md#3-the-image), or `off` |
            | `NO_COLOR` | with any value there are no colours and no progress bars; pipes and files never get them |

            Variables that Kubernetes sets for a service whose name begins with `elbowatch` (service links such as
            `ELBOWATCH_LINE2_PORT=tcp://10.0.0.7:8080`) are no settings.
            """;

    private static final int KAFKA_RECORD_BYTES = 1 << 20;

    private static final Map<String, String> KAFKA_VALUES = new TreeMap<>(Map.ofEntries(
            Map.entry("commit.interval.ms", "latency of results; 30,000 under `at_least_once`"),
            Map.entry(
                    "producer.transaction.timeout.ms",
                    "how long a crash may hold readers up; longer than a batch takes"),
            Map.entry("poll.ms", "at most `batch.linger`"),
            Map.entry(
                    "buffered.records.per.partition", "four batches: Kafka's 1,000 images of a megabyte are too many"),
            Map.entry("max.task.idle.ms", "a task has no other partition to wait for"),
            Map.entry("metadata.max.age.ms", "partitions that are added are read after this time"),
            Map.entry("session.timeout.ms", "how long the partitions of a killed instance wait"),
            Map.entry("heartbeat.interval.ms", "a quarter of the session; members learn of a rebalance by it"),
            Map.entry(
                    "max.poll.interval.ms",
                    "how long a rebalance waits for a member; 300,000 without exactly-once, or with `topics.settings`"),
            Map.entry("request.timeout.ms", "how long a broker that is cut off holds a client up"),
            Map.entry("socket.connection.setup.timeout.ms", "the same for a new connection"),
            Map.entry("producer.retry.backoff.ms", "a new transaction waits for the markers of the last one"),
            Map.entry("producer.batch.size", "150 scores; each full batch wakes the thread that sends it"),
            Map.entry("producer.max.request.size", "as `max.message.bytes` of `rejected`, at least 1 MiB"),
            Map.entry("producer.buffer.memory", "two such requests, at least 32 MiB")));

    private SettingsPage() {}

    static String markdown() {
        return String.format(
                Locale.ROOT,
                PAGE,
                SettingsTable.rows().stream().map(SettingsPage::row).collect(Collectors.joining("\n")),
                kafkaValues(),
                Arrays.stream(Preset.values()).map(SettingsPage::row).collect(Collectors.joining("\n")),
                OwnedKafkaKeys.REASONS.entrySet().stream()
                        .map(owned -> "| `kafka." + owned.getKey() + "` | " + owned.getValue() + " |")
                        .collect(Collectors.joining("\n")));
    }

    /** The values of a stream with default settings. */
    private static String kafkaValues() {
        StreamSettings stream =
                SettingsLoader.load(List.of(new Given("bundle", "boards", "page")), Optional.empty(), Map.of())
                        .stream();
        Properties values = StreamsProperties.of(stream, KAFKA_RECORD_BYTES);
        values.put("commit.interval.ms", new StreamTimes(stream).commitMillis()); // Kafka Streams gets a longer one
        return KAFKA_VALUES.entrySet().stream()
                .map(key ->
                        "| `kafka." + key.getKey() + "` | " + values.get(key.getKey()) + " | " + key.getValue() + " |")
                .collect(Collectors.joining("\n"));
    }

    private static String row(Preset preset) {
        String settings = preset.settings(Guarantee.EXACTLY_ONCE_V2).entrySet().stream()
                .map(setting -> "`" + setting.getKey() + "` = " + setting.getValue())
                .collect(Collectors.joining(", "));
        return "| `" + preset.label() + "` | " + (settings.isEmpty() ? "none: the defaults" : settings) + " |";
    }

    private static String row(Setting<?> setting) {
        return String.format(
                Locale.ROOT,
                "| `%s` | `%s` | `%s` | %s | %s | %s | %s |",
                setting.key(),
                setting.flag(),
                setting.environmentName(),
                setting.type().label().toLowerCase(Locale.ROOT),
                setting.range().text().isEmpty()
                        ? setting.type().syntax()
                        : setting.range().text(),
                setting.fallback().map(text -> "`" + text + "`").orElse("none"),
                setting.help());
    }
}
