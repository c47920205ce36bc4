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
 * Every meter of Elbowatch in one table. Its names are a contract with dashboards and alert rules; docs/metrics.md is
 * generated from it.
 */
enum MeterTable {
    RECEIVED("elbowatch_images_received_total", COUNTER, "images", "Images read from the input topics."),
    BYTES("elbowatch_image_bytes_total", COUNTER, "bytes", "Encoded bytes of the images read."),
    SCORED("elbowatch_images_scored_total", COUNTER, "images", "Images scored by the model."),
    ANOMALOUS("elbowatch_images_anomalous_total", COUNTER, "images", "Scored images whose p-value is at most alpha."),
    REJECTED(
            "elbowatch_images_rejected_total",
            COUNTER,
            "images",
            "Images sent to the rejected topic without a score, by reason.",
            "reason"),

    LOST(
            "elbowatch_images_lost_total",
            COUNTER,
            "images",
            "Images that were deleted from an input topic before they were scored, by reason.",
            "reason"),
    TIMESTAMPS_MOVED(
            "elbowatch_timestamps_moved_total",
            COUNTER,
            "records",
            "Output records with another timestamp than their image, because the output topics do not accept it."),
    OFFSETS_BEHIND(
            "elbowatch_offsets_behind_total",
            COUNTER,
            "partitions",
            "Partitions whose committed offset was behind their committed results: the brokers forgot commits, and reading"
                    + " went on at the results."),

    HIGH_ELBO_LOSS(
            "elbowatch_images_high_elbo_loss_total",
            COUNTER,
            "images",
            "Scored images whose ELBO loss is above elbowatch_elbo_loss_threshold_nats, whichever score decides."),

    SOURCE_SCORED("elbowatch_source_images_scored_total", COUNTER, "images", "Images scored, by source.", "source"),
    SOURCE_ANOMALOUS(
            "elbowatch_source_images_anomalous_total", COUNTER, "images", "Anomalous images, by source.", "source"),
    SOURCE_HIGH_ELBO_LOSS(
            "elbowatch_source_images_high_elbo_loss_total",
            COUNTER,
            "images",
            "Scored images whose ELBO loss is above the threshold, by source.",
            "source"),
    SOURCE_REJECTED(
            "elbowatch_source_images_rejected_total", COUNTER, "images", "Rejected images, by source.", "source"),
    SOURCE_LAST_IMAGE(
            "elbowatch_source_last_image_timestamp_seconds",
            GAUGE,
            "seconds",
            "Unix time at which this process last scored or rejected an image of the source.",
            "source"),
    SOURCE_THRESHOLD(
            "elbowatch_source_threshold",
            GAUGE,
            "that of the score",
            "As elbowatch_threshold, for a source whose latest image was compared with normal images of the source alone.",
            "source",
            "score",
            "side"),

    ELBO_LOSS(
            "elbowatch_elbo_loss_nats",
            HISTOGRAM,
            "nats",
            "Negative evidence lower bound of scored images: reconstruction nll + beta * kl."),
    RECONSTRUCTION_ERROR(
            "elbowatch_reconstruction_error_nats",
            HISTOGRAM,
            "nats",
            "Reconstruction nll of scored images minus that of a perfect reconstruction."),
    KL("elbowatch_kl_nats", HISTOGRAM, "nats", "KL divergence of the posterior of scored images from the prior."),
    LOCAL(
            "elbowatch_local_nats",
            HISTOGRAM,
            "nats",
            "Largest mean of deviance + beta * kl over one window of a scored image."),
    DENSITY(
            "elbowatch_density_nats",
            HISTOGRAM,
            "nats",
            "Negative log density of the features of scored images under the mixture of the calibration images."),
    P_VALUE(
            "elbowatch_p_value",
            HISTOGRAM,
            "1",
            "Deciding p-value of scored images; a share of about p of images like the calibration images has p or less."),

    STABILITY(
            "elbowatch_population_stability_index",
            GAUGE,
            "nats",
            "Symmetric divergence of a score's last 15 minutes from its calibration, over the deciles.",
            "score"),
    LATENT_DIVERGENCE(
            "elbowatch_latent_divergence_nats",
            GAUGE,
            "nats",
            "Divergence of the latents of sampled images of the last 15 minutes from N(0, I), mean over the dimensions."),
    LATENT_ACTIVE(
            "elbowatch_latent_active_dimensions",
            GAUGE,
            "dimensions",
            "Latent dimensions that distinguish sampled images of the last 15 minutes: variance of the mean above 0.01."),
    LATENT_DIMENSIONS("elbowatch_latent_dimensions", GAUGE, "dimensions", "Latent dimensions of the model."),

    BATCH_IMAGES("elbowatch_batch_images", HISTOGRAM_AND_MAX, "images", "Images of a batch that one model scores."),
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
            "Batches that a model scored, by the reason why they were due.",
            "reason"),
    INFERENCE(
            "elbowatch_inference_seconds",
            HISTOGRAM_AND_MAX,
            "seconds",
            "Time in which a model scores one batch, in one run or several."),
    DECODE("elbowatch_decode_seconds", HISTOGRAM_AND_MAX, "seconds", "Time to decode or refuse one image."),
    DECODED_AHEAD(
            "elbowatch_images_decoded_ahead_total",
            COUNTER,
            "images",
            "Images that decode.threads had decoded, or begun to, when their stream thread came to them."),
    AGE(
            "elbowatch_image_age_seconds",
            HISTOGRAM_AND_MAX,
            "seconds",
            "Time from an image's timestamp to its score or rejection; 0 where the producer's clock is ahead."),
    OUTDATED(
            "elbowatch_images_outdated_total",
            COUNTER,
            "images",
            "Images older than 7 days when scored or rejected, by their timestamps; not in elbowatch_image_age_seconds."),

    REFERENCES(
            "elbowatch_references_total",
            COUNTER,
            "references",
            "References to images whose object was fetched, or cannot be used, by outcome.",
            "outcome"),
    REFERENCE_BYTES("elbowatch_reference_bytes_total", COUNTER, "bytes", "Bytes of all objects that were fetched."),
    REFERENCE_SECONDS(
            "elbowatch_reference_fetch_seconds_total",
            COUNTER,
            "seconds",
            "Time of the fetches of elbowatch_references_total; several run at a time."),
    REFERENCE_FAILURES(
            "elbowatch_reference_failures_total",
            COUNTER,
            "tries",
            "Tries to fetch an object that failed and are repeated: its store cannot be reached or lets nobody in."),
    REFERENCES_WAITING(
            "elbowatch_references_waiting",
            GAUGE,
            "references",
            "References that wait for their object; their partitions are not read past them."),
    REFERENCE_BUFFERED(
            "elbowatch_reference_buffered_bytes",
            GAUGE,
            "bytes",
            "Memory of fetched objects that wait for their turn, and of those that are on their way."),
    REFERENCE_UNREACHABLE(
            "elbowatch_reference_unreachable_seconds",
            GAUGE,
            "seconds",
            "Time since the first failed try of the reference that waits longest; 0 where none has failed."),

    STORE_WRITTEN(
            "elbowatch_store_objects_total",
            COUNTER,
            "objects",
            "Pictures and values of rejected records that were written to a store."),
    STORE_BYTES("elbowatch_store_bytes_total", COUNTER, "bytes", "Bytes of these objects."),
    STORE_SECONDS(
            "elbowatch_store_write_seconds_total",
            COUNTER,
            "seconds",
            "Time of the writes of elbowatch_store_objects_total; several run at a time."),
    STORE_FAILURES(
            "elbowatch_store_failures_total",
            COUNTER,
            "tries",
            "Tries to write an object that failed and are repeated: its store cannot be reached or lets nobody in."),
    STORE_WAITING("elbowatch_store_waiting", GAUGE, "objects", "Objects that are not written yet."),
    STORE_AWAY(
            "elbowatch_store_away_seconds",
            GAUGE,
            "seconds",
            "Time since the first failed try of the object that waits longest; no image is read meanwhile; 0 where none has"
                    + " failed."),

    EVIDENCE_BYTES(
            "elbowatch_evidence_picture_bytes_total", COUNTER, "bytes", "Bytes of the pictures of anomalous images."),
    EVIDENCE(
            "elbowatch_evidence_seconds",
            HISTOGRAM_AND_MAX,
            "seconds",
            "Time to inspect an anomalous image with the model and to draw its picture; its count is the number of pictures."),
    QUALITY_PRECISION(
            "elbowatch_quality_precision", GAUGE, "1", "Defects among the reported images, as people labelled them."),
    QUALITY_PRECISION_LOWER(
            "elbowatch_quality_precision_lower",
            GAUGE,
            "1",
            "Lower bound of the 95 % interval of elbowatch_quality_precision."),
    QUALITY_PRECISION_UPPER(
            "elbowatch_quality_precision_upper",
            GAUGE,
            "1",
            "Upper bound of the 95 % interval of elbowatch_quality_precision."),
    QUALITY_PRECISION_LABELS(
            "elbowatch_quality_precision_labels", GAUGE, "labels", "Labels behind elbowatch_quality_precision."),
    QUALITY_FALSE_ALARM_RATE(
            "elbowatch_quality_false_alarm_rate",
            GAUGE,
            "1",
            "Reported images among the normal ones, as people labelled them; compare with elbowatch_alpha."),
    QUALITY_FALSE_ALARM_RATE_LOWER(
            "elbowatch_quality_false_alarm_rate_lower",
            GAUGE,
            "1",
            "Lower bound of the 95 % interval of elbowatch_quality_false_alarm_rate."),
    QUALITY_FALSE_ALARM_RATE_UPPER(
            "elbowatch_quality_false_alarm_rate_upper",
            GAUGE,
            "1",
            "Upper bound of the 95 % interval of elbowatch_quality_false_alarm_rate."),
    QUALITY_FALSE_ALARM_RATE_LABELS(
            "elbowatch_quality_false_alarm_rate_labels",
            GAUGE,
            "labels",
            "Labels behind elbowatch_quality_false_alarm_rate."),
    QUALITY_RECALL(
            "elbowatch_quality_recall",
            GAUGE,
            "1",
            "Reported images among the defects, estimated from labels and from the images drawn for review."),
    QUALITY_RECALL_LOWER(
            "elbowatch_quality_recall_lower",
            GAUGE,
            "1",
            "Lower bound of the 95 % interval of elbowatch_quality_recall."),
    QUALITY_RECALL_UPPER(
            "elbowatch_quality_recall_upper",
            GAUGE,
            "1",
            "Upper bound of the 95 % interval of elbowatch_quality_recall."),
    QUALITY_RECALL_LABELS(
            "elbowatch_quality_recall_labels", GAUGE, "labels", "Labels behind elbowatch_quality_recall."),
    SOURCE_QUALITY_PRECISION(
            "elbowatch_source_quality_precision",
            GAUGE,
            "1",
            "Defects among the reported images, as people labelled them, by source.",
            "source"),
    SOURCE_QUALITY_PRECISION_LOWER(
            "elbowatch_source_quality_precision_lower",
            GAUGE,
            "1",
            "Lower bound of the 95 % interval of elbowatch_source_quality_precision.",
            "source"),
    SOURCE_QUALITY_PRECISION_UPPER(
            "elbowatch_source_quality_precision_upper",
            GAUGE,
            "1",
            "Upper bound of the 95 % interval of elbowatch_source_quality_precision.",
            "source"),
    SOURCE_QUALITY_PRECISION_LABELS(
            "elbowatch_source_quality_precision_labels",
            GAUGE,
            "labels",
            "Labels behind elbowatch_source_quality_precision.",
            "source"),
    SOURCE_QUALITY_FALSE_ALARM_RATE(
            "elbowatch_source_quality_false_alarm_rate",
            GAUGE,
            "1",
            "Reported images among the normal ones, as people labelled them; compare with elbowatch_alpha, by source.",
            "source"),
    SOURCE_QUALITY_FALSE_ALARM_RATE_LOWER(
            "elbowatch_source_quality_false_alarm_rate_lower",
            GAUGE,
            "1",
            "Lower bound of the 95 % interval of elbowatch_source_quality_false_alarm_rate.",
            "source"),
    SOURCE_QUALITY_FALSE_ALARM_RATE_UPPER(
            "elbowatch_source_quality_false_alarm_rate_upper",
            GAUGE,
            "1",
            "Upper bound of the 95 % interval of elbowatch_source_quality_false_alarm_rate.",
            "source"),
    SOURCE_QUALITY_FALSE_ALARM_RATE_LABELS(
            "elbowatch_source_quality_false_alarm_rate_labels",
            GAUGE,
            "labels",
            "Labels behind elbowatch_source_quality_false_alarm_rate.",
            "source"),
    SOURCE_QUALITY_RECALL(
            "elbowatch_source_quality_recall",
            GAUGE,
            "1",
            "Reported images among the defects, estimated from labels and from the images drawn for review, by source.",
            "source"),
    SOURCE_QUALITY_RECALL_LOWER(
            "elbowatch_source_quality_recall_lower",
            GAUGE,
            "1",
            "Lower bound of the 95 % interval of elbowatch_source_quality_recall.",
            "source"),
    SOURCE_QUALITY_RECALL_UPPER(
            "elbowatch_source_quality_recall_upper",
            GAUGE,
            "1",
            "Upper bound of the 95 % interval of elbowatch_source_quality_recall.",
            "source"),
    SOURCE_QUALITY_RECALL_LABELS(
            "elbowatch_source_quality_recall_labels",
            GAUGE,
            "labels",
            "Labels behind elbowatch_source_quality_recall.",
            "source"),
    QUALITY_UNRESOLVED(
            "elbowatch_quality_unresolved_labels",
            GAUGE,
            "labels",
            "Labels of images of which no verdict is known; they count nowhere."),
    REVIEW_WAITING(
            "elbowatch_review_waiting_images", GAUGE, "images", "Images that were offered for a label and have none."),

    REVIEW_OFFERED(
            "elbowatch_review_images_total",
            COUNTER,
            "images",
            "Images offered for a label, by why: random, or near the threshold.",
            "why"),
    EVIDENCE_LEFT_OUT(
            "elbowatch_evidence_left_out_total",
            COUNTER,
            "images",
            "Anomalous images without a picture, by reason.",
            "reason"),

    INCIDENTS_OPENED(
            "elbowatch_incidents_opened_total", COUNTER, "incidents", "Opened incidents of sources, by kind.", "kind"),
    INCIDENTS_OPEN(
            "elbowatch_incidents_open",
            GAUGE,
            "incidents",
            "Open incidents of the sources in the partitions of this instance, by kind.",
            "kind"),
    INCIDENTS_ACKNOWLEDGED(
            "elbowatch_incidents_acknowledged",
            GAUGE,
            "incidents",
            "Those of elbowatch_incidents_open that a person has acknowledged or closed, by kind.",
            "kind"),
    HANDLING_REFUSED(
            "elbowatch_handling_refused_total",
            COUNTER,
            "records",
            "Records of topics.handling that were not taken, by reason.",
            "reason"),
    WEBHOOK_SENT(
            "elbowatch_webhook_sent_total", COUNTER, "events", "Events of incidents that the webhook has accepted."),
    WEBHOOK_FAILED(
            "elbowatch_webhook_failed_total",
            COUNTER,
            "tries",
            "Tries to send an event to the webhook that failed, by reason; most are repeated.",
            "reason"),
    WEBHOOK_LEFT_OUT(
            "elbowatch_webhook_left_out_total",
            COUNTER,
            "events",
            "Events that were given up: the webhook refused them for good, or for webhook.give-up."),
    TRACE_SPANS(
            "elbowatch_trace_spans_total",
            COUNTER,
            "spans",
            "Spans that have ended, that the receiver has accepted, and that could not be sent; the others wait or were dropped.",
            "state"),
    SOURCES_TRACKED(
            "elbowatch_sources_tracked", GAUGE, "sources", "Followed sources in the partitions of this instance."),
    SOURCES_UNTRACKED(
            "elbowatch_sources_untracked_total",
            COUNTER,
            "images",
            "Images of sources that are not followed: more sources than incidents.max-sources, or a key above 256 bytes."),

    MODEL("elbowatch_model_info", INFO, "1", "The model that scores.", "name", "version", "sha256", "provider"),
    BUNDLE(
            "elbowatch_bundle_info",
            INFO,
            "1",
            "The bundles of the plan in force, those of shadows among them.",
            "bundle",
            "name",
            "version",
            "sha256",
            "provider"),
    BUNDLE_SCORED("elbowatch_bundle_images_scored_total", COUNTER, "images", "Images scored, by bundle.", "bundle"),
    BUNDLE_ANOMALOUS(
            "elbowatch_bundle_images_anomalous_total", COUNTER, "images", "Anomalous images, by bundle.", "bundle"),
    BUNDLE_REJECTED(
            "elbowatch_bundle_images_rejected_total",
            COUNTER,
            "images",
            "Rejected images whose route names a bundle, by bundle.",
            "bundle"),
    BUNDLE_BATCHES(
            "elbowatch_bundle_batches_total", COUNTER, "batches", "Batches that were scored, by bundle.", "bundle"),
    BUNDLE_BATCH_IMAGES(
            "elbowatch_bundle_batch_images_total",
            COUNTER,
            "images",
            "Images of these batches; divided by their number, the size of a batch.",
            "bundle"),
    BUNDLE_INFERENCE(
            "elbowatch_bundle_inference_seconds_total",
            COUNTER,
            "seconds",
            "Time in which these batches were scored.",
            "bundle"),
    BUNDLE_P_VALUE(
            "elbowatch_bundle_p_value",
            HISTOGRAM,
            "1",
            "Deciding p-value of scored images, by bundle; drift of one bundle shows as more than 0.1 at le=\"0.1\".",
            "bundle"),
    BUNDLE_ALPHA("elbowatch_bundle_alpha", GAUGE, "1", "False-alarm rate of a bundle.", "bundle"),
    BUNDLE_THRESHOLD(
            "elbowatch_bundle_threshold",
            GAUGE,
            "that of the score",
            "Threshold of a deciding score of a bundle, by its pooled calibration.",
            "bundle",
            "score",
            "side"),
    BUNDLE_CALIBRATION_IMAGES(
            "elbowatch_bundle_calibration_images",
            GAUGE,
            "images",
            "Normal images in the pooled calibration of a bundle.",
            "bundle"),

    SHADOW_IMAGES(
            "elbowatch_shadow_images_total",
            COUNTER,
            "images",
            "Images that a shadow bundle scored after the deciding one.",
            "bundle",
            "shadow"),
    SHADOW_FLIPS(
            "elbowatch_shadow_flips_total",
            COUNTER,
            "images",
            "Of these, images with another verdict by the shadow: to anomalous or to normal.",
            "bundle",
            "shadow",
            "to"),
    SHADOW_LEFT_OUT(
            "elbowatch_shadow_left_out_total",
            COUNTER,
            "images",
            "Images that were not compared because the shadow could not keep up.",
            "bundle",
            "shadow"),
    SHADOW_FAILED(
            "elbowatch_shadow_failed_total",
            COUNTER,
            "images",
            "Images that the shadow could not score, although the deciding bundle did.",
            "bundle",
            "shadow"),
    SHADOW_SECONDS(
            "elbowatch_shadow_seconds_total",
            COUNTER,
            "seconds",
            "Time to decode and to score images for the shadow.",
            "bundle",
            "shadow"),
    SHADOW_SHIFT(
            "elbowatch_shadow_p_value_shift",
            GAUGE,
            "1",
            "Mean decadic logarithm of the p-value by the shadow over that by the deciding bundle; -1 is a tenth.",
            "bundle",
            "shadow"),
    SHADOW_WAITING(
            "elbowatch_shadow_waiting_images", GAUGE, "images", "Images in memory that wait for a shadow bundle."),

    PROVIDER(
            "elbowatch_provider_info",
            INFO,
            "1",
            "The requested provider and the running one; auto requests the one found at the start, else the one for the"
                    + " GPU in the build of ONNX Runtime.",
            "requested",
            "running"),
    ALPHA("elbowatch_alpha", GAUGE, "1", "False-alarm rate: an image is anomalous when its p-value is at most alpha."),
    ALPHA_EXTRAPOLATED(
            "elbowatch_alpha_extrapolated",
            GAUGE,
            "1",
            "1 while alpha is so low that only p-values extrapolated beyond the calibration images reach it, else 0."),
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
            "Threshold of a deciding score: beyond it, on this side, an image is anomalous whatever its other scores.",
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
            "Offset of the settings record in force, -1 while the settings of the start are in force."),
    SETTINGS_REFUSED(
            "elbowatch_settings_refused_total",
            COUNTER,
            "records",
            "Refused records of the settings topic, by reason; every start reads the topic again.",
            "reason"),

    FEEDBACK_LABELS(
            "elbowatch_feedback_labels",
            GAUGE,
            "images",
            "Labelled images by label, at most the 50,000 that were labelled last; every instance counts all of them.",
            "label"),
    FEEDBACK_REFUSED(
            "elbowatch_feedback_refused_total",
            COUNTER,
            "records",
            "Records of topics.feedback that were not taken, by reason; every start reads the topic again.",
            "reason"),

    MODELS_LOADED(
            "elbowatch_models_loaded",
            GAUGE,
            "models",
            "Models of plans that are open; that of the setting bundle is always open and not counted."),
    MODELS_LOADS(
            "elbowatch_models_loads_total", COUNTER, "models", "Models of plans that were opened for the first time."),
    MODELS_RELOADS(
            "elbowatch_models_reloads_total",
            COUNTER,
            "models",
            "Models of plans that were opened again on demand, having been closed because of models.max-loaded."),
    MODELS_LOAD_SECONDS(
            "elbowatch_models_load_seconds_total", COUNTER, "seconds", "Time in which models of plans were opened."),
    MODELS_REFUSED(
            "elbowatch_models_refused_total",
            COUNTER,
            "bundles",
            "Bundles of plans that could not be used, by reason; each attempt of one that cannot be reached counts.",
            "reason"),

    LAG_IMAGES(
            "elbowatch_lag_images",
            GAUGE,
            "images",
            "Images of a partition that are produced but not committed as processed, whichever instance owns it;"
                    + " with several input topics also by topic.",
            "partition"),
    LAG_SECONDS(
            "elbowatch_lag_seconds",
            GAUGE,
            "seconds",
            "Age of the oldest uncommitted image of a partition; 0 when it is younger than the measuring interval, 5 s;"
                    + " with several input topics also by topic.",
            "partition"),
    STREAM_STATE(
            "elbowatch_stream_state",
            GAUGE,
            "1",
            "1 for the state that Kafka Streams is in, 0 for the others.",
            "state"),
    STREAM_READY(
            "elbowatch_stream_ready",
            GAUGE,
            "1",
            "1 while images are scored and committed or could be, as /health/ready says; 0 otherwise."),
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
            "Longest commit of about the last 30 s, including the scoring of its pending batch."),
    STREAM_REBALANCES("elbowatch_stream_rebalances_total", COUNTER, "rebalances", "Rebalances of this instance."),
    STREAM_FAILED_REBALANCES(
            "elbowatch_stream_failed_rebalances_total",
            COUNTER,
            "rebalances",
            "Failed and repeated attempts at a rebalance; a few per rebalance are usual."),
    STREAM_POLL_AGE(
            "elbowatch_stream_poll_age_seconds",
            GAUGE,
            "seconds",
            "Time since the last poll of the stream thread furthest behind; above max.poll.interval.ms it is stuck.");

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
}
