package io.elbowatch.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.quality.Choice;
import io.elbowatch.core.quality.LabelledImage;
import io.elbowatch.core.quality.Truth;
import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SuggestApiTest {
    private OptionalDouble inForce = OptionalDouble.of(0.01);
    private final Javalin server = Javalin.create(config -> {
                config.startup.showJavalinBanner = false;
                new SuggestApi(
                                () -> inForce,
                                () -> List.of(new LabelledImage(
                                        "camera-7", "images-2-17", Truth.DEFECT, true, 0.004, 1, Choice.REPORTED)))
                        .route(config.routes);
                config.routes.exception(
                        ApiRefusal.class,
                        (e, context) -> JsonAnswer.refuse(context, e.status(), e.getMessage(), e.remedy()));
            })
            .start("127.0.0.1", 0);

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void shouldAnswerWithTheTable() throws Exception {
        JsonNode json = new ObjectMapper().readTree(get("?alpha=0.0042,0.5").body());

        assertThat(json.at("/ready").asBoolean()).isTrue();
        assertThat(json.at("/alpha").asDouble()).isEqualTo(0.01);
        assertThat(json.at("/alphas").findValuesAsText("alpha")).contains("0.0042", "0.01", "0.5");
        JsonNode found = json.at("/alphas").findParents("alpha").stream()
                .filter(row -> row.at("/alpha").asDouble() == 0.0042)
                .findFirst()
                .orElseThrow();
        assertThat(found.at("/precision/value").asDouble()).isEqualTo(1);
        assertThat(found.at("/precision/labels").asInt()).isEqualTo(1);
        assertThat(found.at("/recall").isMissingNode()).isTrue();
        assertThat(found.at("/doubts")).hasSize(2);
    }

    @Test
    void shouldSayThatNothingIsKnownYet() throws Exception {
        inForce = OptionalDouble.empty();
        assertThat(get("").body()).isEqualTo("{\"ready\":false}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0", "1", "NaN", "0.1,,2", "-0.1", "1e999"})
    void shouldRefuseWhatIsNoRate(String alpha) throws Exception {
        HttpResponse<String> answer = get("?alpha=" + alpha);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("numbers between 0 and 1", "remedy");
    }

    private HttpResponse<String> get(String query) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/suggest" + query))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
