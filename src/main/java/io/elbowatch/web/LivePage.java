package io.elbowatch.web;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.live.LiveView;
import io.elbowatch.web.api.Api;
import io.elbowatch.web.api.ApiRefusal;
import io.elbowatch.web.api.JsonAnswer;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/**
 * The content of the live page besides the model: the view of the consumer group, and an optional notice on top.
 *
 * @param view of the group
 * @param notice called once a second for every open page
 * @param apis what the page asks for and changes besides its events
 */
public record LivePage(LiveView view, Supplier<Optional<String>> notice, List<Api> apis) {
    /** Scripts, styles, pictures and events of this host only; nothing inline. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public LivePage {
        Objects.requireNonNull(view, "view");
        Objects.requireNonNull(notice, "notice");
        apis = List.copyOf(apis);
    }

    /** Without APIs. */
    public LivePage(LiveView view, Supplier<Optional<String>> notice) {
        this(view, notice, List.of());
    }

    /** Without a notice. */
    public static LivePage of(LiveView view) {
        return new LivePage(view, Optional::empty);
    }

    /** @return ends all event streams when closed */
    Runnable route(JavalinConfig config, Supplier<ModelCard> model) {
        Assets assets = Assets.load();
        EventStreams streams = new EventStreams(view, model, notice, assets.version());
        ServletHolder servlet = new ServletHolder("events", streams);
        servlet.setAsyncSupported(true);
        config.jetty.modifyServletContextHandler(handler -> handler.addServlet(servlet, "/events"));
        RoutesConfig routes = config.routes;
        routes.get(
                "/",
                context -> context.header("Content-Security-Policy", POLICY).html(assets.page()));
        routes.get("/assets/" + assets.version() + "/{name}", assets::serve);
        routes.get("/evidence/{name}", this::picture);
        apis.forEach(api -> api.route(routes));
        routes.exception(
                ApiRefusal.class, (e, context) -> JsonAnswer.refuse(context, e.status(), e.getMessage(), e.remedy()));
        routes.exception(Refusal.class, (e, context) -> JsonAnswer.refuse(context, 503, e.getMessage(), e.remedy()));
        return streams::close;
    }

    private void picture(Context context) {
        String file = context.pathParam("name");
        Optional<byte[]> picture = file.endsWith(".png")
                ? view.picture(file.substring(0, file.length() - ".png".length()))
                : Optional.empty();
        picture.ifPresentOrElse(
                // It never changes: its name is the position of its image. The browser may cache it,
                // a proxy may not.
                png -> context.header("Cache-Control", "private, max-age=3600, immutable")
                        .contentType("image/png")
                        .result(png),
                () -> context.status(404).contentType(WebServer.PLAIN).result("this picture is kept no longer\n"));
    }
}
