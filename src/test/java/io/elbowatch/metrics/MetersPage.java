package io.elbowatch.metrics;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.stream.batch.FlushReason;
import java.util.Arrays;
import java.util.stream.Collectors;

/** docs/metrics.md, as the table of meters makes it; never written by hand. */
final class MetersPage {
    private MetersPage() {}

    static String markdown() {
        return """
                # Metrics

                <!-- Generated from MeterTable; the test MetersPageTest says how to write it anew. -->

                Scrape `/metrics`: Prometheus text 0.0.4, or OpenMetrics 1.0.0 for whoever accepts it. All series of
                Elbowatch's own are there from the start, at 0, so that `rate()` sees the first event.

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
                - `elbowatch_alpha`, `elbowatch_decider`, `elbowatch_threshold` and `elbowatch_settings_offset` follow what is set at run
                  time (`topics.settings`), all of one scrape the same settings. Series of `elbowatch_threshold` come and go with
                  the decider.
                - `elbowatch_p_value` tells drift before alarms do: on images like the calibration images a share of about
                  0.1 lies at or below `le="0.1"`.
                - Histograms marked *+ max* have a gauge `NAME_max` beside them, the largest of the last minutes.

                ## Label values

                - `reason` of `elbowatch_images_rejected_total`: %s
                - `reason` of `elbowatch_batch_flushes_total`: %s
                - `reason` of `elbowatch_settings_refused_total`: %s
                - `score` of `elbowatch_decider`: %s
                - `score` of `elbowatch_threshold`: %s
                - `sha256`: the first 12 digits of the graph's

                No label holds a source, a topic or anything else that a record brings: the number of series is fixed.

                ## Others' meters on the same page

                `jvm_*`, `process_*` and `system_*` are Micrometer's own of the JVM and the process; `kafka_*` are those of
                Kafka Streams and its clients.

                ## Queries

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
                values(Arrays.stream(Decider.values()).map(Decider::label).toArray(String[]::new)),
                values(Arrays.stream(Score.values()).map(Score::label).toArray(String[]::new)));
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
