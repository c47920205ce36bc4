package io.elbowatch.settings;

import io.elbowatch.core.verdict.Decider;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.flow.Overlap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All settings, each once. Flags, environment names, checks, help and the reference page come from here; a setting that
 * is not here does not exist, except Kafka's own under {@code kafka.}.
 */
public final class SettingsTable {
    public static final Setting<String> BUNDLE = Setting.withoutDefault(
            "bundle", ValueType.TEXT, "the model: a bundle's folder, or a name under model/bundles");
    public static final Setting<ProviderChoice> PROVIDER = Setting.of(
            "provider",
            ValueType.PROVIDER,
            "auto",
            "what runs the model: auto, cpu, cuda, tensorrt or webgpu, with devices as in cuda:0,1");
    public static final Setting<ByteSize> PROVIDER_MEMORY = Setting.withoutDefault(
            "provider.memory",
            ValueType.SIZE,
            "memory of each GPU that the model may take, of cuda alone; without it as much as it wants");
    public static final Setting<Double> ALPHA = Setting.withoutDefault(
            "alpha", ValueType.SHARE, "false-alarm rate, a share of normal images; without it the bundle's own");
    public static final Setting<Decider> DECIDE = Setting.of(
            "decide",
            ValueType.DECIDER,
            "default",
            "which score decides: default, elbo, reconstruction, kl, local or density");
    static final Setting<String> APPLICATION_ID = Setting.of(
            "application-id", ValueType.TEXT, "elbowatch", "Kafka Streams' application id, and its consumer group");
    public static final Setting<Preset> PRESET = Setting.of(
            "preset",
            ValueType.PRESET,
            "balanced",
            "sets several others for one aim: latency, throughput, or balanced for their defaults; below all that is set otherwise");
    public static final Setting<Integer> THREADS =
            Setting.of("threads", ValueType.WHOLE, "1", "stream threads of this instance");
    public static final Setting<Guarantee> GUARANTEE = Setting.of(
            "guarantee", ValueType.GUARANTEE, "exactly_once_v2", "of every image: exactly_once_v2 or at_least_once");
    public static final Setting<String> TOPICS_IMAGES =
            Setting.of("topics.images", ValueType.TEXT, "images", "topic of images, in");
    static final Setting<String> TOPICS_SCORES =
            Setting.of("topics.scores", ValueType.TEXT, "scores", "topic of all scored images, out");
    static final Setting<String> TOPICS_ANOMALIES =
            Setting.of("topics.anomalies", ValueType.TEXT, "anomalies", "topic of the anomalous ones, out");
    static final Setting<String> TOPICS_EVIDENCE =
            Setting.of("topics.evidence", ValueType.TEXT, "evidence", "topic of pictures of anomalous images, out");
    static final Setting<String> TOPICS_INCIDENTS =
            Setting.of("topics.incidents", ValueType.TEXT, "incidents", "topic of what is wrong with a source, out");
    static final Setting<String> TOPICS_REJECTED =
            Setting.of("topics.rejected", ValueType.TEXT, "rejected", "topic of what could not be scored, out");
    public static final Setting<String> TOPICS_SETTINGS = Setting.withoutDefault(
            "topics.settings",
            ValueType.TEXT,
            "topic of changes of alpha and decide at run time, in: compacted, of one partition; without it there are none");
    public static final Setting<Boolean> TOPICS_CREATE =
            Setting.of("topics.create", ValueType.SWITCH, "false", "create the topics that are missing");
    static final Setting<Integer> BATCH_MAX_IMAGES =
            Setting.of("batch.max-images", ValueType.WHOLE, "64", "score a batch at so many images");
    static final Setting<ByteSize> BATCH_MAX_BYTES =
            Setting.of("batch.max-bytes", ValueType.SIZE, "64MiB", "score a batch at so many bytes in memory");
    static final Setting<Duration> BATCH_LINGER =
            Setting.of("batch.linger", ValueType.DURATION, "50ms", "score a batch when its first image is so old");
    static final Setting<Overlap> BATCH_OVERLAP = Setting.of(
            "batch.overlap",
            ValueType.OVERLAP,
            "auto",
            "score a batch on a thread of its own while the next fills: auto (where the model runs on a GPU), on, off");
    static final Setting<ByteSize> IMAGE_MAX_BYTES =
            Setting.of("image.max-bytes", ValueType.SIZE, "16MiB", "reject images of more bytes, as sent");
    static final Setting<Long> IMAGE_MAX_PIXELS =
            Setting.of("image.max-pixels", ValueType.LONG, "50000000", "reject images of more pixels, width x height");
    static final Setting<Integer> EVIDENCE_PER_MINUTE = Setting.of(
            "evidence.per-minute",
            ValueType.WHOLE,
            "30",
            "picture so many anomalous images of a source a minute, 0 for none; as many may come at once");
    static final Setting<Long> INCIDENTS_FALSE_ALARM_IMAGES = Setting.of(
            "incidents.false-alarm-images",
            ValueType.LONG,
            "100000000",
            "a healthy source opens a false incident at most once in so many of its images on average");
    public static final Setting<Duration> INCIDENTS_SILENCE = Setting.of(
            "incidents.silence",
            ValueType.DURATION,
            "10m",
            "a source without a scored image for so long is an incident, 0s for never");
    static final Setting<Duration> INCIDENTS_FORGET = Setting.of(
            "incidents.forget", ValueType.DURATION, "24h", "forget a source without a scored image for so long");
    static final Setting<Integer> INCIDENTS_MAX_SOURCES = Setting.of(
            "incidents.max-sources",
            ValueType.WHOLE,
            "100000",
            "follow so many sources of a partition; those that come later have no incidents");
    static final Setting<Integer> RESTARTS_MAX =
            Setting.of("restarts.max", ValueType.WHOLE, "5", "replace so many dead stream threads before giving up");
    static final Setting<Duration> RESTARTS_WINDOW =
            Setting.of("restarts.window", ValueType.DURATION, "5m", "count the dead stream threads over so long");
    public static final Setting<String> HTTP_HOST =
            Setting.of("http.host", ValueType.TEXT, "127.0.0.1", "address of the live page, metrics and health");
    public static final Setting<Integer> HTTP_PORT =
            Setting.of("http.port", ValueType.WHOLE, "9464", "TCP port of them, 0 for any that is free");
    static final Setting<Boolean> HTTP_PAGE = Setting.of(
            "http.page",
            ValueType.SWITCH,
            "true",
            "serve the live page, which shows images to whoever reaches the port; metrics and health are served anyway");
    static final Setting<String> HTTP_CERTIFICATE = Setting.withoutDefault(
            "http.tls.certificate",
            ValueType.TEXT,
            "serve over TLS with the certificate in this file, PEM with its chain");
    static final Setting<String> HTTP_KEY = Setting.withoutDefault(
            "http.tls.key", ValueType.TEXT, "file of the certificate's private key, PEM, PKCS#8, not encrypted");
    static final Setting<String> HTTP_USER =
            Setting.of("http.user", ValueType.TEXT, "elbowatch", "user that is to be named with http.password");
    static final Setting<String> HTTP_PASSWORD = Setting.withoutDefault(
            "http.password",
            ValueType.TEXT,
            "ask for this password (basic) before anything but health is told; file:PATH reads it from a file");
    static final Setting<String> HTTP_TOKEN = Setting.withoutDefault(
            "http.token",
            ValueType.TEXT,
            "ask for this token (bearer), beside or instead of the password; file:PATH reads it from a file");
    public static final Setting<Boolean> HTTP_INSECURE = Setting.of(
            "http.insecure",
            ValueType.SWITCH,
            "false",
            "let other machines in without TLS or without password and token");
    static final Setting<Integer> METRICS_SOURCES = Setting.of(
            "metrics.max-sources",
            ValueType.WHOLE,
            "100",
            "so many sources have metrics of their own; those that come later are counted as 'other'");
    static final Setting<LogFormat> LOG_FORMAT =
            Setting.of("log.format", ValueType.LOG_FORMAT, "text", "log lines: text, or json with one object a line");
    public static final Setting<String> BOOTSTRAP_SERVERS = Setting.of(
            "kafka.bootstrap.servers", ValueType.TEXT, "localhost:9092", "Kafka brokers, HOST:PORT with commas");

    public static final List<Setting<?>> ALL = List.of(
            BUNDLE,
            PROVIDER,
            PROVIDER_MEMORY,
            ALPHA,
            DECIDE,
            APPLICATION_ID,
            PRESET,
            THREADS,
            GUARANTEE,
            TOPICS_IMAGES,
            TOPICS_SCORES,
            TOPICS_ANOMALIES,
            TOPICS_EVIDENCE,
            TOPICS_INCIDENTS,
            TOPICS_REJECTED,
            TOPICS_SETTINGS,
            TOPICS_CREATE,
            BATCH_MAX_IMAGES,
            BATCH_MAX_BYTES,
            BATCH_LINGER,
            BATCH_OVERLAP,
            IMAGE_MAX_BYTES,
            IMAGE_MAX_PIXELS,
            EVIDENCE_PER_MINUTE,
            INCIDENTS_FALSE_ALARM_IMAGES,
            INCIDENTS_SILENCE,
            INCIDENTS_FORGET,
            INCIDENTS_MAX_SOURCES,
            RESTARTS_MAX,
            RESTARTS_WINDOW,
            HTTP_HOST,
            HTTP_PORT,
            HTTP_PAGE,
            HTTP_CERTIFICATE,
            HTTP_KEY,
            HTTP_USER,
            HTTP_PASSWORD,
            HTTP_TOKEN,
            HTTP_INSECURE,
            METRICS_SOURCES,
            LOG_FORMAT,
            BOOTSTRAP_SERVERS);

    private SettingsTable() {}

    /** The setting of a key. */
    static Optional<Setting<?>> find(String key) {
        return ALL.stream().filter(setting -> setting.key().equals(key)).findFirst();
    }

    /** True for a setting of the table and for any of Kafka's own. */
    static boolean knows(String key) {
        return find(key).isPresent()
                || key.startsWith(Setting.KAFKA_PREFIX) && key.length() > Setting.KAFKA_PREFIX.length();
    }
}
