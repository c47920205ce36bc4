package io.elbowatch.testing;

import io.elbowatch.stream.live.LiveView;
import io.elbowatch.web.Exposition;
import io.elbowatch.web.Health;
import io.elbowatch.web.HttpSettings;
import io.elbowatch.web.LivePage;
import io.elbowatch.web.ModelCard;
import io.elbowatch.web.WebServer;
import io.elbowatch.web.api.Api;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The web server on a free port of the loopback address, with neither broker nor model behind it. */
public final class PageServer {
    private PageServer() {}

    /** @param apis what the page asks for and changes besides its events */
    public static WebServer start(LiveView view, List<? extends Api> apis) {
        return WebServer.start(
                new HttpSettings("127.0.0.1", 0, true),
                accept -> new Exposition.Page("text/plain", "elbowatch_images_total 1\n"),
                () -> new Health(true, true, Map.of()),
                () -> new ModelCard("boards", "2.0.0", "cpu", Map.of(), 5000, .001, "default"),
                new LivePage(view, Optional::empty, List.copyOf(apis)));
    }
}
