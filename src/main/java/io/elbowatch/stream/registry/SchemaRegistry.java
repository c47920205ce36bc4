package io.elbowatch.stream.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.Refusal;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A schema registry with Confluent's API, which those of Apicurio, Karapace and Redpanda have, too. Each call asks it once and
 * waits {@value #SECONDS} seconds at most. Used by many threads.
 */
public final class SchemaRegistry {
    private static final int SECONDS = 10;
    private static final String TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final RegistrySettings settings;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(SECONDS)).build();

    public SchemaRegistry(RegistrySettings settings) {
        this.settings = settings;
    }

    /**
     * The number of a schema under a subject; it is registered where it is not.
     *
     * @throws Refusal when the registry does not answer, or refuses the schema
     */
    public int id(String subject, String schema) {
        String path = "/subjects/" + URLEncoder.encode(subject, UTF_8);
        String body = JSON.createObjectNode().put("schema", schema).toString();
        HttpResponse<String> known = answer(path, Optional.of(body));
        HttpResponse<String> answer =
                known.statusCode() == NOT_FOUND ? answer(path + "/versions", Optional.of(body)) : known;
        if (answer.statusCode() != OK) {
            throw new Refusal(
                    "the schema registry refuses the schema of " + subject + ": " + words(answer),
                    "allow this user to register schemas, register the schema yourself, or set the compatibility of "
                            + subject + " so that it accepts it");
        }
        JsonNode id = field(answer, "id");
        if (!id.canConvertToInt()) {
            throw noRegistry("id", null);
        }
        return id.intValue();
    }

    /** The schema of a number; empty where the registry has none. @throws Refusal when it does not answer */
    public Optional<String> schema(int id) {
        HttpResponse<String> answer = answer("/schemas/ids/" + id, Optional.empty());
        if (answer.statusCode() == NOT_FOUND) {
            return Optional.empty();
        }
        if (answer.statusCode() != OK) {
            throw new Refusal(
                    "the schema registry does not give the schema " + id + ": " + words(answer),
                    "allow this user to read schemas");
        }
        return Optional.of(field(answer, "schema").asText());
    }

    /** @param body posted; empty for a GET */
    private HttpResponse<String> answer(String path, Optional<String> body) {
        String base = settings.url().toString();
        URI uri = URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("accept", TYPE);
        body.ifPresent(text -> request.header("content-type", TYPE).POST(BodyPublishers.ofString(text)));
        settings.user().ifPresent(user -> {
            String pair = user + ":" + settings.password().orElseThrow();
            request.header("authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
        });
        // The time limit of a request ends with its header; this one includes the body.
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request.build(), BodyHandlers.ofString(UTF_8));
        try {
            return answer.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw silent(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw silent("no answer within " + SECONDS + " s", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted", "start again", e);
        }
    }

    private Refusal silent(String why, Exception cause) {
        return new Refusal(
                "the schema registry " + settings.url() + " does not answer: " + why,
                "check registry.url, and that the registry runs",
                cause);
    }

    private static String words(HttpResponse<String> answer) {
        String text = answer.body().strip();
        return "HTTP " + answer.statusCode()
                + (text.isEmpty() ? "" : ", " + text.substring(0, Math.min(300, text.length())));
    }

    private JsonNode field(HttpResponse<String> answer, String name) {
        try {
            JsonNode value = JSON.readTree(answer.body()).get(name);
            if (value != null) {
                return value;
            }
        } catch (IOException e) {
            throw noRegistry(name, e);
        }
        throw noRegistry(name, null);
    }

    private Refusal noRegistry(String name, IOException cause) {
        return new Refusal(
                settings.url() + " answers without the field " + name + ", as no schema registry does",
                "give registry.url the address below which the registry has the path /subjects",
                cause);
    }
}
