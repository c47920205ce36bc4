package io.elbowatch.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.stream.lookup.ScoreHistory;
import io.elbowatch.stream.wire.DecidedImage;
import io.javalin.config.RoutesConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The scores of one source in a time: {@code /api/source?key=line-1&from=…&to=…}, the last hour if no time is given. */
public final class SourceApi implements Api {
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
    private static final long MAX_MILLIS = Duration.ofDays(31).toMillis();

    private final ScoreHistory history;
    private final Lookups lookups;
    private final Clock clock;

    public SourceApi(ScoreHistory history, Lookups lookups, Clock clock) {
        this.history = history;
        this.lookups = lookups;
        this.clock = clock;
    }

    @Override
    public void route(RoutesConfig routes) {
        routes.get("/api/source", context -> {
            String source = Optional.ofNullable(context.queryParam("key")).orElse("");
            long to = ImageApi.millis(context, "to").orElse(clock.millis());
            long from = ImageApi.millis(context, "from").orElse(to - HOUR_MILLIS);
            if (from >= to || to - from > MAX_MILLIS) {
                throw new ApiRefusal(400, "from must be before to, by 31 days at most", "ask for less");
            }
            lookups.json(context, () -> told(source, from, to));
        });
    }

    private ObjectNode told(String source, long from, long to) {
        ScoreHistory.Span span = history.span(source, from, to);
        ObjectNode json = JsonAnswer.object()
                .put("key", source)
                .put("from", from)
                .put("to", to)
                .put("share", span.share())
                .put("allReported", span.allReported());
        ArrayNode images = json.putArray("images");
        for (DecidedImage image : span.images()) {
            images.addArray()
                    .add(image.image().text())
                    .add(image.timestampMillis())
                    .add((float) image.pValue())
                    .add(image.alpha())
                    .add(image.anomalous());
        }
        if (!span.images().isEmpty()) {
            DecidedImage last = span.images().get(span.images().size() - 1);
            json.putObject("last")
                    .put("image", last.image().text())
                    .put("bundle", last.bundle())
                    .put("version", last.version())
                    .put("score", last.score())
                    .put("alpha", last.alpha())
                    .put("group", last.group());
        }
        return json;
    }
}
