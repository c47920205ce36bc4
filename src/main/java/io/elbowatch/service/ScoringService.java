package io.elbowatch.service;

import io.elbowatch.core.Refusal;
import io.elbowatch.metrics.Metrics;
import io.elbowatch.metrics.Scrape;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.settings.Settings;
import io.elbowatch.stream.ScoringApplication;
import io.elbowatch.stream.flow.CurrentJudge;
import io.elbowatch.stream.flow.ScoringModel;
import io.elbowatch.stream.live.LiveTopics;
import io.elbowatch.stream.live.LiveView;
import io.elbowatch.stream.monitor.StreamStatus;
import io.elbowatch.web.Exposition;
import io.elbowatch.web.Health;
import io.elbowatch.web.LivePage;
import io.elbowatch.web.ModelCard;
import io.elbowatch.web.WebServer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The composition root: stream, metrics and web server around a loaded model. It scores from {@link #start} to
 * {@link #close}. When one part cannot start, the parts that have started are closed again.
 */
public final class ScoringService implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private volatile ScoringApplication stream; // null until it has started
    private WebServer web; // null where the service has none

    private ScoringService() {}

    /** To be called before a model is loaded, which takes seconds. @throws Refusal when the address cannot be served on */
    public static void requireAddress(Settings settings) {
        WebServer.requireAddress(settings.http());
    }

    /** Starts the product. @throws Refusal naming what cannot work */
    public static ScoringService start(Settings settings, LoadedModel loaded) {
        return start(settings, loaded, ServiceParts.PRODUCT);
    }

    /**
     * Starts the product with some parts replaced.
     *
     * @param loaded stays open when the service closes
     * @throws Refusal naming what cannot work
     */
    public static ScoringService start(Settings settings, LoadedModel loaded, ServiceParts parts) {
        ScoringService service = new ScoringService();
        try {
            service.startAll(settings, loaded, parts);
            return service;
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    private void startAll(Settings settings, LoadedModel loaded, ServiceParts parts) {
        CurrentJudge currentJudge = new CurrentJudge(loaded.judge());
        Metrics metrics = new Metrics(
                loaded.model()::identity, loaded.model().requestedProvider(), currentJudge, settings.maxSources());
        started.push(metrics);
        if (parts.web()) {
            web = web(settings, loaded, currentJudge, metrics, parts.notice());
            started.push(web);
        }
        ScoringModel scoring = new ScoringModel(
                parts.model().apply(loaded.model()),
                loaded.bundle().manifest().toPreprocessing(),
                settings.decode(),
                currentJudge);
        stream = ScoringApplication.start(
                settings.stream(), scoring, parts.observer().apply(metrics.observer()));
        started.push(stream);
        metrics.watch(stream::readings);
    }

    private WebServer web(
            Settings settings,
            LoadedModel loaded,
            CurrentJudge currentJudge,
            Metrics metrics,
            Supplier<Optional<String>> notice) {
        Exposition exposition = accept -> {
            Scrape scrape = metrics.scrape(accept);
            return new Exposition.Page(scrape.contentType(), scrape.body());
        };
        Map<String, String> facts = ModelFacts.of(loaded.bundle().manifest());
        Supplier<ModelCard> card = () -> ModelCard.of(
                loaded.model().identity(), facts, currentJudge.now().judge());
        if (!settings.http().page()) {
            return WebServer.start(settings.http(), exposition, () -> health(loaded.model()), card);
        }
        LiveView view = LiveTopics.of(
                settings.stream(),
                loaded.model().identity(),
                () -> currentJudge.now().judge(),
                () -> new byte[0]);
        started.push(view);
        return WebServer.start(
                settings.http(), exposition, () -> health(loaded.model()), card, new LivePage(view, notice));
    }

    private Health health(OnnxModel model) {
        ScoringApplication running = stream;
        if (running == null) {
            return new Health(true, false, Map.of("state", "STARTING"));
        }
        StreamStatus status = running.status();
        Map<String, String> detail = new LinkedHashMap<>(status.detail());
        detail.put("provider", model.identity().provider());
        model.lostDevice().ifPresent(lost -> detail.put("lost", lost));
        return new Health(status.live(), status.ready(), detail);
    }

    /** The address of metrics, health and page. @throws IllegalStateException when the service has no web server */
    public String url() {
        if (web == null) {
            throw new IllegalStateException("this service has no web server");
        }
        return web.url();
    }

    /** Why the stream ended by itself; empty while it runs. */
    public Optional<Refusal> endedBy() {
        return stream.endedBy();
    }

    /** Closes all parts in the reverse order of their start, also when closing one of them fails. */
    @Override
    public void close() {
        RuntimeException failed = null;
        while (!started.isEmpty()) {
            try {
                started.pop().close();
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
