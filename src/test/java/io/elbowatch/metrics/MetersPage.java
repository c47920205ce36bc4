package io.elbowatch.metrics;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.source.IncidentKind;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.stream.batch.FlushReason;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KafkaStreams;

/** docs/metrics.md, as the table of meters makes it; never written by hand. */
final class MetersPage {
    private MetersPage() {}

    static String markdown() {
        return """
                # Metrics

                <!-- Generated from MeterTable; the test MetersPageTest says how to write it anew. -->

                Scrape `/metrics`: Prometheus text 0.0.4, or OpenMetrics 1.0.0 for whoever accepts it. Counters and
                histograms are there from the start, at 0, so that `rate()` sees the first event; those of a source from its
                first image on. A figure of the stream or of drift that is not known has no series: nothing shows 0 where nothing was
                measured.

                | Name | Type | Unit | Labels | Meaning |
                |---|---|---|---|---|
                %s

                ## How to read them

                - **Counters count work done, not work committed.** After a crash Kafka repeats what was not committed, and
                  it is counted again; the topics hold it once (under `exactly_once_v2`). They start at 0 with the process.
                - Images received that are neither scored nor rejected wait for their batch. When a task fails, those it
                  held are received once more, and the difference stays.
                - The buckets of the scores come from the bundle: quantiles .001 to .999 of its calibration images, and
                  some beyond. So `le` differs between bundles; compare instances that run the same one.
                - Scores can be negative (a Gaussian likelihood's density exceeds 1). Then `_sum` may fall, and only
                  buckets and `_count` are for `rate()`.
                - `elbowatch_threshold` is where the verdict changes. Deciders that join tests share alpha among them: `default`
                  gives `local` and `density` the same share, between alpha/2 and alpha, and `elbo` each side alpha/2.
                - `elbowatch_alpha`, `elbowatch_decider`, `elbowatch_threshold`, `elbowatch_elbo_loss_threshold_nats` and
                  `elbowatch_settings_offset` follow what is set at run time (`topics.settings`), all of one scrape the same
                  settings. Series of `elbowatch_threshold` come and go with the decider. An image counts as one of high ELBO loss
                  by the alpha that it was judged by.
                - `elbowatch_p_value` tells drift before alarms do: on images like the calibration images a share of about
                  0.1 lies at or below `le="0.1"`.
                - `elbowatch_population_stability_index` and `elbowatch_latent_*` are of this process, its partitions and its last
                  15 minutes; take the largest of the instances, not their mean. [drift.md](drift.md) says how they are
                  made, from how many images on, and what they were for which fault.
                - Histograms marked *+ max* have a gauge `NAME_max` beside them, the largest of the last minutes.

                ## Label values

                - `reason` of `elbowatch_images_rejected_total`: %s
                - `reason` of `elbowatch_batch_flushes_total`: %s
                - `reason` of `elbowatch_settings_refused_total`: %s
                - `kind` of `elbowatch_incidents_opened_total` and `elbowatch_incidents_open`: %s
                - `score` of `elbowatch_decider`: %s
                - `score` of `elbowatch_threshold` and of `elbowatch_population_stability_index`: %s
                - `sha256`: the first 12 digits of the graph's
                - `state`: the states of Kafka Streams in lower case: %s
                - `requested`, `running`: `cpu`, `cuda`, `tensorrt`
                - `source`: the record's key. The first `metrics.max-sources` (100) have series of their own; whatever comes
                  after them, has more than 64 bytes or is no readable text is `other`; records without a key are `none`.
                  So no key makes more series than were allowed. An instance that starts again begins anew.

                ## Exemplars

                In OpenMetrics the buckets of the scores and of `elbowatch_p_value` carry `topic`, `partition` and `offset` of
                an image: of every anomalous one as far as there is room, of the others one a second. Start Prometheus with
                `--enable-feature=exemplar-storage` to keep them. A topic of more than 70 characters is left out.

                ## Others' meters on the same page

                `jvm_*`, `process_*` and `system_*` are Micrometer's own of the JVM and the process;
                `process_resident_memory_bytes` is there on Linux. Of the several hundred meters of Kafka Streams and its
                clients the few that say something are above, in seconds and with labels that a restart does not change
                ([why](decisions/0010-few-meters-of-kafka.md)); all of them are in JMX.

                ## Queries

                How the dashboards and alerts use them: `grafana/dashboards`, `prometheus/rules`, [runbook](runbook.md).

                ```promql
                # share of anomalous images; about elbowatch_alpha while all is normal
                sum(rate(elbowatch_images_anomalous_total[5m])) / sum(rate(elbowatch_images_scored_total[5m]))

                # median ELBO loss
                histogram_quantile(0.5, sum by (le) (rate(elbowatch_elbo_loss_nats_bucket[5m])))

                # 99 %% of images have their score within so many seconds
                histogram_quantile(0.99, sum by (le) (rate(elbowatch_image_age_seconds_bucket[5m])))

                # whether instances judge by different settings
                max(elbowatch_settings_offset) != bool min(elbowatch_settings_offset)

                # images per run of the model
                rate(elbowatch_batch_images_sum[5m]) / rate(elbowatch_batch_images_count[5m])
                ```
                """.formatted(
                Arrays.stream(MeterTable.values()).map(MetersPage::row).collect(Collectors.joining("\n")),
                values(Arrays.stream(Rejection.Reason.values())
                        .map(Rejection.Reason::label)
                        .toArray(String[]::new)),
                values(Arrays.stream(FlushReason.values())
                        .map(FlushReason::label)
                        .toArray(String[]::new)),
                values(Arrays.stream(SettingsRefusal.Reason.values())
                        .map(SettingsRefusal.Reason::label)
                        .toArray(String[]::new)),
                values(Arrays.stream(IncidentKind.values())
                        .map(IncidentKind::label)
                        .toArray(String[]::new)),
                values(Arrays.stream(Decider.values()).map(Decider::label).toArray(String[]::new)),
                values(Arrays.stream(Score.values()).map(Score::label).toArray(String[]::new)),
                values(Arrays.stream(KafkaStreams.State.values())
                        .map(state -> state.name().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new)));
    }

    private static String row(MeterTable meter) {
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(
                        meter.prometheusName(),
                        type(meter.type()),
                        meter.unit(),
                        meter.labels().isEmpty() ? "" : values(meter.labels().toArray(String[]::new)),
                        meter.help());
    }

    private static String type(MeterType type) {
        return switch (type) {
            case COUNTER, GAUGE, HISTOGRAM -> type.label();
            case HISTOGRAM_AND_MAX -> "histogram + max";
            case INFO -> "info";
        };
    }

    private static String values(String... names) {
        return Arrays.stream(names).map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
}
