package io.elbowatch.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Answers liveness or readiness: 200 and UP, or 503 and DOWN, with the same facts in both cases. It answers 500 if
 * the health is unknown, which every prober counts as down.
 */
record HealthProbe(Supplier<Health> health, Predicate<Health> question) implements Handler {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public void handle(Context context) throws JsonProcessingException {
        Health now = health.get();
        boolean up = question.test(now);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", up ? "UP" : "DOWN");
        answer.put("detail", now.detail());
        context.status(up ? 200 : 503).contentType("application/json").result(JSON.writeValueAsString(answer));
    }
}
