package io.elbowatch.service;

import io.elbowatch.core.Refusal;
import io.elbowatch.metrics.Metrics;
import io.elbowatch.metrics.Scrape;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.settings.Settings;
import io.elbowatch.stream.ScoringApplication;
import io.elbowatch.stream.flow.CurrentJudge;
import io.elbowatch.stream.flow.ScoringTopology;
import io.elbowatch.stream.live.LiveTopics;
import io.elbowatch.stream.live.LiveView;
import io.elbowatch.stream.monitor.StreamStatus;
import io.elbowatch.web.Exposition;
import io.elbowatch.web.Health;
import io.elbowatch.web.LivePage;
import io.elbowatch.web.ModelCard;
import io.elbowatch.web.WebServer;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The scoring application, put together: stream, meters and web server around a loaded model. From {@link #start} to
 * {@link #close} it scores; whatever of it had started when a part refuses to is closed again.
 */
public final class ScoringService implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private volatile ScoringApplication stream; // null until it has started
    private final Supplier<Optional<String>> notice;
    private WebServer web;

    private ScoringService(Supplier<Optional<String>> notice) {
        this.notice = notice;
    }

    /** @throws Refusal naming what cannot work */
    public static ScoringService start(Settings settings, LoadedModel loaded) {
        return start(settings, loaded, Optional::empty);
    }

    /** As above. @param notice a line that the live page shows on top, asked often */
    public static ScoringService start(Settings settings, LoadedModel loaded, Supplier<Optional<String>> notice) {
        ScoringService service = new ScoringService(notice);
        try {
            service.startParts(settings, loaded);
            return service;
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    private void startParts(Settings settings, LoadedModel loaded) {
        CurrentJudge inForce = new CurrentJudge(loaded.judge());
        Metrics metrics = new Metrics(
                loaded.model()::identity, loaded.model().requestedProvider(), inForce, settings.maxSources());
        parts.push(metrics);
        web = web(settings, loaded, inForce, accept -> {
            Scrape scrape = metrics.scrape(accept);
            return new Exposition.Page(scrape.contentType(), scrape.body());
        });
        parts.push(web);
        stream = ScoringApplication.start(
                settings.stream(),
                new ScoringTopology(
                        loaded.model(),
                        loaded.bundle().manifest().toPreprocessing(),
                        settings.decode(),
                        inForce,
                        settings.stream().flow(),
                        metrics.observer(),
                        Clock.systemUTC()));
        parts.push(stream);
        metrics.watch(stream::readings);
    }

    private WebServer web(Settings settings, LoadedModel loaded, CurrentJudge inForce, Exposition exposition) {
        Map<String, String> facts = ModelFacts.of(loaded.bundle().manifest());
        Supplier<ModelCard> card = () ->
                ModelCard.of(loaded.model().identity(), facts, inForce.now().judge());
        if (!settings.http().page()) {
            return WebServer.start(settings.http(), exposition, () -> health(loaded.model()), card);
        }
        LiveView view = LiveTopics.of(
                settings.stream(),
                loaded.model().identity(),
                () -> inForce.now().judge());
        parts.push(view);
        return WebServer.start(
                settings.http(), exposition, () -> health(loaded.model()), card, new LivePage(view, notice));
    }

    private Health health(OnnxModel model) {
        ScoringApplication started = stream;
        if (started == null) {
            return new Health(true, false, Map.of("state", "STARTING"));
        }
        StreamStatus status = started.status();
        Map<String, String> detail = new LinkedHashMap<>(status.detail());
        detail.put("provider", model.identity().provider());
        model.lostDevice().ifPresent(lost -> detail.put("lost", lost));
        return new Health(status.live(), status.ready(), detail);
    }

    /** Where a browser finds metrics and health. */
    public String url() {
        return web.url();
    }

    /** Why the stream ended by itself; empty while it runs. */
    public Optional<Refusal> endedBy() {
        return stream.endedBy();
    }

    /** Closes every part, the last one first, and all of them even if one fails. */
    @Override
    public void close() {
        RuntimeException failed = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                failed = failed == null ? new IllegalStateException("the application did not close cleanly") : failed;
                failed.addSuppressed(e);
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
