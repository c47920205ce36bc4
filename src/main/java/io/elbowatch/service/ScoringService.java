package io.elbowatch.service;

import io.elbowatch.core.Refusal;
import io.elbowatch.metrics.Metrics;
import io.elbowatch.metrics.Scrape;
import io.elbowatch.service.ServedBundles.Facts;
import io.elbowatch.settings.Settings;
import io.elbowatch.stream.ScoringApplication;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.access.StreamTimes;
import io.elbowatch.stream.control.InstanceWriter;
import io.elbowatch.stream.flow.CurrentPlan;
import io.elbowatch.stream.flow.DecodeAhead;
import io.elbowatch.stream.flow.ScoringModel;
import io.elbowatch.stream.flow.ServedModel;
import io.elbowatch.stream.live.DrawnModel;
import io.elbowatch.stream.live.LiveTopics;
import io.elbowatch.stream.live.LiveView;
import io.elbowatch.stream.monitor.StreamStatus;
import io.elbowatch.stream.reference.References;
import io.elbowatch.stream.shadow.ShadowScoring;
import io.elbowatch.stream.storage.Storage;
import io.elbowatch.stream.trace.Tracing;
import io.elbowatch.stream.webhook.WebhookSender;
import io.elbowatch.stream.wire.InstanceJson;
import io.elbowatch.stream.wire.PlanFile;
import io.elbowatch.traces.OtlpTracing;
import io.elbowatch.traces.TracedProgram;
import io.elbowatch.traces.TracesSettings;
import io.elbowatch.web.Exposition;
import io.elbowatch.web.Health;
import io.elbowatch.web.LivePage;
import io.elbowatch.web.ModelCard;
import io.elbowatch.web.WebServer;
import java.net.URI;
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

    /** Starts the product with the routes of the settings. @throws Refusal naming what cannot work */
    public static ScoringService start(Settings settings) {
        return start(settings, Optional.empty(), ServiceParts.PRODUCT);
    }

    /** Starts the product with one bundle for all images. @throws Refusal naming what cannot work */
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
        return start(settings, Optional.of(loaded), parts);
    }

    private static ScoringService start(Settings settings, Optional<LoadedModel> loaded, ServiceParts parts) {
        ScoringService service = new ScoringService();
        try {
            service.startAll(settings, loaded, parts);
            return service;
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    private void startAll(Settings settings, Optional<LoadedModel> loaded, ServiceParts parts) {
        ServedBundles opener = new ServedBundles(settings, parts.model());
        started.push(opener);
        CurrentPlan plan = plan(settings, loaded, opener);
        Supplier<Facts> main = () -> main(opener, plan);
        Metrics metrics = new Metrics(
                () -> main.get().identity(),
                main.get().requestedProvider(),
                plan,
                settings.maxSources(),
                settings.traces().isPresent());
        started.push(metrics);
        Tracing tracing = settings.traces()
                .map(traces -> traces(traces, settings, metrics))
                .orElse(Tracing.NONE);
        metrics.pool(opener.stored()::counts, opener.stored()::refused);
        ShadowScoring shadow = ShadowScoring.start(
                plan::now,
                settings.decode(),
                settings.shadow(),
                settings.stream(),
                settings.stream().flow().topics().shadow());
        started.push(shadow);
        metrics.compare(shadow::tallies, shadow::waiting);
        PeopleParts people = new PeopleParts(settings, metrics, started::push);
        String host = InstanceReport.thisHost();
        InstanceReport report = new InstanceReport(
                host + ":" + ProcessHandle.current().pid(),
                settings.stream().applicationId(),
                host,
                plan,
                opener,
                shadow::tallies);
        if (parts.web()) {
            web = web(settings, main, plan, metrics, parts.notice(), report, people);
            started.push(web);
        }
        ScoringModel scoring = new ScoringModel(plan, settings.decode())
                .withHeader(settings.plan().header())
                .withShadow(shadow)
                .withLoadTimeout(settings.plan().loadTimeout());
        DecodeAhead ahead = new DecodeAhead(settings.ahead());
        started.push(ahead);
        Optional<References> references = settings.references().map(References::new);
        references.ifPresent(started::push);
        references.ifPresent(fetched -> metrics.references(fetched::counts));
        Optional<Storage> storage = storage(settings.stream(), metrics);
        stream = ScoringApplication.start(
                settings.stream(),
                references.map(scoring::withReferences).orElse(scoring).withAhead(ahead),
                parts.observer().apply(metrics.observer()),
                tracing,
                storage);
        started.push(stream);
        metrics.watch(stream::readings);
        people.start();
        settings.stream().flow().topics().instances().ifPresent(topic -> write(settings, topic, plan, report));
        settings.webhook().ifPresent(webhook -> {
            WebhookSender sender = WebhookSender.of(settings.stream(), webhook);
            started.push(sender);
            metrics.webhook(sender::counts);
        });
    }

    /** It closes after the stream, whose last commit waits for it. */
    private Optional<Storage> storage(StreamSettings settings, Metrics metrics) {
        if (settings.flow().storage().addresses().isEmpty()) {
            return Optional.empty();
        }
        Storage storage = new Storage(settings.flow().storage(), new StreamTimes(settings).storePatience());
        started.push(storage);
        metrics.storage(storage::counts);
        storage.check();
        return Optional.of(storage);
    }

    /** It closes after the stream, so that its last spans are sent. */
    private Tracing traces(TracesSettings traces, Settings settings, Metrics metrics) {
        OtlpTracing tracing = OtlpTracing.start(
                traces,
                new TracedProgram(
                        settings.stream().applicationId(),
                        Optional.ofNullable(ScoringService.class.getPackage().getImplementationVersion())
                                .orElse("unknown"),
                        InstanceReport.thisHost() + ":"
                                + ProcessHandle.current().pid()));
        started.push(tracing);
        metrics.traces(tracing::counts);
        return tracing;
    }

    /** Writes the state of this instance from now on. */
    private void write(Settings settings, String topic, CurrentPlan plan, InstanceReport report) {
        String instance = report.host() + ":"
                + (web == null
                        ? ProcessHandle.current().pid()
                        : URI.create(web.url()).getPort())
                + "/" + settings.stream().applicationId();
        InstanceReport named = report.named(instance);
        InstanceWriter writer = InstanceWriter.of(settings.stream(), topic, instance, named::now);
        started.push(writer);
        plan.listen(writer::changed);
    }

    /** The plan of the start: that of the file of routes, or all images to the one bundle. */
    private static CurrentPlan plan(Settings settings, Optional<LoadedModel> loaded, ServedBundles opener) {
        if (loaded.isEmpty()) {
            return CurrentPlan.of(
                    PlanFile.read(settings.plan().routes().orElseThrow()).plan(), opener);
        }
        String name = loaded.get().model().identity().name();
        return CurrentPlan.ofOne(name, opener.opened(name, loaded.get()), opener);
    }

    /** The model of the last route. A plan may replace another between two calls. */
    private static Facts main(ServedBundles opener, CurrentPlan plan) {
        while (true) {
            Optional<Facts> found = opener.of(plan.now().main());
            if (found.isPresent()) {
                return found.get();
            }
            Thread.onSpinWait();
        }
    }

    private WebServer web(
            Settings settings,
            Supplier<Facts> main,
            CurrentPlan plan,
            Metrics metrics,
            Supplier<Optional<String>> notice,
            InstanceReport report,
            PeopleParts people) {
        Exposition exposition = accept -> {
            Scrape scrape = metrics.scrape(accept);
            return new Exposition.Page(scrape.contentType(), scrape.body());
        };
        Supplier<ModelCard> card = () -> ModelCard.of(
                main.get().identity(),
                ModelFacts.of(main.get().manifest()),
                plan.now().main().judges().pooled());
        if (!settings.http().page()) {
            return WebServer.start(settings.http(), exposition, () -> health(main.get()), card);
        }
        LiveView view = LiveTopics.of(
                settings.stream(), () -> drawn(plan.now().main()), () -> InstanceJson.write(report.now()));
        started.push(view);
        LivePage page = new LivePage(view, notice, people.apis(plan));
        return WebServer.start(settings.http(), exposition, () -> health(main.get()), card, page);
    }

    private static DrawnModel drawn(ServedModel main) {
        return new DrawnModel(main.model().identity(), main.judges().pooled());
    }

    private Health health(Facts model) {
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
