package io.elbowatch.metrics;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.source.IncidentKind;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.testing.Terms;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class MetricsTest {
    private final Metrics metrics = new Metrics(TestModel.IDENTITY, TestModel.judge());

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void shouldCountOneOfEachEvent() {
        TestModel.oneOfEach(metrics);

        ScrapeText text = ScrapeText.of(metrics);
        assertThat(text.value("elbowatch_images_received_total")).isEqualTo(2);
        assertThat(text.value("elbowatch_image_bytes_total")).isEqualTo(512);
        assertThat(text.value("elbowatch_images_scored_total")).isEqualTo(2);
        assertThat(text.value("elbowatch_images_anomalous_total")).isEqualTo(1);
        assertThat(text.value("elbowatch_images_rejected_total{reason=\"empty\"}"))
                .isEqualTo(1);
        assertThat(text.value("elbowatch_batch_flushes_total{reason=\"linger\"}"))
                .isEqualTo(1);
        assertThat(text.value("elbowatch_batch_images_sum")).isEqualTo(2);
        assertThat(text.value("elbowatch_inference_seconds_sum")).isEqualTo(.003);
        assertThat(text.value("elbowatch_decode_seconds_sum")).isEqualTo(.000_04);
        assertThat(text.value("elbowatch_image_age_seconds_count")).isEqualTo(3);
        assertThat(text.value("elbowatch_elbo_loss_nats_sum")).isEqualTo(200 + 1200);
        assertThat(text.value("elbowatch_reconstruction_error_nats_sum")).isEqualTo(30 + 850);
        assertThat(text.value("elbowatch_kl_nats_sum")).isEqualTo(20 + 200);
        assertThat(text.value("elbowatch_local_nats_sum")).isEqualTo(30 + 300);
        assertThat(text.value("elbowatch_p_value_bucket{le=\"0.01\"}")).isEqualTo(1);
    }

    @Test
    void shouldShowEveryReasonBeforeItsFirstEvent() {
        ScrapeText text = ScrapeText.of(metrics);

        for (Rejection.Reason reason : Rejection.Reason.values()) {
            assertThat(text.value("elbowatch_images_rejected_total{reason=\"" + reason.label() + "\"}"))
                    .isZero();
        }
        for (FlushReason reason : FlushReason.values()) {
            assertThat(text.value("elbowatch_batch_flushes_total{reason=\"" + reason.label() + "\"}"))
                    .isZero();
        }
    }

    @Test
    void shouldShowModelAndThresholds() {
        ScrapeText text = ScrapeText.of(metrics);

        assertThat(text.value("elbowatch_model_info{name=\"boards\",provider=\"cpu\",sha256=\"0123456789ab\","
                        + "version=\"1.2.0\"}"))
                .isEqualTo(1);
        assertThat(text.value("elbowatch_alpha")).isEqualTo(.01);
        assertThat(text.value("elbowatch_calibration_images")).isEqualTo(TestModel.IMAGES);
        assertThat(text.value("elbowatch_threshold{score=\"local\",side=\"upper\"}"))
                .isCloseTo(39.8, within(1e-5));
        assertThat(text.value("elbowatch_threshold{score=\"density\",side=\"upper\"}"))
                .isCloseTo(5.98, within(1e-5));
    }

    @Test
    void shouldFollowTheSettingsMadeAtRunTime() {
        AtomicReference<ActiveJudge> now =
                new AtomicReference<>(new ActiveJudge(TestModel.judge(), OptionalLong.empty()));
        try (Metrics following = new Metrics(() -> TestModel.IDENTITY, "cpu", now::get, 100, false)) {
            ScrapeText before = ScrapeText.of(following);
            assertThat(before.value("elbowatch_settings_offset")).isEqualTo(-1);
            assertThat(before.value("elbowatch_elbo_loss_threshold_nats")).isCloseTo(249, within(.2));

            now.set(new ActiveJudge(new Judge(TestModel.calibration(), 1, Decider.LOCAL, .05), OptionalLong.of(7)));

            ScrapeText text = ScrapeText.of(following);
            assertThat(text.value("elbowatch_alpha")).isEqualTo(.05);
            assertThat(text.value("elbowatch_decider{score=\"local\"}")).isEqualTo(1);
            assertThat(text.value("elbowatch_decider{score=\"default\"}")).isZero();
            assertThat(text.seriesOf("elbowatch_threshold"))
                    .containsExactly("elbowatch_threshold{score=\"local\",side=\"upper\"}");
            assertThat(text.value("elbowatch_elbo_loss_threshold_nats")).isCloseTo(245, within(.2));
            assertThat(text.value("elbowatch_settings_offset")).isEqualTo(7);
        }
    }

    @Test
    void shouldCountRefusedSettingsByReason() {
        metrics.observer().settingsRefused(SettingsRefusal.Reason.OUT_OF_REACH);

        ScrapeText text = ScrapeText.of(metrics);
        for (SettingsRefusal.Reason reason : SettingsRefusal.Reason.values()) {
            assertThat(text.value("elbowatch_settings_refused_total{reason=\"" + reason.label() + "\"}"))
                    .isEqualTo(reason == SettingsRefusal.Reason.OUT_OF_REACH ? 1 : 0);
        }
    }

    @Test
    void shouldCountIncidentsByKindAndSources() {
        metrics.observer().incidentOpened(IncidentKind.SILENCE);
        metrics.observer().incidentsOpen(IncidentKind.SILENCE, 3);
        metrics.observer().incidentsOpen(IncidentKind.SILENCE, -1);
        metrics.observer().tracking(7);
        metrics.observer().sourceUntracked();

        ScrapeText text = ScrapeText.of(metrics);
        assertThat(text.value("elbowatch_incidents_opened_total{kind=\"silence\"}"))
                .isEqualTo(1);
        assertThat(text.value("elbowatch_incidents_opened_total{kind=\"anomalies\"}"))
                .isZero();
        assertThat(text.value("elbowatch_incidents_open{kind=\"silence\"}")).isEqualTo(2);
        assertThat(text.value("elbowatch_incidents_open{kind=\"anomalies\"}")).isZero();
        assertThat(text.value("elbowatch_sources_tracked")).isEqualTo(7);
        assertThat(text.value("elbowatch_sources_untracked_total")).isEqualTo(1);
    }

    @Test
    void shouldCountNegativeScoresAndAges() {
        ElboTerms gaussian = Terms.of(-800, -850, 10, -3, .5f);
        Verdict verdict = TestModel.judge().judge(gaussian);

        metrics.observer().scored(TestModel.ORIGIN, gaussian, verdict, -5);

        ScrapeText text = ScrapeText.of(metrics);
        assertThat(text.value("elbowatch_elbo_loss_nats_count")).isEqualTo(1);
        assertThat(text.value("elbowatch_elbo_loss_nats_sum")).isEqualTo(-790);
        assertThat(text.value("elbowatch_local_nats_sum")).isEqualTo(-3);
        assertThat(text.value("elbowatch_image_age_seconds_count")).isEqualTo(1);
    }

    /** Micrometer's timer sums nanoseconds in a long: after 100,000 images of a day its sum was negative. */
    @Test
    void shouldSumTheAgesOfABacklog() {
        Verdict verdict = TestModel.judge().judge(TestModel.NORMAL);
        int images = 200_000;
        long dayMillis = Duration.ofDays(1).toMillis();
        for (int i = 0; i < images; i++) {
            metrics.observer().scored(TestModel.ORIGIN, TestModel.NORMAL, verdict, dayMillis);
        }

        assertThat(ScrapeText.of(metrics).value("elbowatch_image_age_seconds_sum"))
                .isEqualTo(images * 86_400.0);
    }

    @Test
    void shouldCountImagesOlderThanAWeekElsewhere() {
        long weekMillis = Duration.ofDays(7).toMillis();
        metrics.observer().rejected(TestModel.ORIGIN, Rejection.Reason.EMPTY, weekMillis);
        metrics.observer().rejected(TestModel.ORIGIN, Rejection.Reason.EMPTY, weekMillis + 1);
        metrics.observer().rejected(TestModel.ORIGIN, Rejection.Reason.EMPTY, Long.MAX_VALUE);
        metrics.observer().rejected(TestModel.ORIGIN, Rejection.Reason.EMPTY, Long.MIN_VALUE);

        ScrapeText text = ScrapeText.of(metrics);
        assertThat(text.value("elbowatch_images_outdated_total")).isEqualTo(2);
        assertThat(text.value("elbowatch_image_age_seconds_count")).isEqualTo(2);
        assertThat(text.value("elbowatch_image_age_seconds_sum")).isEqualTo(604_800);
        assertThat(text.value("elbowatch_image_age_seconds_max")).isEqualTo(604_800);
    }

    @Test
    void shouldShowTheJvmAndTheProcess() {
        assertThat(ScrapeText.of(metrics).types())
                .containsKeys(
                        "jvm_memory_used_bytes",
                        "jvm_gc_memory_allocated_bytes_total",
                        "jvm_threads_live_threads",
                        "jvm_classes_loaded_classes",
                        "system_cpu_count",
                        "process_start_time_seconds", // the alerts on first samples ask it
                        "process_uptime_seconds",
                        "process_files_open_files");
    }

    @Test
    void shouldWritePrometheusTextUnlessOpenMetricsIsAccepted() {
        assertThat(metrics.scrape(null).contentType()).startsWith("text/plain; version=0.0.4");
        assertThat(metrics.scrape("*/*").contentType()).startsWith("text/plain; version=0.0.4");
        assertThat(metrics.scrape("application/vnd.google.protobuf").body()).startsWith("# HELP");
    }

    @Test
    void shouldEndOpenMetricsWithEof() {
        Scrape scrape = metrics.scrape("application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.2,*/*;q=0.1");

        assertThat(scrape.contentType()).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(scrape.body()).contains("# TYPE elbowatch_model info\n").endsWith("# EOF\n");
    }

    @Test
    void shouldShowOtherMetersAndCloseThem() {
        Guest guest = new Guest("guest");

        metrics.bind(guest);

        assertThat(ScrapeText.of(metrics).value("guest")).isEqualTo(7);
        metrics.close();
        assertThat(guest.closed).isTrue();
    }

    @Test
    void shouldCloseAllMetersWhenOneFails() {
        Guest first = new Guest("first");
        metrics.bind(first);
        metrics.bind(new Guest("second") {
            @Override
            public void close() {
                throw new IllegalArgumentException("stuck");
            }
        });

        assertThatThrownBy(metrics::close)
                .isInstanceOf(IllegalStateException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(first.closed).isTrue();
    }

    private static class Guest implements MeterBinder, AutoCloseable {
        private final String meter;
        private boolean closed;

        private Guest(String meter) {
            this.meter = meter;
        }

        @Override
        public void bindTo(MeterRegistry registry) {
            registry.gauge(meter, 7);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
