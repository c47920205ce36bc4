package io.elbowatch.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.stream.feedback.LabelBook;
import io.elbowatch.stream.feedback.MockLabels;
import io.elbowatch.stream.feedback.ScoredImages;
import io.elbowatch.stream.lookup.Lookup;
import io.elbowatch.stream.lookup.ScoreLookup;
import io.elbowatch.stream.wire.OutputOrigin;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Labels over HTTP behind a gate that lets everything in; the gate has its own tests. */
class LabelApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCORE = """
            {"schema":1,"image":{"topic":"images","partition":2,"offset":17,"timestamp":5,"source":"camera-7"},
            "bundle":"boards","model":{"name":"boards","version":"2.0.0","sha256":"00","provider":"cpu"},
            "verdict":{"anomalous":true,"score":"default","pValue":0.0001,"alpha":0.001}}""";

    private final MockLabels labels = new MockLabels();
    private final LabelBook book = new LabelBook();
    private final ScoreLookup scores = new ScoreLookup() {
        @Override
        public Lookup<byte[]> score(OutputOrigin image, OptionalLong timestampMillis) {
            if (!image.topic().equals("images")) {
                return new Lookup.Foreign<>(image.topic() + " is no topic of this application");
            }
            return image.offset() == 17
                    ? new Lookup.Found<>(SCORE.getBytes(UTF_8))
                    : new Lookup.Missing<>("it ends before");
        }

        @Override
        public Lookup<byte[]> anomaly(OutputOrigin image, OptionalLong timestampMillis) {
            throw new AssertionError();
        }

        @Override
        public Lookup<byte[]> picture(OutputOrigin image, OptionalLong timestampMillis) {
            throw new AssertionError();
        }
    };
    private final Javalin server = Javalin.create(config -> {
                config.startup.showJavalinBanner = false;
                config.routes.before(context -> {
                    Author.set(context.req(), "anna");
                    JsonBody.set(context.req(), context.bodyAsBytes());
                });
                new LabelApi(
                                book,
                                labels.writer(),
                                new ScoredImages(scores),
                                InstantSource.fixed(Instant.ofEpochMilli(1234)))
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
    void shouldWriteALabelWithTheVerdictAndTheLogin() throws Exception {
        HttpResponse<String> answer =
                post("{\"image\":\"images-2-17\",\"label\":\"defect\",\"kind\":\"scratch\",\"by\":\"boss\",\"at\":7,"
                        + "\"source\":\"forged\",\"verdict\":{\"anomalous\":false}}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(labels.keys()).containsExactly("images-2-17");
        JsonNode written = JSON.readTree(labels.values().get(0));
        assertThat(written).isEqualTo(JSON.readTree("""
                {"schema":1,"image":{"topic":"images","partition":2,"offset":17,"timestamp":5},"source":"camera-7",
                "label":"defect","kind":"scratch","by":"anna","at":1234,"verdict":{"anomalous":true,"score":"default",
                "pValue":0.0001,"alpha":0.001,"bundle":"boards","version":"2.0.0"}}"""));
        assertThat(JSON.readTree(answer.body()).get("label")).isEqualTo(written);
    }

    @Test
    void shouldWithdrawALabel() throws Exception {
        HttpResponse<String> answer = post("{\"image\":\"images-2-17\",\"label\":null}");

        assertThat(answer.body()).isEqualTo("{\"key\":\"images-2-17\",\"label\":null}");
        assertThat(labels.keys()).containsExactly("images-2-17");
        assertThat(labels.values().get(0)).isNull();
    }

    /** Markup stays what it is; the page shows it as text. */
    @Test
    void shouldKeepMarkupAsText() throws Exception {
        String html = "<img src=x onerror=alert(1)>\u202e</script>";
        HttpResponse<String> answer = post(JSON.createObjectNode()
                .put("image", "images-2-17")
                .put("label", "normal")
                .put("kind", html)
                .put("comment", html)
                .toString());

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(JSON.readTree(labels.values().get(0)).get("comment").asText())
                .isEqualTo(html);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secrets-0-1", "feedback-0-1", "__consumer_offsets-3-1", "scores-2-17"})
    void shouldLabelNoImageOfATopicThatIsNotTheApplications(String image) throws Exception {
        for (String label : new String[] {"\"defect\"", "null"}) {
            HttpResponse<String> answer = post("{\"image\":\"" + image + "\",\"label\":" + label + "}");

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("is no topic of this application", "remedy");
        }
        assertThat(labels.keys()).isEmpty();
    }

    @Test
    void shouldLabelNoImageWithoutAScore() throws Exception {
        HttpResponse<String> answer = post("{\"image\":\"images-2-18\",\"label\":\"defect\"}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("no score of images-2-18: it ends before");
        assertThat(labels.keys()).isEmpty();
    }

    @Test
    void shouldLabelAgainWhenTheScoreIsGone() throws Exception {
        post("{\"image\":\"images-2-17\",\"label\":\"defect\"}");
        String old = new String(labels.values().get(0), UTF_8).replace("\"offset\":17", "\"offset\":18");
        book.take("images-2-18".getBytes(UTF_8), old.getBytes(UTF_8));

        assertThat(post("{\"image\":\"images-2-18\",\"label\":\"normal\"}").statusCode())
                .isEqualTo(200);
        assertThat(post("{\"image\":\"images-2-18\",\"label\":null}").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | image is missing",
                "{'image':7,'label':'defect'} | image is no text",
                "{'image':'images','label':'defect'} | image is no TOPIC-PARTITION-OFFSET",
                "{'image':'images-2-17'} | label must be one of defect, normal, unsure",
                "{'image':'images-2-17','label':'Defect'} | label must be one of",
                "{'image':'images-2-17','label':'defect','kind':'a\\u0000'} | kind holds control characters",
                "{'image':'images-2-17','label':'defect','comment':'\\ud800'} | comment holds half of a character",
                "{'image':'images-2-17','label':'defect','kind':[]} | kind is no text"
            })
    void shouldSayWhatIsWrong(String body, String problem) throws Exception {
        HttpResponse<String> answer = post(body.replace('\'', '"'));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("error").asText()).contains(problem);
        assertThat(labels.keys()).isEmpty();
    }

    @Test
    void shouldLimitKindAndComment() throws Exception {
        String begin = "{\"image\":\"images-2-17\",\"label\":\"defect\",";
        assertThat(post(begin + "\"comment\":\"" + "x".repeat(1001) + "\"}").statusCode())
                .isEqualTo(400);
        assertThat(post(begin + "\"kind\":\"" + "x".repeat(61) + "\"}").statusCode())
                .isEqualTo(400);
        assertThat(post(begin + "\"kind\":\"" + "x".repeat(60) + "\",\"comment\":\"" + "x".repeat(1000) + "\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldTellTheLabelsThatThereAre() throws Exception {
        post("{\"image\":\"images-2-17\",\"label\":\"defect\"}");
        book.take("images-2-17".getBytes(UTF_8), labels.values().get(0));

        JsonNode all = JSON.readTree(get("/api/labels").body());
        assertThat(all.get("writable").asBoolean()).isTrue();
        assertThat(all.get("by").asText()).isEqualTo("anna");
        assertThat(all.at("/labels/0/key").asText()).isEqualTo("images-2-17");
        assertThat(JSON.readTree(get("/api/labels/images-2-17").body())
                        .at("/label/label")
                        .asText())
                .isEqualTo("defect");
        assertThat(JSON.readTree(get("/api/labels/images-2-18").body())
                        .get("label")
                        .isNull())
                .isTrue();
        assertThat(get("/api/labels/x").statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return send(request("/api/labels").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
