package io.elbowatch.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.source.HandlingAct;
import io.elbowatch.stream.incidents.Handling;
import io.elbowatch.stream.wire.HandlingRecord;
import io.elbowatch.stream.wire.HandlingRecord.Seen;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class IncidentApiTest {
    private static final String ID = "images-2-1017-anomalies";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<HandlingRecord> written = new CopyOnWriteArrayList<>();
    private final List<String> withdrawn = new CopyOnWriteArrayList<>();
    private final Handling topic = new Handling() {
        @Override
        public void write(HandlingRecord record) {
            if (record.comment().filter("broken"::equals).isPresent()) {
                throw new Refusal("the brokers do not answer", "look after them");
            }
            written.add(record);
        }

        @Override
        public void withdraw(String incident, HandlingAct act) {
            withdrawn.add(incident + " " + act.label());
        }
    };
    private ApiServer server = serving(Optional.of(topic));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldWriteWhatTheUserOfTheLoginDid() throws Exception {
        HttpResponse<String> answer = server.post(
                "/api/incidents/" + ID,
                "{\"act\":\"closed\",\"comment\":\" dust \",\"by\":\"mallory\",\"at\":1,\"seen\":{\"images\":104,\"anomalous\":9}}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(written)
                .containsExactly(new HandlingRecord(
                        ID,
                        HandlingAct.CLOSED,
                        Optional.of("dust"),
                        Author.LOCAL,
                        7_000,
                        Optional.of(new Seen(104, 9))));
        JsonNode json = JSON.readTree(answer.body());
        assertThat(json.at("/key").asText()).isEqualTo(ID + "/closed");
        assertThat(json.at("/by").asText()).isEqualTo(Author.LOCAL);
    }

    @Test
    void shouldTakeBackAnAcknowledgement() throws Exception {
        HttpResponse<String> answer =
                server.post("/api/incidents/" + ID, "{\"act\":\"acknowledged\",\"withdraw\":true}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(withdrawn).containsExactly(ID + " acknowledged");
        assertThat(written).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    images-2-1017-anomalies | {"act":"opened"}                      | 400
                    images-2-1017-anomalies | {}                                    | 400
                    images-2-1017-anomalies | {"act":"commented"}                   | 400
                    images-2-1017-anomalies | {"act":"commented","comment":"  "}    | 400
                    images-2-1017-anomalies | {"act":"closed","comment":7}          | 400
                    images-2-1017-anomalies | {"act":"commented","withdraw":true}   | 400
                    images-2-1017-anomalies | {"act":"closed","seen":{"images":1,"anomalous":2}} | 400
                    images-2-1017-anomalies | {"act":"closed","comment":"broken"}   | 503
                    other-2-1017-anomalies  | {"act":"closed"}                      | 404
                    images-2-0-17-anomalies | {"act":"closed"}                      | 404
                    images-2-1017-lunch     | {"act":"closed"}                      | 404
                    images                  | {"act":"closed"}                      | 404
                    """)
    void shouldSayWhatIsWrong(String id, String body, int status) throws Exception {
        HttpResponse<String> answer = server.post("/api/incidents/" + id, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        JsonNode json = JSON.readTree(answer.body());
        assertThat(json.path("error").asText()).isNotBlank();
        assertThat(json.path("remedy").asText()).isNotBlank();
        assertThat(written).isEmpty();
    }

    @Test
    void shouldTakeNoOversizedComment() throws Exception {
        String comment = "x".repeat(HandlingRecord.MAX_COMMENT + 1);

        HttpResponse<String> answer =
                server.post("/api/incidents/" + ID, "{\"act\":\"commented\",\"comment\":\"" + comment + "\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(written).isEmpty();
    }

    @Test
    void shouldTakeNothingFromAPageOfAnotherSite() throws Exception {
        HttpResponse<String> answer = server.post(
                "/api/incidents/" + ID,
                "{\"act\":\"closed\"}",
                "Origin",
                "https://evil.example",
                "Sec-Fetch-Site",
                "cross-site");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(written).isEmpty();
    }

    @Test
    void shouldSayWhoMayDoWhat() throws Exception {
        assertThat(JSON.readTree(server.get("/api/incidents").body()))
                .isEqualTo(JSON.readTree("{\"topic\":true,\"author\":\"local\"}"));
    }

    @Test
    void shouldNameTheSettingWhereThereIsNoTopic() throws Exception {
        server.close();
        server = serving(Optional.empty());

        assertThat(JSON.readTree(server.get("/api/incidents").body())
                        .at("/topic")
                        .asBoolean())
                .isFalse();
        HttpResponse<String> answer = server.post("/api/incidents/" + ID, "{\"act\":\"closed\"}");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("topics-handling");
    }

    private static ApiServer serving(Optional<Handling> handling) {
        return ApiServer.of(
                new IncidentApi(handling, List.of("images"), Clock.fixed(Instant.ofEpochMilli(7_000), ZoneOffset.UTC)));
    }
}
