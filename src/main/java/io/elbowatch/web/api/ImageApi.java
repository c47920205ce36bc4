package io.elbowatch.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.image.Viewed;
import io.elbowatch.stream.lookup.ImageLookup;
import io.elbowatch.stream.lookup.Lookup;
import io.elbowatch.stream.lookup.Lookup.Foreign;
import io.elbowatch.stream.lookup.Lookup.Found;
import io.elbowatch.stream.lookup.Lookup.Missing;
import io.elbowatch.stream.lookup.Neighbours;
import io.elbowatch.stream.lookup.ScoreHistory;
import io.elbowatch.stream.lookup.ScoreLookup;
import io.elbowatch.stream.lookup.StoredImage;
import io.elbowatch.stream.wire.DecidedImage;
import io.elbowatch.stream.wire.OutputOrigin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One image of an input topic, by its coordinates: {@code /api/image/images-2-17} tells what is known of it,
 * {@code …/original} is the image, encoded again, {@code …/evidence} its picture, {@code …/neighbours} the images of its
 * source before and after it. The bytes of the sender are never sent.
 */
public final class ImageApi implements Api {
    /** As a browser caches them: coordinates name one image for ever. */
    private static final String KEEP = "private, max-age=3600, immutable";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ImageLookup images;
    private final ScoreLookup scores;
    private final ScoreHistory history;
    private final ModelsInForce models;
    private final Lookups lookups;
    private final Clock clock;
    private final Originals originals;

    public ImageApi(
            ImageLookup images,
            ScoreLookup scores,
            ScoreHistory history,
            ModelsInForce models,
            Lookups lookups,
            Clock clock) {
        this.images = images;
        this.scores = scores;
        this.history = history;
        this.models = models;
        this.lookups = lookups;
        this.clock = clock;
        this.originals = new Originals(models);
    }

    @Override
    public void route(RoutesConfig routes) {
        routes.get("/api/image/{coordinates}", context -> {
            OutputOrigin image = coordinates(context);
            OptionalLong at = millis(context, "at");
            lookups.json(context, () -> told(image, at));
        });
        routes.get("/api/image/{coordinates}/original", context -> {
            OutputOrigin image = coordinates(context);
            String bundle = Optional.ofNullable(context.queryParam("bundle")).orElse("");
            lookups.answer(context, () -> original(image, bundle), png -> send(context, png));
        });
        routes.get("/api/image/{coordinates}/evidence", context -> {
            OutputOrigin image = coordinates(context);
            OptionalLong at = millis(context, "at");
            lookups.answer(context, () -> evidence(image, at), png -> send(context, png));
        });
        routes.get("/api/image/{coordinates}/neighbours", context -> {
            OutputOrigin image = coordinates(context);
            OptionalLong at = millis(context, "at");
            String source = Optional.ofNullable(context.queryParam("key")).orElse("");
            if (at.isEmpty()) {
                throw new ApiRefusal(400, "at is missing", "give the timestamp of the image in milliseconds");
            }
            lookups.json(context, () -> neighbours(image, source, at.getAsLong()));
        });
    }

    private static void send(Context context, byte[] png) {
        context.header("Cache-Control", KEEP).contentType("image/png").result(png);
    }

    private static OutputOrigin coordinates(Context context) {
        return OutputOrigin.ofText(context.pathParam("coordinates"))
                .orElseThrow(() -> new ApiRefusal(
                        400, "these are no coordinates of an image", "write topic-partition-offset, as images-2-17"));
    }

    static OptionalLong millis(Context context, String name) {
        String text = context.queryParam(name);
        if (text == null) {
            return OptionalLong.empty();
        }
        if (!text.matches("[0-9]{1,15}")) {
            throw new ApiRefusal(400, name + " is no time", "give milliseconds since 1970");
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    private ObjectNode told(OutputOrigin image, OptionalLong given) {
        ObjectNode json = JsonAnswer.object();
        json.putObject("image")
                .put("name", image.text())
                .put("topic", image.topic())
                .put("partition", image.partition())
                .put("offset", image.offset());
        Lookup<StoredImage> stored = ours(images.image(image));
        OptionalLong at = stored instanceof Found<StoredImage> found
                ? OptionalLong.of(found.value().timestampMillis())
                : given;
        Optional<DecidedImage> decided = record(json, image, at).flatMap(DecidedImage::of);
        String bundle = decided.map(DecidedImage::bundle).orElse("");
        if (stored instanceof Found<StoredImage> found) {
            tell(json, found.value(), bundle);
        } else {
            at.ifPresentOrElse(
                    millis -> json.put("at", millis),
                    () -> decided.ifPresent(found -> json.put("at", found.timestampMillis())));
            json.put("gone", ((Missing<StoredImage>) stored).why());
        }
        decided.map(DecidedImage::source).filter(source -> !source.isEmpty()).ifPresent(key -> json.put("source", key));
        decided.flatMap(models::judge).ifPresent(judge -> json.set("axes", AxesJson.of(judge)));
        return json;
    }

    private void tell(ObjectNode json, StoredImage stored, String bundle) {
        json.put("at", stored.timestampMillis()).put("bytes", stored.value().length);
        stored.source().ifPresent(source -> json.put("source", source));
        Viewed viewed = originals.of(stored, bundle);
        if (viewed instanceof Viewed.Picture picture) {
            ObjectNode original = json.putObject("original");
            original.put("width", picture.width()).put("height", picture.height());
            original.putObject("shown")
                    .put("column", picture.shown().column())
                    .put("row", picture.shown().row())
                    .put("width", picture.shown().width())
                    .put("height", picture.shown().height());
        } else if (viewed instanceof Viewed.Unviewable unviewable) {
            json.put("unviewable", unviewable.rejection().detail());
        }
    }

    /** Adds the anomaly, else the score, else why there is none. */
    private Optional<byte[]> record(ObjectNode json, OutputOrigin image, OptionalLong at) {
        Lookup<byte[]> score = scores.score(image, at);
        Optional<byte[]> found = value(score);
        if (found.flatMap(DecidedImage::of).filter(DecidedImage::anomalous).isPresent()) {
            found = value(scores.anomaly(image, at)).or(() -> value(score));
        }
        found.ifPresent(bytes -> json.set("record", tree(bytes)));
        if (score instanceof Missing<byte[]> missing) {
            json.put("unscored", missing.why());
        }
        return found;
    }

    private static Optional<byte[]> value(Lookup<byte[]> lookup) {
        return lookup instanceof Found<byte[]> found ? Optional.of(found.value()) : Optional.empty();
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("it was read before", e);
        }
    }

    private byte[] original(OutputOrigin image, String bundle) {
        Viewed viewed = originals.kept(image, bundle).orElseGet(() -> originals.of(found(images.image(image)), bundle));
        if (viewed instanceof Viewed.Unviewable unviewable) {
            throw new ApiRefusal(
                    422,
                    "this image cannot be shown: " + unviewable.rejection().detail(),
                    "look at how its producer encodes it");
        }
        return ((Viewed.Picture) viewed).png();
    }

    private byte[] evidence(OutputOrigin image, OptionalLong at) {
        byte[] value = found(scores.picture(image, at));
        if (!Originals.isPng(value)) {
            throw new ApiRefusal(422, "the picture of this image is no PNG", "look at who writes that topic");
        }
        return value;
    }

    private ObjectNode neighbours(OutputOrigin image, String source, long at) {
        Neighbours found = Neighbours.of(history, image, source, at, clock.millis());
        ObjectNode json = JsonAnswer.object();
        found.previous().ifPresent(one -> json.set("previous", tell(one)));
        found.next().ifPresent(one -> json.set("next", tell(one)));
        return json;
    }

    private static ObjectNode tell(DecidedImage image) {
        return JsonAnswer.object()
                .put("image", image.image().text())
                .put("at", image.timestampMillis())
                .put("pValue", image.pValue())
                .put("anomalous", image.anomalous());
    }

    private static <T> T found(Lookup<T> lookup) {
        if (ours(lookup) instanceof Found<T> found) {
            return found.value();
        }
        throw new ApiRefusal(404, ((Missing<T>) lookup).why(), "look for a newer image of this source");
    }

    private static <T> Lookup<T> ours(Lookup<T> lookup) {
        if (lookup instanceof Foreign<T> foreign) {
            throw new ApiRefusal(403, foreign.why(), "look at an image of these topics");
        }
        return lookup;
    }
}
