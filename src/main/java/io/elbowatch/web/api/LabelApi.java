package io.elbowatch.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.Labelled;
import io.elbowatch.core.quality.Truth;
import io.elbowatch.stream.feedback.LabelBook;
import io.elbowatch.stream.feedback.LabelWriter;
import io.elbowatch.stream.feedback.ScoredImages;
import io.elbowatch.stream.lookup.Lookup;
import io.elbowatch.stream.wire.LabelJson;
import io.elbowatch.stream.wire.LabelRecord;
import io.elbowatch.stream.wire.OutputOrigin;
import io.elbowatch.stream.wire.ScoredFacts;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Labels over HTTP: GET the newest or that of one image, POST a new one. An image is labelled only if this application
 * scored it, and the label has the name of the login, whatever the body says.
 */
public final class LabelApi implements Api {
    private static final int NEWEST = 1000;

    private final LabelBook book;
    private final LabelWriter writer;
    private final ScoredImages images;
    private final InstantSource clock;

    public LabelApi(LabelBook book, LabelWriter writer, ScoredImages images, InstantSource clock) {
        this.book = book;
        this.writer = writer;
        this.images = images;
        this.clock = clock;
    }

    @Override
    public void route(RoutesConfig routes) {
        routes.get("/api/labels", this::newest);
        routes.get("/api/labels/{image}", this::one);
        routes.post("/api/labels", this::write);
    }

    private void newest(Context context) {
        Optional<String> author = Author.find(context);
        ObjectNode answer = JsonAnswer.object().put("writable", author.isPresent());
        author.ifPresentOrElse(
                name -> answer.put("by", name),
                () -> answer.put(
                        "why", "Nobody may label here without a login: set http.password, http.users or http.token."));
        ArrayNode labels = answer.putArray("labels");
        book.newest(NEWEST)
                .forEach(label ->
                        labels.addObject().put("key", label.image().text()).set("label", LabelJson.tree(label)));
        JsonAnswer.send(context, answer);
    }

    private void one(Context context) {
        OutputOrigin image = image(context.pathParam("image"));
        ObjectNode answer = JsonAnswer.object().put("key", image.text());
        answer.set("label", book.of(image).map(LabelJson::tree).orElse(null));
        JsonAnswer.send(context, answer);
    }

    private void write(Context context) {
        ObjectNode body = JsonBody.of(context);
        OutputOrigin image = image(JsonBody.text(body, "image").orElseThrow(() -> wrong("image is missing")));
        ObjectNode answer = JsonAnswer.object().put("key", image.text());
        if (body.has("label") && body.path("label").isNull()) {
            if (book.of(image).isEmpty()) {
                find(image, timestamp(body));
            }
            writer.withdraw(image);
            answer.putNull("label");
        } else {
            LabelRecord label = label(context, body, image);
            LabelRecord complete = find(image, timestamp(body)).in(label);
            writer.write(complete);
            answer.set("label", LabelJson.tree(complete));
        }
        JsonAnswer.send(context, answer);
    }

    private LabelRecord label(Context context, ObjectNode body, OutputOrigin image) {
        Truth truth = JsonBody.text(body, "label")
                .flatMap(text -> Labelled.find(Truth.class, text))
                .orElseThrow(() -> wrong("label must be one of " + LabelBook.names() + ", or null to withdraw it"));
        try {
            return new LabelRecord(
                    image,
                    OptionalLong.empty(),
                    Optional.empty(),
                    truth,
                    JsonBody.text(body, "kind").filter(text -> !text.isBlank()),
                    JsonBody.text(body, "comment").filter(text -> !text.isBlank()),
                    Author.of(context),
                    clock.millis(),
                    Optional.empty());
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    /** An image that has a label already needs no score any more: retention may have deleted it. */
    private ScoredFacts find(OutputOrigin image, OptionalLong timestampMillis) {
        Optional<ScoredFacts> known = book.of(image).flatMap(LabelApi::facts);
        if (known.isPresent()) {
            return known.get();
        }
        Lookup<ScoredFacts> found = images.find(image, timestampMillis);
        if (found instanceof Lookup.Found<ScoredFacts> facts) {
            return facts.value();
        }
        String why = found instanceof Lookup.Foreign<ScoredFacts> foreign
                ? foreign.why()
                : ((Lookup.Missing<ScoredFacts>) found).why();
        throw new ApiRefusal(
                404, "no score of " + image.text() + ": " + why, "label an image that this application has scored");
    }

    private static Optional<ScoredFacts> facts(LabelRecord label) {
        return label.verdict()
                .filter(verdict -> label.timestampMillis().isPresent())
                .map(verdict -> new ScoredFacts(label.timestampMillis().getAsLong(), label.source(), verdict));
    }

    private static OptionalLong timestamp(ObjectNode body) {
        JsonNode timestamp = body.path("timestamp");
        return timestamp.isIntegralNumber() && timestamp.canConvertToLong()
                ? OptionalLong.of(timestamp.longValue())
                : OptionalLong.empty();
    }

    private static OutputOrigin image(String text) {
        return OutputOrigin.ofText(text).orElseThrow(() -> wrong("image is no TOPIC-PARTITION-OFFSET"));
    }

    private static ApiRefusal wrong(String problem) {
        return new ApiRefusal(400, problem, "see docs/labels.md for the fields");
    }
}
