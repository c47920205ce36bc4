package io.elbowatch.web;

import io.elbowatch.web.api.JsonAnswer;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinException;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/**
 * Serves metrics, health and the page over HTTP. It listens from {@link #start} to {@link #close}, nothing but a POST to
 * an API of the page changes any state, and its threads never keep the JVM alive.
 */
public final class WebServer implements AutoCloseable {
    /** One acceptor, one selector, and the rest for scrapes and probes of a few clients. */
    private static final int MAX_THREADS = 8;

    private static final long REQUEST_MILLIS = 10_000;

    private static final int MIN_THREADS = 3;
    private static final int STOP_MILLIS = 500;
    static final String PLAIN = "text/plain; charset=utf-8";

    private final HttpSettings settings;
    private final int port;
    private final Javalin javalin;
    private final Runnable endStreams;

    private WebServer(HttpSettings settings, Javalin javalin, Runnable endStreams) {
        this.settings = settings;
        this.port = javalin.port();
        this.javalin = javalin;
        this.endStreams = endStreams;
    }

    /**
     * Binds the address for a moment, and reads the certificate.
     *
     * @throws io.elbowatch.core.Refusal if {@link #start} would refuse them
     */
    public static void requireAddress(HttpSettings settings) {
        settings.access().tls().ifPresent(PemFiles::identity);
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.bind(new InetSocketAddress(settings.host(), settings.port()));
        } catch (IOException | UnresolvedAddressException e) {
            throw BindFailure.of(settings, e);
        }
    }

    /**
     * Binds and listens, without the live page.
     *
     * @param model the current model card: its verdict settings may change
     * @throws io.elbowatch.core.Refusal if the address cannot be bound
     */
    public static WebServer start(
            HttpSettings settings, Exposition exposition, Supplier<Health> health, Supplier<ModelCard> model) {
        FrontPage front = new FrontPage(model);
        return start(settings, REQUEST_MILLIS, exposition, health, config -> {
            config.routes.get("/", context -> context.html(front.html()));
            return () -> {};
        });
    }

    /** As above, with the live page. */
    public static WebServer start(
            HttpSettings settings,
            Exposition exposition,
            Supplier<Health> health,
            Supplier<ModelCard> model,
            LivePage page) {
        return start(settings, REQUEST_MILLIS, exposition, health, config -> page.route(config, model));
    }

    /** @param requestMillis time within which a connection must send its request */
    static WebServer start(
            HttpSettings settings,
            long requestMillis,
            Exposition exposition,
            Supplier<Health> health,
            Function<JavalinConfig, Runnable> page) {
        AtomicReference<Runnable> streams = new AtomicReference<>();
        Javalin javalin = Javalin.create(config -> {
            configure(config, settings, requestMillis);
            route(config.routes, exposition, health);
            streams.set(page.apply(config));
        });
        try {
            javalin.start();
        } catch (JavalinException e) {
            throw BindFailure.of(settings, e);
        }
        return new WebServer(settings, javalin, streams.get());
    }

    /** The port that is bound, also if the settings say 0. */
    public int port() {
        return port;
    }

    /** The address of the front page for a browser on this machine. */
    public String url() {
        return settings.url(port);
    }

    @Override
    public void close() {
        endStreams.run();
        javalin.stop();
    }

    private static void configure(JavalinConfig config, HttpSettings settings, long requestMillis) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false; // its thread sleeps 5 s and keeps the JVM alive
        config.unsafe.jettyInternal.server = jetty();
        Listening listening = new Listening(settings, requestMillis);
        config.jetty.addConnector(listening::connector);
        FilterHolder gate = new FilterHolder(new Gate(settings));
        gate.setAsyncSupported(true);
        config.jetty.modifyServletContextHandler(
                handler -> handler.addFilter(gate, "/*", EnumSet.of(DispatcherType.REQUEST)));
    }

    /** Javalin's own server schedules on a thread that keeps the JVM alive, and offers no way to replace it. */
    private static Server jetty() {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("web");
        threads.setDaemon(true);
        threads.setStopTimeout(STOP_MILLIS);
        Server server = new Server(threads, new ScheduledExecutorScheduler("web-scheduler", true), null);
        server.setErrorHandler(WebServer::unreadable);
        server.setAttribute("is-default-server", true); // Javalin stops only its own server if the start fails
        return server;
    }

    /** The response to a request that Jetty refuses before any handler; Jetty's own page would quote the request. */
    private static boolean unreadable(Request request, Response response, Callback callback) {
        SecurityHeaders.ALL.forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, PLAIN);
        Content.Sink.write(response, true, HttpStatus.getMessage(response.getStatus()) + "\n", callback);
        return true;
    }

    private static void route(RoutesConfig routes, Exposition exposition, Supplier<Health> health) {
        routes.get("/metrics", context -> {
            Exposition.Page page = exposition.metrics(context.header("Accept"));
            context.contentType(page.contentType()).result(page.body());
        });
        routes.get("/health/live", new HealthProbe(health, Health::live));
        routes.get("/health/ready", new HealthProbe(health, Health::ready));
        routes.error(404, WebServer::notFound);
    }

    /** An API says itself what it does not find. */
    private static void notFound(Context context) {
        if (JsonAnswer.TYPE.equals(context.res().getContentType())) {
            return;
        }
        if (context.path().startsWith(WriteGate.PREFIX)) {
            JsonAnswer.refuse(context, 404, "there is nothing here", "set the topic that it needs (docs/labels.md)");
        } else {
            context.contentType(PLAIN).result("not found\n");
        }
    }
}
