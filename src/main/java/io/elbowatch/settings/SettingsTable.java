package io.elbowatch.settings;

import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.download.AllowedPlaces;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.flow.AheadLimits;
import io.elbowatch.stream.flow.Overlap;
import io.elbowatch.stream.intake.IntakeFormat;
import io.elbowatch.stream.intake.IntakeRules;
import io.elbowatch.stream.intake.Places;
import io.elbowatch.stream.output.OutputFormat;
import io.elbowatch.stream.reference.ReferenceSettings;
import io.elbowatch.stream.registry.RegistrySettings;
import io.elbowatch.stream.storage.StorageSettings;
import io.elbowatch.stream.storage.StoreAddress;
import io.elbowatch.stream.webhook.WebhookSettings;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.traces.TracesSettings;
import io.elbowatch.web.Credentials;
import io.elbowatch.web.HttpSettings;
import io.elbowatch.web.Users;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All settings, one row each. Flags, environment variables, checks, help texts and the reference page are derived from
 * the rows. A key without a row is unknown, except Kafka's own settings under {@code kafka.}.
 */
public final class SettingsTable {
    private static final Map<String, Setting<?>> ROWS = new LinkedHashMap<>(); // before the rows, which enter it

    public static final Setting<String> BUNDLE =
            optional("bundle", ValueType.PATH, "the model: a bundle's folder, or its name under model/bundles");
    public static final Setting<String> ROUTES = optional(
            "routes",
            ValueType.PATH,
            "file with routes and bundles, YAML: which bundle scores which images; in place of bundle");
    static final Setting<String> MODELS_HEADER = row(
            "models.header",
            ValueType.TEXT,
            Headers.BUNDLE,
            "header of a record that names the bundle of its image; it wins over all routes");
    static final Setting<Duration> MODELS_LOAD_TIMEOUT = row(
            "models.load-timeout",
            ValueType.DURATION,
            Range.atLeast(Duration.ofSeconds(1), "1s"),
            "2m",
            "how long a bundle that cannot be reached is tried before the record that names it is refused");
    public static final Setting<String> MODELS_FOLDER = optional(
            "models.folder",
            ValueType.PATH,
            "folder below which plans name bundles; without it that of the names of 'bundle', model/bundles");
    public static final Setting<String> MODELS_CACHE = optional(
            "models.cache",
            ValueType.PATH,
            "folder that keeps the bundles of plans across restarts; without it a temporary one that ends with the process");
    static final Setting<ByteSize> MODELS_CACHE_MAX_BYTES = row(
            "models.cache-max-bytes",
            ValueType.SIZE,
            new Range<>("at least 1 byte", size -> size.bytes() >= 1),
            "10GiB",
            "bytes of all bundles that are kept; those that were not used for longest are deleted, none that was used within"
                    + " an hour");
    public static final Setting<AllowedPlaces> MODELS_FROM = row(
            "models.from",
            ValueType.PLACES,
            "folder",
            "places from which plans may name bundles: folder (below models.folder) and beginnings of addresses, separated"
                    + " by commas");
    static final Setting<ByteSize> MODELS_MAX_BYTES = row(
            "models.max-bytes",
            ValueType.SIZE,
            new Range<>("at least 1 byte", size -> size.bytes() >= 1),
            "512MiB",
            "refuse a bundle of a plan with more bytes, packed or unpacked");
    static final Setting<Integer> MODELS_MAX_LOADED = row(
            "models.max-loaded",
            ValueType.WHOLE,
            Range.of(1, 1000),
            "1000",
            "models of a plan that are open at a time; those that were not used for longest are closed, and opened again on"
                    + " demand");
    public static final Setting<ProviderChoice> PROVIDER =
            row("provider", ValueType.PROVIDER, "auto", "execution provider that runs the model");
    public static final Setting<ByteSize> PROVIDER_MEMORY = optional(
            "provider.memory",
            ValueType.SIZE,
            new Range<>("at least 1 byte", size -> size.bytes() >= 1),
            "limit of the model's memory on each GPU; cuda only; without it there is no limit");
    public static final Setting<Double> ALPHA = optional(
            "alpha",
            ValueType.SHARE,
            new Range<>("between 0 and 1, both excluded", alpha -> alpha > 0 && alpha < 1),
            "false-alarm rate: the share of normal images that are reported; without it the bundle's own");
    public static final Setting<Boolean> EXTRAPOLATE_TAIL = row(
            "extrapolate.tail",
            ValueType.SWITCH,
            "false",
            "allow an alpha up to 100 times below 1/(n+1), by tails of a calibration that was made with the same setting;"
                    + " an estimate without a guarantee");
    public static final Setting<Decider> DECIDE =
            row("decide", ValueType.DECIDER, "default", "score that decides whether an image is anomalous");
    public static final Setting<String> APPLICATION_ID = row(
            "application-id", ValueType.TEXT, "elbowatch", "application id of Kafka Streams, and its consumer group");
    public static final Setting<Preset> PRESET = row(
            "preset",
            ValueType.PRESET,
            "balanced",
            "sets several settings for one aim; every setting that is set in another way overrides it; balanced keeps the"
                    + " defaults");
    public static final Setting<Integer> THREADS = row(
            "threads",
            ValueType.WHOLE,
            Range.of(1, StreamSettings.MAX_THREADS),
            "1",
            "number of stream threads of this instance");
    public static final Setting<Guarantee> GUARANTEE =
            row("guarantee", ValueType.GUARANTEE, "exactly_once_v2", "processing guarantee for every image");
    public static final Setting<List<String>> TOPICS_IMAGES = row(
            "topics.images",
            ValueType.TOPICS,
            "images",
            "topics with the images to score; append new ones, since the first keeps the states of its sources");
    static final Setting<ByTopic<IntakeFormat>> INTAKE_FORMAT = row(
            "intake.format",
            ValueType.INTAKE_FORMATS,
            "raw",
            "what the values of these topics are: the image itself, its base64, or something that holds it");
    static final Setting<ByTopic<String>> INTAKE_IMAGE = optional(
            "intake.image",
            ValueType.POINTERS,
            "where the image is in values that have fields; without it " + IntakeRules.DEFAULT_IMAGE);
    static final Setting<ByTopic<Places>> INTAKE_SOURCE = optional(
            "intake.source",
            ValueType.WHERE,
            "where the source of an image is; without it the key, of CloudEvents attribute:source");
    static final Setting<ByTopic<Places>> INTAKE_ID = optional(
            "intake.id",
            ValueType.WHERE,
            "where the id of an image is, which all outputs carry in the header " + Headers.ID
                    + "; without it attribute:id of CloudEvents, else none");
    static final Setting<ByTopic<Places>> INTAKE_TIMESTAMP = optional(
            "intake.timestamp",
            ValueType.WHERE,
            "where the time of an image is; without it, and where it is missing, the timestamp of the record");
    static final Setting<ByTopic<Places>> INTAKE_CONTENT_TYPE = optional(
            "intake.content-type",
            ValueType.WHERE,
            "where the content type of an image is; without it what the format says: the header content-type, a data URL,"
                    + " datacontenttype");
    static final Setting<ByTopic<Places>> INTAKE_REFERENCE = optional(
            "intake.reference",
            ValueType.WHERE,
            "where the address of an image is that is not in the record; without it header:" + Headers.REFERENCE
                    + " where reference.from is set, else no record is a reference");
    static final Setting<ByTopic<Places>> INTAKE_HASH = optional(
            "intake.hash",
            ValueType.WHERE,
            "where the hash of an image is that is not in the record; without it header:" + Headers.REFERENCE_HASH);
    /** Those that name topics of images. */
    static final List<Setting<? extends ByTopic<?>>> INTAKE = List.of(
            INTAKE_FORMAT,
            INTAKE_IMAGE,
            INTAKE_SOURCE,
            INTAKE_ID,
            INTAKE_TIMESTAMP,
            INTAKE_CONTENT_TYPE,
            INTAKE_REFERENCE,
            INTAKE_HASH);

    public static final Setting<String> TOPICS_SCORES =
            row("topics.scores", ValueType.TOPIC, "scores", "topic for all scored images");
    public static final Setting<String> TOPICS_ANOMALIES =
            row("topics.anomalies", ValueType.TOPIC, "anomalies", "topic for anomalous images");
    static final Setting<String> TOPICS_EVIDENCE =
            row("topics.evidence", ValueType.TOPIC, "evidence", "topic for pictures of anomalous images");
    static final Setting<String> TOPICS_INCIDENTS =
            row("topics.incidents", ValueType.TOPIC, "incidents", "topic for incidents of the sources");
    static final Setting<String> TOPICS_REJECTED =
            row("topics.rejected", ValueType.TOPIC, "rejected", "topic for records that could not be scored");
    public static final Setting<String> TOPICS_SETTINGS = optional(
            "topics.settings",
            ValueType.TOPIC,
            "topic with changes of alpha and decide at run time: compacted, one partition; without it there are no"
                    + " changes");
    static final Setting<String> TOPICS_SHADOW = optional(
            "topics.shadow",
            ValueType.TOPIC,
            "topic for images on whose verdict a shadow bundle disagrees; without it they are only counted");
    public static final Setting<String> TOPICS_INSTANCES = optional(
            "topics.instances",
            ValueType.TOPIC,
            "topic for the state of every instance, which models, promote and the page show: compacted, one partition");
    public static final Setting<String> TOPICS_FEEDBACK = optional(
            "topics.feedback",
            ValueType.TOPIC,
            "topic for the labels of people: compacted, one partition; without it there are no labels");
    public static final Setting<String> TOPICS_REVIEW = optional(
            "topics.review",
            ValueType.TOPIC,
            "topic for images that are offered for a label; without it none are offered");
    public static final Setting<String> TOPICS_HANDLING = optional(
            "topics.handling",
            ValueType.TOPIC,
            "topic for what people do with incidents (acknowledge, comment, close): compacted, one partition; without it they"
                    + " can only look");
    public static final Setting<Boolean> TOPICS_CREATE =
            row("topics.create", ValueType.SWITCH, "false", "create missing topics");
    static final Setting<OutputFormat> OUTPUT_FORMAT = row(
            "output.format",
            ValueType.OUTPUT_FORMAT,
            "json",
            "form of the records in scores, anomalies, incidents and feedback; connect-json: with a schema, for Kafka Connect");
    static final Setting<String> REGISTRY_URL = optional(
            "registry.url",
            ValueType.TEXT,
            new Range<>(
                    "an http or https address with a host, without user, query and fragment",
                    SettingsTable::isRegistry),
            "schema registry with Confluent's API, for Avro: of inputs, of outputs and of what is read again");
    static final Setting<String> REGISTRY_USER =
            optional("registry.user", ValueType.TEXT, "user of the schema registry (Basic)");
    static final Setting<String> REGISTRY_PASSWORD =
            optional("registry.password", ValueType.TEXT, "password of registry.user; file:PATH reads it from a file");
    static final Setting<Integer> BATCH_MAX_IMAGES = row(
            "batch.max-images",
            ValueType.WHOLE,
            Range.of(1, BatchLimits.MAX_IMAGES),
            "64",
            "score a batch when it holds this number of images");
    static final Setting<Integer> SHADOW_MAX_IMAGES = row(
            "shadow.max-images",
            ValueType.WHOLE,
            Range.of(1, 1_000_000),
            "1000",
            "images that wait for a shadow bundle at most; further ones are left out of the comparison");
    static final Setting<ByteSize> SHADOW_MAX_BYTES = row(
            "shadow.max-bytes",
            ValueType.SIZE,
            new Range<>("at least 1 byte", size -> size.bytes() >= 1),
            "64MiB",
            "bytes of these images at most, as they came");
    static final Setting<ByteSize> BATCH_MAX_BYTES = row(
            "batch.max-bytes",
            ValueType.SIZE,
            new Range<>("at least 1 byte", size -> size.bytes() >= 1),
            "64MiB",
            "score a batch when it holds this number of bytes in memory");
    static final Setting<Duration> BATCH_LINGER = row(
            "batch.linger",
            ValueType.DURATION,
            Range.atLeast(BatchLimits.MIN_LINGER, "1ms"),
            "50ms",
            "score a batch when this time has passed since its first image");
    static final Setting<Overlap> BATCH_OVERLAP = row(
            "batch.overlap",
            ValueType.OVERLAP,
            "auto",
            "score a batch in its own thread while the next one fills; auto: on where the model runs on a GPU");
    static final Setting<ByteSize> IMAGE_MAX_BYTES = row(
            "image.max-bytes",
            ValueType.SIZE,
            new Range<>(
                    "at least 1 byte and below 2GiB", size -> size.bytes() >= 1 && size.bytes() <= Integer.MAX_VALUE),
            "16MiB",
            "reject encoded images with more bytes");
    static final Setting<Long> IMAGE_MAX_PIXELS = row(
            "image.max-pixels",
            ValueType.LONG,
            Range.atLeast(1L),
            "50000000",
            "reject images with more pixels (width x height)");
    static final Setting<Boolean> IMAGE_STRICT = row(
            "image.strict",
            ValueType.SWITCH,
            "true",
            "reject a baseline JPEG without end marker, a JPEG with inconsistent progression, a PNG with colours beyond its"
                    + " palette; false: decode them as Pillow does");
    static final Setting<Integer> DECODE_THREADS = row(
            "decode.threads",
            ValueType.WHOLE,
            Range.of(0, AheadLimits.MAX_THREADS),
            "0",
            "threads that decode images before their stream thread comes to them, on further cores, for all stream threads;"
                    + " images of 16 KiB and more that are the value of their record");
    static final Setting<ByteSize> DECODE_MAX_BYTES = row(
            "decode.max-bytes",
            ValueType.SIZE,
            new Range<>("at least 1 byte", size -> size.bytes() >= 1),
            "64MiB",
            "pixels that decode.threads have ready for a stream thread at most, as the model takes them");
    public static final Setting<AllowedPlaces> REFERENCE_FROM = optional(
            "reference.from",
            ValueType.ADDRESSES,
            "fetch images that records refer to from these places: s3, https or file addresses with a slash at the end,"
                    + " separated by commas; without it references are refused");
    static final Setting<Integer> REFERENCE_PARALLEL = row(
            "reference.parallel",
            ValueType.WHOLE,
            Range.of(1, ReferenceSettings.MAX_PARALLEL),
            "16",
            "objects that are fetched at a time");
    static final Setting<Duration> REFERENCE_TIMEOUT = row(
            "reference.timeout",
            ValueType.DURATION,
            Range.atLeast(Duration.ofMillis(100), "100ms"),
            "30s",
            "how long one try to fetch an object may take; it is repeated until the store answers");
    static final Setting<ByteSize> REFERENCE_BUFFER = row(
            "reference.buffer",
            ValueType.SIZE,
            new Range<>("at least 1 byte", size -> size.bytes() >= 1),
            "256MiB",
            "bytes of fetched objects that wait in memory; each partition may have one more");
    static final Setting<Integer> EVIDENCE_PER_MINUTE = row(
            "evidence.per-minute",
            ValueType.WHOLE,
            Range.atLeast(0),
            "30",
            "pictures of anomalous images per source and minute, also the size of a burst; 0 for none");
    static final Setting<StoreAddress> EVIDENCE_STORE = optional(
            "evidence.store",
            ValueType.STORE,
            "write pictures below this address of a bucket or a folder, and their address to the topic;"
                    + " without it the topic has the pictures");
    static final Setting<StoreAddress> REJECTED_STORE = optional(
            "rejected.store",
            ValueType.STORE,
            "write the values of rejected records below this address, and their address to the topic; without it the topic"
                    + " has the values");
    static final Setting<Integer> STORE_PARALLEL = row(
            "store.parallel",
            ValueType.WHOLE,
            Range.of(1, StorageSettings.MAX_PARALLEL),
            "16",
            "objects that are written at a time");
    static final Setting<Duration> STORE_TIMEOUT = row(
            "store.timeout",
            ValueType.DURATION,
            Range.atLeast(Duration.ofMillis(100), "100ms"),
            "10s",
            "how long one try to write or read an object may take; it is repeated until the store answers");
    static final Setting<ByteSize> STORE_BUFFER = row(
            "store.buffer",
            ValueType.SIZE,
            new Range<>("at least 1 byte", size -> size.bytes() >= 1),
            "32MiB",
            "bytes of objects that wait to be written, for each thread; beyond them it waits for the store");
    static final Setting<Long> INCIDENTS_FALSE_ALARM_IMAGES = row(
            "incidents.false-alarm-images",
            ValueType.LONG,
            Range.of(IncidentSettings.MIN_IMAGES, IncidentSettings.MAX_IMAGES),
            "100000000",
            "average number of images of a healthy source per false incident, at least");
    public static final Setting<Duration> INCIDENTS_SILENCE = row(
            "incidents.silence",
            ValueType.DURATION,
            new Range<>(
                    "0s (never), or at least 1s",
                    silence -> silence.isZero() || silence.compareTo(IncidentSettings.MIN_SILENCE) >= 0),
            "10m",
            "open an incident when a source has had no scored image for this time");
    static final Setting<Duration> INCIDENTS_FORGET = row(
            "incidents.forget",
            ValueType.DURATION,
            Range.atLeast(IncidentSettings.MIN_FORGET, "60s and longer than incidents.silence"),
            "24h",
            "forget a source that has had no scored image for this time");
    static final Setting<Integer> INCIDENTS_MAX_SOURCES = row(
            "incidents.max-sources",
            ValueType.WHOLE,
            Range.of(1, IncidentSettings.MAX_SOURCES),
            "100000",
            "sources per partition that are watched for incidents, first come first served");
    static final Setting<Double> REVIEW_RANDOM_RATE = row(
            "review.random-rate",
            ValueType.SHARE,
            new Range<>("above 0, at most 1", rate -> rate > 0 && rate <= 1),
            "0.001",
            "share of all images that is offered for a label, drawn at random; works with topics.review");
    static final Setting<Double> REVIEW_NEAR_RATE = row(
            "review.near-rate",
            ValueType.SHARE,
            new Range<>("0 to 1", rate -> rate >= 0 && rate <= 1),
            "0.05",
            "share of the images with a p-value above alpha and up to 10 alpha that is offered for a label");
    static final Setting<Integer> REVIEW_MAX_PER_HOUR = row(
            "review.max-per-hour",
            ValueType.WHOLE,
            Range.atLeast(1),
            "60",
            "images of this instance that are offered for a label in an hour; both rates are lowered to keep it");
    public static final Setting<Duration> QUALITY_WINDOW = row(
            "quality.window",
            ValueType.DURATION,
            Range.atLeast(Duration.ofHours(1), "1h"),
            "30d",
            "span of the images whose labels give precision, false alarms and recall");
    public static final Setting<String> WEBHOOK_URL = optional(
            "webhook.url",
            ValueType.TEXT,
            new Range<>("an http or https address with a host, without user and fragment", SettingsTable::isWebhook),
            "address that is told when incidents open and close; https, or http to this machine");
    static final Setting<String> WEBHOOK_SECRET = optional(
            "webhook.secret",
            ValueType.TEXT,
            new Range<>("at least 16 characters; after whsec_ Base64", SettingsTable::isWebhookSecret),
            "sign what is sent there with this secret (HMAC-SHA256); file:PATH reads it from a file");
    static final Setting<Duration> WEBHOOK_TIMEOUT = row(
            "webhook.timeout",
            ValueType.DURATION,
            Range.atLeast(Duration.ofMillis(100), "100ms"),
            "10s",
            "how long the webhook may take to answer one try");
    static final Setting<Duration> WEBHOOK_GIVE_UP = row(
            "webhook.give-up",
            ValueType.DURATION,
            Range.atLeast(Duration.ofSeconds(1), "1s"),
            "24h",
            "leave an event out when it was tried for this time");
    static final Setting<Boolean> WEBHOOK_INSECURE =
            row("webhook.insecure", ValueType.SWITCH, "false", "allow http to other machines in webhook.url");
    static final Setting<String> TRACES_ENDPOINT = optional(
            "traces.endpoint",
            ValueType.TEXT,
            new Range<>(
                    "an http or https address with a host, without user, query and fragment",
                    SettingsTable::isReceiver),
            "address that spans are sent to by OTLP over HTTP, such as http://localhost:4318; without it there are no traces");
    static final Setting<Double> TRACES_SAMPLE = row(
            "traces.sample",
            ValueType.SHARE,
            new Range<>("0 to 1", share -> share >= 0 && share <= 1),
            "0.01",
            "share of the images without a traceparent that are recorded; those with one are recorded where it says so");
    static final Setting<String> TRACES_HEADERS = optional(
            "traces.headers",
            ValueType.TEXT,
            new Range<>("NAME=VALUE, separated by commas", SettingsTable::areHeaders),
            "headers of every request with spans, such as Authorization=Bearer SECRET; file:PATH reads them from a file");
    static final Setting<Duration> START_TIMEOUT = row(
            "start.timeout",
            ValueType.DURATION,
            Range.atLeast(StreamSettings.MIN_START_TIMEOUT, "1s"),
            "2m",
            "how long a start waits for a Kafka cluster that does not answer");
    static final Setting<Integer> RESTARTS_MAX = row(
            "restarts.max",
            ValueType.WHOLE,
            Range.atLeast(0),
            "5",
            "dead stream threads that are replaced within restarts.window before the process stops");
    static final Setting<Duration> RESTARTS_WINDOW = row(
            "restarts.window",
            ValueType.DURATION,
            new Range<>("longer than 0s", window -> !window.isZero() && !window.isNegative()),
            "5m",
            "time window of restarts.max");
    public static final Setting<String> HTTP_HOST =
            row("http.host", ValueType.TEXT, "127.0.0.1", "address of the live page, metrics and health");
    public static final Setting<Integer> HTTP_PORT = row(
            "http.port",
            ValueType.WHOLE,
            Range.of(0, HttpSettings.MAX_PORT),
            "9464",
            "TCP port of the live page, metrics and health; 0 for any free port");
    static final Setting<Boolean> HTTP_PAGE = row(
            "http.page",
            ValueType.SWITCH,
            "true",
            "serve the live page; it shows images to everyone who reaches the port; metrics and health are always"
                    + " served");
    static final Setting<String> HTTP_CERTIFICATE = optional(
            "http.tls.certificate", ValueType.PATH, "serve over TLS: file of the certificate and its chain, PEM");
    static final Setting<String> HTTP_KEY = optional(
            "http.tls.key", ValueType.PATH, "file of the certificate's private key: PEM, PKCS#8, not encrypted");
    static final Setting<String> HTTP_USER = row(
            "http.user",
            ValueType.TEXT,
            new Range<>("no colon", user -> !user.contains(":")),
            "elbowatch",
            "user name that belongs to http.password");
    static final Setting<String> HTTP_PASSWORD = optional(
            "http.password",
            ValueType.TEXT,
            new Range<>(
                    "at least " + Credentials.MIN_CHARACTERS + " characters",
                    password -> password.length() >= Credentials.MIN_CHARACTERS),
            "ask for this password (Basic) for everything but health; file:PATH reads it from a file");
    static final Setting<Users> HTTP_USERS = optional(
            "http.users",
            ValueType.USERS,
            "ask for these people's passwords, so that what they write has their name; file:PATH reads the lines from a"
                    + " file");
    static final Setting<String> HTTP_TOKEN = optional(
            "http.token",
            ValueType.TEXT,
            new Range<>(
                    "at least " + Credentials.MIN_CHARACTERS + " characters: letters, digits and ._~+/-",
                    token -> token.length() >= Credentials.MIN_CHARACTERS && Credentials.canBeBearer(token)),
            "accept this token (Bearer) in place of the password or without one; file:PATH reads it from a file");
    public static final Setting<Boolean> HTTP_INSECURE = row(
            "http.insecure",
            ValueType.SWITCH,
            "false",
            "let other machines in without TLS, or without password and token; without these two nobody writes");
    static final Setting<Integer> METRICS_SOURCES = row(
            "metrics.max-sources",
            ValueType.WHOLE,
            Range.of(0, Settings.MAX_SOURCES),
            "100",
            "sources with their own metrics, first come first served; the rest is counted as 'other'");
    static final Setting<LogFormat> LOG_FORMAT =
            row("log.format", ValueType.LOG_FORMAT, "text", "format of log lines; json writes one object per line");
    public static final Setting<String> BOOTSTRAP_SERVERS = row(
            "kafka.bootstrap.servers",
            ValueType.TEXT,
            "localhost:9092",
            "Kafka brokers: HOST:PORT, separated by commas");

    private SettingsTable() {}

    private static boolean isWebhook(String text) {
        try {
            return WebhookSettings.isAddress(new URI(text));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isReceiver(String text) {
        try {
            return TracesSettings.isAddress(new URI(text));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isRegistry(String text) {
        try {
            return RegistrySettings.isAddress(new URI(text));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean areHeaders(String text) {
        try {
            return !TracesSettings.headers(text).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isWebhookSecret(String text) {
        return text.length() >= WebhookSettings.MIN_SECRET && WebhookSettings.isSecret(text);
    }

    private static <T> Setting<T> row(String key, ValueType<T> type, String fallback, String help) {
        return row(key, type, type.range(), fallback, help);
    }

    private static <T> Setting<T> row(String key, ValueType<T> type, Range<T> range, String fallback, String help) {
        return enter(new Setting<>(key, type, range, Optional.of(fallback), help));
    }

    private static <T> Setting<T> optional(String key, ValueType<T> type, String help) {
        return optional(key, type, type.range(), help);
    }

    private static <T> Setting<T> optional(String key, ValueType<T> type, Range<T> range, String help) {
        return enter(new Setting<>(key, type, range, Optional.empty(), help));
    }

    private static <T> Setting<T> enter(Setting<T> setting) {
        if (ROWS.put(setting.key(), setting) != null) {
            throw new IllegalStateException("two rows of the key " + setting.key());
        }
        return setting;
    }

    /** All rows, in the order of the reference page. */
    public static Collection<Setting<?>> rows() {
        return Collections.unmodifiableCollection(ROWS.values());
    }

    /** The setting with this key. */
    static Optional<Setting<?>> find(String key) {
        return Optional.ofNullable(ROWS.get(key));
    }

    /** True for every key with a row and for every key of Kafka's own settings. */
    static boolean knows(String key) {
        return ROWS.containsKey(key)
                || key.startsWith(Setting.KAFKA_PREFIX) && key.length() > Setting.KAFKA_PREFIX.length();
    }
}
