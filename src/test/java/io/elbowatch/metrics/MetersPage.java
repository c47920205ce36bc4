package io.elbowatch.metrics;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.source.IncidentKind;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.stream.flow.LossReason;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KafkaStreams;

/** docs/metrics.md, generated from the table of meters; never written by hand. */
final class MetersPage {
    private MetersPage() {}

    static String markdown() {
        return """
                # Metrics

                <!-- Generated from MeterTable; the test MetersPageTest says how. -->

                Scrape `/metrics`: Prometheus text 0.0.4, or OpenMetrics 1.0.0 for readers that accept it. Counters and
                histograms exist from the start, at 0, so that `rate()` sees the first event; those of a source exist from
                its first image on. A figure of the stream or of drift that is not known has no series: nothing shows 0
                where nothing was measured.

                | Name | Type | Unit | Labels | Meaning |
                |---|---|---|---|---|
                %s

                ## How to read them

                - **Counters count work done, not work committed.** After a crash Kafka repeats what was not committed, and
                  it is counted again; the topics hold it once (under `exactly_once_v2`). Counters start at 0 with the
                  process.
                - Received images that are neither scored nor rejected wait for their batch. When a task fails, the images
                  that it held are received once more, and the difference stays.
                - The buckets of the scores come from the bundle: quantiles .001 to .999 of its calibration images, and
                  some beyond. So `le` differs between bundles; compare instances that run the same one.
                - Scores can be negative (the density of a Gaussian likelihood can exceed 1). Then `_sum` may fall; use
                  `rate()` on buckets and `_count` only.
                - `elbowatch_threshold` is where the verdict changes. Deciders that combine tests divide alpha among them:
                  `default` gives `local` and `density` the same share, between alpha/2 and alpha, and `elbo` gives each
                  side alpha/2.
                - `elbowatch_alpha`, `elbowatch_decider`, `elbowatch_threshold`, `elbowatch_elbo_loss_threshold_nats` and
                  `elbowatch_settings_offset` follow the settings made at run time (`topics.settings`). All values of one
                  scrape are of the same settings. Series of `elbowatch_threshold` come and go with the decider. Whether the
                  ELBO loss of an image is high depends on the alpha by which the image was judged.
                - **Several bundles.** `elbowatch_bundle_*` have a series for each bundle of the plan, and end with it. Meters
                  without the label `bundle` are sums over all bundles, and whether an ELBO loss is high is decided by the
                  calibration of the bundle that scored the image. These are of the bundle of the last route alone, which
                  is the one for the rest of the images: the histograms of the scores, `elbowatch_model_info`,
                  `elbowatch_alpha`, `elbowatch_decider`, `elbowatch_threshold`, `elbowatch_elbo_loss_threshold_nats`,
                  `elbowatch_calibration_images`, `elbowatch_population_stability_index` and `elbowatch_latent_*`. Scores
                  of two bundles have different scales; `elbowatch_p_value` is of all bundles, whose p-values have the same.
                  When a record of the settings topic replaces that bundle, its drift is measured anew, and the histograms
                  keep their buckets until a restart.
                - `elbowatch_shadow_*` begin at 0 when one of the two bundles of a pair changes, and end when no route names
                  the pair. A comparison counts work done.
                - `elbowatch_p_value` shows drift before alarms do: on images like the calibration images a share of about
                  0.1 lies at or below `le="0.1"`.
                - `elbowatch_population_stability_index` and `elbowatch_latent_*` are of this process, its partitions and
                  its last 15 minutes; take the largest of the instances, not their mean. [drift.md](drift.md) describes
                  how they are calculated, from how many images on, and their values for each fault.
                - Histograms marked *+ max* have an additional gauge `NAME_max`, the largest value of the last minutes.

                ## Label values

                - `reason` of `elbowatch_images_rejected_total`: %s
                - `reason` of `elbowatch_images_lost_total`: %s. `retention`: deleted while they waited, whether the scorers
                  were down or too slow; exact unless images come in transactions or `images` is compacted, when markers and
                  compacted records that are deleted soon after they are skipped count too. `recreated`: they waited when
                  `images` was deleted; those of its last 5 s are not known.
                - `reason` of `elbowatch_batch_flushes_total`: %s
                - `reason` of `elbowatch_settings_refused_total`: %s
                - `kind` of `elbowatch_incidents_opened_total` and `elbowatch_incidents_open`: %s
                - `score` of `elbowatch_decider`: %s
                - `score` of `elbowatch_threshold` and of `elbowatch_population_stability_index`: %s
                - `sha256`: the first 12 digits of that of the graph
                - `state` of `elbowatch_stream_state`: the states of Kafka Streams in lower case: %s
                - `state` of `elbowatch_trace_spans_total`: `ended`, `sent`, `failed`. The difference of `ended` and the others
                  waits, at most 4,096 spans; what grows beyond was dropped.
                - `requested`, `running`: `cpu`, `cuda`, `tensorrt`, `webgpu`
                - `source`: the record's key. The first `metrics.max-sources` (100) sources have series of their own. Later
                  ones, keys of more than 64 bytes and keys that are no readable text are `other`; records without a key
                  are `none`. So keys cannot create more series than allowed. A restarted instance begins again.

                ## Exemplars

                In OpenMetrics the buckets of the scores and of `elbowatch_p_value` carry `topic`, `partition` and `offset` of
                an image: of every anomalous image as far as there is room, and of one other image a second. Start
                Prometheus with `--enable-feature=exemplar-storage` to keep them. A topic of more than 70 characters is left
                out, beside a trace one of more than 38.

                With [traces](traces.md) the exemplar of a recorded image carries `trace_id`, too, and one recorded image a
                second is among them. Then the buckets of `elbowatch_image_age_seconds` and of `elbowatch_inference_seconds`
                carry `trace_id` and `span_id`, of an image and of a batch.

                ## Other meters on the same page

                `jvm_*`, `process_*` and `system_*` are Micrometer's own of the JVM and the process;
                `process_resident_memory_bytes` exists on Linux only. The useful few of the several hundred meters of Kafka
                Streams and its clients are above, in seconds and with labels that a restart does not change
                ([why](decisions/0010-few-meters-of-kafka.md)); all of them are in JMX.

                ## Queries

                How the dashboards and alerts use them: `grafana/dashboards`, `prometheus/rules`, [runbook](runbook.md).

                ```promql
                # share of anomalous images; about elbowatch_alpha while all is normal
                sum(rate(elbowatch_images_anomalous_total[5m])) / sum(rate(elbowatch_images_scored_total[5m]))

                # median ELBO loss
                histogram_quantile(0.5, sum by (le) (rate(elbowatch_elbo_loss_nats_bucket[5m])))

                # the time in seconds within which 99 %% of images have their score
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
                values(Arrays.stream(LossReason.values()).map(LossReason::label).toArray(String[]::new)),
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
