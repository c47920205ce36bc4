package io.elbowatch.metrics;

import io.elbowatch.core.verdict.Score;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import static io.elbowatch.metrics.MeterType.COUNTER;
import static io.elbowatch.metrics.MeterType.GAUGE;
import static io.elbowatch.metrics.MeterType.HISTOGRAM;
import static io.elbowatch.metrics.MeterType.HISTOGRAM_AND_MAX;
import static io.elbowatch.metrics.MeterType.INFO;

/**
 * Every meter of Elbowatch's own. Names are a contract with dashboards and alert rules; docs/metrics.md is generated
 * from this table.
 */
enum MeterTable {
    RECEIVED("elbowatch_images_received_total", COUNTER, "images", "Images read from the images topic."),
    BYTES("elbowatch_image_bytes_total", COUNTER, "bytes", "Encoded bytes of the images read."),
    SCORED("elbowatch_images_scored_total", COUNTER, "images", "Images scored by the model."),
    ANOMALOUS("elbowatch_images_anomalous_total", COUNTER, "images", "Scored images whose p-value is at most alpha."),
    REJECTED(
            "elbowatch_images_rejected_total",
            COUNTER,
            "images",
            "Images that left to the rejected topic unscored, by reason.",
            "reason"),

    HIGH_ELBO_LOSS(
            "elbowatch_images_high_elbo_loss_total",
            COUNTER,
            "images",
            "Scored images whose ELBO loss is above elbowatch_elbo_loss_threshold_nats, whatever decides."),

    SOURCE_SCORED("elbowatch_source_images_scored_total", COUNTER, "images", "Images scored, by source.", "source"),
    SOURCE_ANOMALOUS(
            "elbowatch_source_images_anomalous_total", COUNTER, "images", "Anomalous images, by source.", "source"),
    SOURCE_HIGH_ELBO_LOSS(
            "elbowatch_source_images_high_elbo_loss_total",
            COUNTER,
            "images",
            "Scored images of an ELBO loss above the threshold, by source.",
            "source"),
    SOURCE_REJECTED(
            "elbowatch_source_images_rejected_total", COUNTER, "images", "Rejected images, by source.", "source"),
    SOURCE_LAST_IMAGE(
            "elbowatch_source_last_image_timestamp_seconds",
            GAUGE,
            "seconds",
            "When this process last scored or rejected an image of the source, in Unix time.",
            "source"),

    ELBO_LOSS(
            "elbowatch_elbo_loss_nats",
            HISTOGRAM,
            "nats",
            "Negative evidence lower bound of scored images: reconstruction nll + beta * kl."),
    RECONSTRUCTION_ERROR(
            "elbowatch_reconstruction_error_nats",
            HISTOGRAM,
            "nats",
            "Reconstruction nll of scored images beyond that of a perfect reconstruction."),
    KL("elbowatch_kl_nats", HISTOGRAM, "nats", "KL divergence of scored images' posteriors from the prior."),
    LOCAL("elbowatch_local_nats", HISTOGRAM, "nats", "Largest ELBO loss of one window of scored images."),
    DENSITY(
            "elbowatch_density_nats",
            HISTOGRAM,
            "nats",
            "Negative log density of scored images' features under the mixture of the calibration images."),
    P_VALUE(
            "elbowatch_p_value",
            HISTOGRAM,
            "1",
            "The p-value that decided: of images like the calibration images, a share of about p has p or less."),

    STABILITY(
            "elbowatch_population_stability_index",
            GAUGE,
            "nats",
            "How far a score of the last 15 minutes is from its calibration: symmetric divergence over the deciles.",
            "score"),
    LATENT_DIVERGENCE(
            "elbowatch_latent_divergence_nats",
            GAUGE,
            "nats",
            "How far a sample of the last 15 minutes' images is from N(0, I), mean over the latent dimensions."),
    LATENT_ACTIVE(
            "elbowatch_latent_active_dimensions",
            GAUGE,
            "dimensions",
            "Latent dimensions that tell a sample of the last 15 minutes' images apart: variance of the mean above 0.01."),
    LATENT_DIMENSIONS("elbowatch_latent_dimensions", GAUGE, "dimensions", "Latent dimensions of the model."),

    BATCH_IMAGES("elbowatch_batch_images", HISTOGRAM_AND_MAX, "images", "Images per run of the model."),
    WAITING_IMAGES(
            "elbowatch_batch_waiting_images", GAUGE, "images", "Decoded images in memory that wait for their batch."),
    WAITING_BYTES(
            "elbowatch_batch_buffered_bytes",
            GAUGE,
            "bytes",
            "Memory of the images that wait for their batch, encoded and decoded together."),
    BATCH_FLUSHES(
            "elbowatch_batch_flushes_total",
            COUNTER,
            "batches",
            "Runs of the model, by why the batch was scored when it was.",
            "reason"),
    INFERENCE(
            "elbowatch_inference_seconds",
            HISTOGRAM_AND_MAX,
            "seconds",
            "Duration of one run of the model on one batch."),
    DECODE("elbowatch_decode_seconds", HISTOGRAM_AND_MAX, "seconds", "Time to decode or refuse one image."),
    AGE(
            "elbowatch_image_age_seconds",
            HISTOGRAM_AND_MAX,
            "seconds",
            "From an image's timestamp to its score or rejection; 0 where the producer's clock is ahead."),

    EVIDENCE_BYTES(
            "elbowatch_evidence_picture_bytes_total", COUNTER, "bytes", "Bytes of the pictures of anomalous images."),
    EVIDENCE(
            "elbowatch_evidence_seconds",
            HISTOGRAM_AND_MAX,
            "seconds",
            "Time to look into the model for an anomalous image and to draw it; counts the pictures."),
    EVIDENCE_LEFT_OUT(
            "elbowatch_evidence_left_out_total",
            COUNTER,
            "images",
            "Anomalous images without a picture, by reason.",
            "reason"),

    INCIDENTS_OPENED(
            "elbowatch_incidents_opened_total", COUNTER, "incidents", "Incidents of sources opened, by kind.", "kind"),
    INCIDENTS_OPEN(
            "elbowatch_incidents_open",
            GAUGE,
            "incidents",
            "Incidents that are open, by kind, of the sources whose partitions this instance has.",
            "kind"),
    SOURCES_TRACKED(
            "elbowatch_sources_tracked", GAUGE, "sources", "Sources followed, in the partitions of this instance."),
    SOURCES_UNTRACKED(
            "elbowatch_sources_untracked_total",
            COUNTER,
            "images",
            "Images of sources that are not followed: incidents.max-sources are, or the key has more than 256 bytes."),

    MODEL("elbowatch_model_info", INFO, "1", "The model that scores.", "name", "version", "sha256", "provider"),
    PROVIDER(
            "elbowatch_provider_info",
            INFO,
            "1",
            "The provider asked for and the one that runs; auto asks for the one that it found at the start, else for the GPU's that the"
                    + " build of ONNX Runtime has.",
            "requested",
            "running"),
    ALPHA("elbowatch_alpha", GAUGE, "1", "The false-alarm rate: an image is anomalous when its p-value is at most it."),
    DECIDER(
            "elbowatch_decider",
            GAUGE,
            "1",
            "1 for the score that decides whether an image is anomalous, 0 for the others.",
            "score"),
    THRESHOLD(
            "elbowatch_threshold",
            GAUGE,
            "that of the score",
            "Score beyond which, on this side, an image is anomalous whatever its other scores; of those that decide.",
            "score",
            "side"),
    ELBO_LOSS_THRESHOLD(
            "elbowatch_elbo_loss_threshold_nats",
            GAUGE,
            "nats",
            "ELBO loss that a share alpha of the calibration images exceeds."),
    CALIBRATION_IMAGES(
            "elbowatch_calibration_images", GAUGE, "images", "Normal images against which every image is ranked."),
    SETTINGS_OFFSET(
            "elbowatch_settings_offset",
            GAUGE,
            "1",
            "Offset of the record of the settings topic that is in force, -1 while the settings of the start are."),
    SETTINGS_REFUSED(
            "elbowatch_settings_refused_total",
            COUNTER,
            "records",
            "Records of the settings topic that were not taken, by reason; at a start it is read again.",
            "reason"),

    LAG_IMAGES(
            "elbowatch_lag_images",
            GAUGE,
            "images",
            "Images of a partition that are produced and not committed as processed, whichever instance owns it.",
            "partition"),
    LAG_SECONDS(
            "elbowatch_lag_seconds",
            GAUGE,
            "seconds",
            "Age of the oldest image of a partition that is not committed; 0 when it is younger than one look, 5 s.",
            "partition"),
    STREAM_STATE("elbowatch_stream_state", GAUGE, "1", "1 for the state that Kafka Streams is in, 0 else.", "state"),
    STREAM_THREADS("elbowatch_stream_threads", GAUGE, "threads", "Stream threads that are alive."),
    STREAM_THREAD_FAILURES(
            "elbowatch_stream_thread_failures_total", COUNTER, "threads", "Stream threads that died of a failure."),
    STREAM_TASKS("elbowatch_stream_tasks", GAUGE, "tasks", "Active tasks, one for each partition of images."),
    STREAM_PARTITIONS(
            "elbowatch_stream_partitions", GAUGE, "partitions", "Partitions assigned to this instance's consumers."),
    STREAM_COMMITS("elbowatch_stream_commits_total", COUNTER, "commits", "Commits of stream threads."),
    STREAM_COMMIT_MAX(
            "elbowatch_stream_commit_max_seconds",
            GAUGE,
            "seconds",
            "Longest commit of the last half minute or so, the scoring of its pending batch included."),
    STREAM_REBALANCES(
            "elbowatch_stream_rebalances_total", COUNTER, "rebalances", "Rebalances that this instance went through."),
    STREAM_FAILED_REBALANCES(
            "elbowatch_stream_failed_rebalances_total",
            COUNTER,
            "rebalances",
            "Attempts at a rebalance that failed and were repeated; a few with each are usual."),
    STREAM_POLL_AGE(
            "elbowatch_stream_poll_age_seconds",
            GAUGE,
            "seconds",
            "Since the stream thread that is furthest behind asked for images; beyond max.poll.interval it is stuck.");

    private final String prometheusName;
    private final MeterType type;
    private final String unit;
    private final String help;
    private final List<String> labels;

    MeterTable(String prometheusName, MeterType type, String unit, String help, String... labels) {
        this.prometheusName = prometheusName;
        this.type = type;
        this.unit = unit;
        this.help = type == COUNTER && !prometheusName.startsWith("elbowatch_stream_")
                ? help + " Counts work done, not work committed."
                : help;
        this.labels = List.of(labels);
    }

    /** The histogram of a score. @throws IllegalStateException naming the row that is missing */
    static MeterTable of(Score score) {
        String field = score.field().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        String name = "elbowatch_" + field + "_nats";
        return Arrays.stream(values())
                .filter(meter -> meter.prometheusName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no meter " + name));
    }

    /** The name in Prometheus; of a histogram, without {@code _bucket}, {@code _sum} and {@code _count}. */
    String prometheusName() {
        return prometheusName;
    }

    MeterType type() {
        return type;
    }

    String unit() {
        return unit;
    }

    String help() {
        return help;
    }

    List<String> labels() {
        return labels;
    }

    /** The names on the {@code # TYPE} lines of a scrape. */
    List<String> scrapedNames() {
        return type == HISTOGRAM_AND_MAX ? List.of(prometheusName, prometheusName + "_max") : List.of(prometheusName);
    }

    /** The name without the suffixes that Micrometer's Prometheus naming adds by itself, and doubles if present. */
    String micrometerName() {
        return withoutSuffix(withoutSuffix(prometheusName, "_total"), "_" + unit)
                .replace('_', '.');
    }

    /** The unit if the name ends with it, else null: Micrometer appends to the name what is named here. */
    String micrometerUnit() {
        return withoutSuffix(prometheusName, "_total").endsWith("_" + unit) ? unit : null;
    }

    private static String withoutSuffix(String name, String suffix) {
        return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    }
}
