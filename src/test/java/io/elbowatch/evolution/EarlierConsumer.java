package io.elbowatch.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A consumer that a user has written for schema number 1. It requires the fields, their types and their meaning, and
 * ignores unknown fields. It throws {@link AssertionError} where such a consumer would fail. This file does not change
 * with the program; another schema number gets another consumer.
 */
public final class EarlierConsumer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double ROUNDING = 1e-6;
    private static final List<String> DECIDERS = List.of("default", "elbo", "reconstruction", "kl", "local", "density");

    private EarlierConsumer() {}

    /** Reads a record of {@code scores}. @param beta of the model */
    public static void score(byte[] value, double beta) throws IOException {
        score(JSON.readTree(value), beta);
    }

    private static void score(JsonNode score, double beta) {
        check(integer(score, "/schema") == 1, "schema number");
        text(score, "/image/topic");
        check(integer(score, "/image/partition") >= 0 && integer(score, "/image/offset") >= 0, "coordinates");
        integer(score, "/image/timestamp");
        check(
                score.at("/image/source").isMissingNode()
                        || !text(score, "/image/source").isEmpty(),
                "source");
        model(score);
        double nll = number(score, "/terms/reconstructionNll");
        near(number(score, "/terms/elbo"), -(nll + beta * number(score, "/terms/kl")), "elbo = -(nll + beta kl)");
        near(number(score, "/terms/elboLoss"), -number(score, "/terms/elbo"), "elboLoss = -elbo");
        near(
                number(score, "/terms/reconstructionError"),
                nll - number(score, "/terms/floor"),
                "reconstructionError = nll - floor");
        number(score, "/terms/local");
        number(score, "/terms/density");
        for (String decider : DECIDERS) {
            double p = number(score, "/pValues/" + decider);
            check(p > 0 && p <= 1, "p-value of " + decider);
        }
        double alpha = number(score, "/verdict/alpha");
        double pValue = number(score, "/verdict/pValue");
        String decider = text(score, "/verdict/score");
        check(DECIDERS.contains(decider), "decider " + decider);
        check(pValue == number(score, "/pValues/" + decider), "the p-value that decided");
        check(truth(score, "/verdict/anomalous") == pValue <= alpha, "anomalous = pValue <= alpha");
    }

    /** Reads a record of {@code anomalies}. @param beta of the model */
    public static void anomaly(byte[] value, double beta) throws IOException {
        JsonNode anomaly = JSON.readTree(value);
        score(anomaly, beta);
        check(truth(anomaly, "/verdict/anomalous"), "an anomaly is anomalous");
        check(anomaly.path("reasons").isArray(), "reasons");
        for (JsonNode reason : anomaly.get("reasons")) {
            boolean high = text(reason, "/side").equals("high");
            check(high || text(reason, "/side").equals("low"), "side");
            check(high == number(reason, "/value") > number(reason, "/limit"), "beyond the limit on its side");
            check(DECIDERS.contains(text(reason, "/score")), "score of a reason");
            number(reason, "/pValue");
        }
        JsonNode evidence = anomaly.path("evidence");
        if (!evidence.isMissingNode()) {
            double share = number(evidence, "/share");
            check(share >= 0 && share <= 1, "share");
            for (JsonNode place : evidence.get("places")) {
                check(integer(place, "/column") >= 0 && integer(place, "/row") >= 0, "place");
                check(integer(place, "/width") > 0 && integer(place, "/height") > 0, "size of a place");
                number(place, "/nats");
            }
            for (JsonNode latent : evidence.get("latents")) {
                List.of("/channel", "/row", "/column").forEach(field -> integer(latent, field));
                List.of("/mean", "/variance", "/kl").forEach(field -> number(latent, field));
            }
        }
    }

    /** Reads a record of {@code incidents}. */
    public static void incident(byte[] value) throws IOException {
        JsonNode incident = JSON.readTree(value);
        check(integer(incident, "/schema") == 1, "schema number");
        boolean closed = text(incident, "/event").equals("closed");
        check(closed || text(incident, "/event").equals("opened"), "event");
        String kind = text(incident, "/kind");
        check(text(incident, "/id").matches("\\S+-\\d+-\\d+-" + kind), "id");
        long duration = integer(incident, "/at") - integer(incident, "/since");
        check(!closed || integer(incident, "/durationMillis") == Math.max(0, duration), "duration = at - since");
        check(!closed || !text(incident, "/because").isEmpty(), "why it closes");
        check(integer(incident, "/anomalous") <= integer(incident, "/images"), "anomalous of images");
        if (kind.equals("anomalies")) {
            double p = number(incident, "/worst/pValue");
            check(p > 0 && p <= 1, "worst p-value");
            truth(incident, "/worst/evidence");
        }
        String place = kind.equals("anomalies") ? "/worst" : "/last";
        text(incident, place + "/topic");
        List.of("/partition", "/offset", "/timestamp").forEach(field -> integer(incident, place + field));
        model(incident);
    }

    /** Reads the headers of a record of {@code rejected}. */
    public static void rejected(Map<String, String> headers) {
        check(headers.getOrDefault("elbowatch-reason", "").matches("[a-z_]+"), "reason");
        check(!headers.getOrDefault("elbowatch-detail", "").isBlank(), "detail");
        check(!headers.getOrDefault("elbowatch-topic", "").isBlank(), "topic");
        for (String number : List.of("partition", "offset", "timestamp")) {
            check(headers.getOrDefault("elbowatch-" + number, "").matches("\\d+"), number);
        }
    }

    private static void model(JsonNode record) {
        List.of("name", "version", "provider").forEach(field -> text(record, "/model/" + field));
        check(text(record, "/model/sha256").matches("[0-9a-f]{64}"), "sha256");
    }

    private static double number(JsonNode record, String field) {
        check(record.at(field).isNumber(), field + " is a number");
        return record.at(field).doubleValue();
    }

    private static long integer(JsonNode record, String field) {
        check(record.at(field).isIntegralNumber(), field + " is an integer");
        return record.at(field).longValue();
    }

    private static String text(JsonNode record, String field) {
        check(record.at(field).isTextual(), field + " is a text");
        return record.at(field).textValue();
    }

    private static boolean truth(JsonNode record, String field) {
        check(record.at(field).isBoolean(), field + " is true or false");
        return record.at(field).booleanValue();
    }

    private static void near(double one, double other, String what) {
        check(Math.abs(one - other) <= ROUNDING * Math.max(1, Math.abs(other)), what + ": " + one + ", " + other);
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("a consumer of schema 1 goes wrong: " + what);
        }
    }
}
