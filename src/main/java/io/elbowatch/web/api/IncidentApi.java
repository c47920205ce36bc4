package io.elbowatch.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.Labelled;
import io.elbowatch.core.source.HandlingAct;
import io.elbowatch.stream.incidents.Handling;
import io.elbowatch.stream.wire.HandlingJson;
import io.elbowatch.stream.wire.HandlingRecord;
import io.elbowatch.stream.wire.HandlingRecord.Seen;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Lets people acknowledge, comment and close incidents. Who did it is the author of the request. What is written here
 * comes back to every page through the topic.
 */
public final class IncidentApi implements Api {
    private static final String ID = "id";

    private final Optional<Handling> handling;
    private final List<String> inputs;
    private final Clock clock;

    /**
     * @param handling empty where there is no topic for it
     * @param inputs the topics of the images: an incident of another topic is not of this application
     */
    public IncidentApi(Optional<Handling> handling, List<String> inputs, Clock clock) {
        this.handling = Objects.requireNonNull(handling, "handling");
        this.inputs = List.copyOf(inputs);
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public void route(RoutesConfig routes) {
        routes.get("/api/incidents", this::who);
        routes.post("/api/incidents/{id}", this::act);
    }

    /** Whether this client can do anything, and as whom. */
    private void who(Context context) {
        ObjectNode answer = JsonAnswer.object().put("topic", handling.isPresent());
        Author.find(context).ifPresent(author -> answer.put("author", author));
        JsonAnswer.send(context, answer);
    }

    private void act(Context context) {
        String author = Author.of(context);
        Handling kept = handling.orElseThrow(() -> new ApiRefusal(
                409,
                "incidents can only be looked at: no topic is named for what people do with them",
                "start the instances with --topics-handling incident-handling"));
        String incident = incident(context.pathParam(ID));
        ObjectNode body = JsonBody.of(context);
        HandlingAct act = act(body);
        if (body.path("withdraw").asBoolean()) {
            withdraw(kept, incident, act);
            JsonAnswer.send(
                    context, JsonAnswer.object().put("incident", incident).put("withdrawn", act.label()));
            return;
        }
        HandlingRecord record = record(incident, act, body, author);
        kept.write(record);
        JsonAnswer.send(context, HandlingJson.json(record).put("key", record.key()));
    }

    private String incident(String id) {
        if (HandlingRecord.topicOf(id).filter(inputs::contains).isEmpty()) {
            throw new ApiRefusal(404, "there is no such incident", "take the id of a record of the incidents topic");
        }
        return id;
    }

    private static HandlingAct act(ObjectNode body) {
        return JsonBody.text(body, "act")
                .flatMap(act -> Labelled.find(HandlingAct.class, act))
                .orElseThrow(() -> new ApiRefusal(
                        400, "act is missing or unknown", "send one of " + Labelled.labels(HandlingAct.class)));
    }

    private static void withdraw(Handling kept, String incident, HandlingAct act) {
        if (!act.handles()) {
            throw new ApiRefusal(400, "a comment is not taken back here", "write another comment");
        }
        kept.withdraw(incident, act);
    }

    private HandlingRecord record(String incident, HandlingAct act, ObjectNode body, String author) {
        Optional<String> comment =
                JsonBody.text(body, "comment").map(String::strip).filter(text -> !text.isEmpty());
        try {
            return new HandlingRecord(incident, act, comment, author, clock.millis(), seen(body.path("seen")));
        } catch (IllegalArgumentException e) {
            throw new ApiRefusal(400, e.getMessage(), "see docs/schema/handling.schema.json");
        }
    }

    private static Optional<Seen> seen(JsonNode json) {
        return json.isObject()
                ? Optional.of(new Seen(
                        json.path("images").asLong(), json.path("anomalous").asLong()))
                : Optional.empty();
    }
}
