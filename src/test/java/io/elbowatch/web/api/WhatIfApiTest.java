package io.elbowatch.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.quality.AlphaTally;
import io.elbowatch.stream.lookup.RecentPValues;
import io.elbowatch.testing.ChangedAlpha;
import io.elbowatch.testing.TestClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WhatIfApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long HOUR = 3_600_000;

    private final List<Long> readings = new CopyOnWriteArrayList<>();
    private final ChangedAlpha alpha = new ChangedAlpha();
    private final Lookups lookups = new Lookups();
    private final TestClock clock = new TestClock(1_795_188_483_062L);
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE); // it may overflow
    private final ApiServer server = ApiServer.of(new WhatIfApi(this::read, alpha, lookups, clock, nanoTime::get));

    private RecentPValues.Read read(long from, long to) {
        readings.add(to - from);
        AlphaTally tally = new AlphaTally();
        tally.add("line-1", 0.0005, true);
        tally.add("line-1", 0.002, false);
        tally.add("line-2", 0.7, false);
        return new RecentPValues.Read(tally, 0.25);
    }

    @AfterEach
    void close() {
        server.close();
        lookups.close();
    }

    @Test
    void shouldSayWhatAnotherAlphaWouldHaveReported() throws Exception {
        JsonNode json =
                JSON.readTree(server.get("/api/whatif?hours=4&alpha=0.003").body());

        assertThat(json.at("/would").asInt()).isEqualTo(2);
        assertThat(json.at("/reported").asInt()).isEqualTo(1);
        assertThat(json.at("/images").asInt()).isEqualTo(3);
        assertThat(json.at("/inForce").asDouble()).isEqualTo(0.001);
        assertThat(json.at("/share").asDouble()).isEqualTo(0.25);
        assertThat(json.at("/mayChange").asBoolean()).isTrue();
        assertThat(json.at("/sources/0").toString()).isEqualTo("[\"line-1\",2,1,2]");
        assertThat(json.at("/counts")).hasSameSizeAs(json.at("/edges"));
        assertThat(readings).containsExactly(4 * HOUR);
    }

    @Test
    void shouldReadTheScoresOnceForAllPositionsOfTheSlider() throws Exception {
        server.get("/api/whatif?alpha=0.003");
        server.get("/api/whatif?alpha=0.001");
        server.get("/api/whatif");

        assertThat(readings).hasSize(1);
    }

    @Test
    void shouldReadTheScoresOnceForBrowsersWithOtherHours() throws Exception {
        for (int i = 0; i < 3; i++) {
            for (int hours : new int[] {1, 4, 12, 24}) {
                assertThat(JSON.readTree(
                                        server.get("/api/whatif?hours=" + hours).body())
                                .at("/hours")
                                .asInt())
                        .isEqualTo(hours);
            }
        }

        assertThat(readings).containsExactly(HOUR, 4 * HOUR, 12 * HOUR, 24 * HOUR);
    }

    @Test
    void shouldForgetTheOldestOfManyHours() throws Exception {
        for (int hours : new int[] {1, 4, 12, 24, 72, 4, 1}) {
            server.get("/api/whatif?hours=" + hours);
        }

        assertThat(readings).containsExactly(HOUR, 4 * HOUR, 12 * HOUR, 24 * HOUR, 72 * HOUR, HOUR);
    }

    @Test
    void shouldReadTheScoresAgainAfterAMinute() throws Exception {
        server.get("/api/whatif?hours=4");
        nanoTime.addAndGet(Duration.ofMillis(59_999).toNanos());
        server.get("/api/whatif?hours=4");
        assertThat(readings).hasSize(1);

        nanoTime.addAndGet(Duration.ofMillis(1).toNanos());
        server.get("/api/whatif?hours=4");

        assertThat(readings).hasSize(2);
    }

    @Test
    void shouldKeepTheScoresForAMinuteWhereverTheClockJumps() throws Exception {
        server.get("/api/whatif?hours=4");
        clock.advance(Duration.ofHours(2));
        server.get("/api/whatif?hours=4");
        assertThat(readings).hasSize(1);

        clock.advance(Duration.ofHours(-5));
        nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
        server.get("/api/whatif?hours=4");

        assertThat(readings).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hours=0", "hours=169", "hours=x", "alpha=0", "alpha=0.2", "alpha=NaN", "alpha=-1"})
    void shouldRefuseWhatItDoesNotAnswer(String query) throws Exception {
        assertThat(server.get("/api/whatif?" + query).statusCode()).isEqualTo(400);
        assertThat(readings).isEmpty();
    }

    @Test
    void shouldPublishAnAlphaWithTheNameOfThePerson() throws Exception {
        HttpResponse<String> answer = server.post("/api/settings", "{\"alpha\":0.003,\"by\":\"mallory\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(alpha.changes()).containsExactly("0.003 by local");
        assertThat(JSON.readTree(answer.body()))
                .isEqualTo(JSON.readTree("{\"offset\":0,\"alpha\":0.003,\"by\":\"local\"}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                | 400
                    {"alpha":"0.003"} | 400
                    {"alpha":0}       | 400
                    {"alpha":1}       | 400
                    {"alpha":0.0001}  | 409
                    """)
    void shouldPublishNothingElse(String body, int status) throws Exception {
        assertThat(server.post("/api/settings", body).statusCode()).isEqualTo(status);
        assertThat(alpha.changes()).isEmpty();
    }

    @Test
    void shouldNameTheBundleThatDoesNotReachAlpha() throws Exception {
        HttpResponse<String> answer = server.post("/api/settings", "{\"alpha\":0.0001}");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("bundle parts: alpha_out_of_reach", "elbowatch calibrate");
    }

    @Test
    void shouldNameTheSettingWhereAlphaIsFixed() throws Exception {
        alpha.fix();

        HttpResponse<String> answer = server.post("/api/settings", "{\"alpha\":0.003}");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("topics-settings");
        assertThat(JSON.readTree(server.get("/api/whatif").body())
                        .at("/mayChange")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void shouldPublishNothingForAPageOfAnotherSite() throws Exception {
        assertThat(server.post("/api/settings", "{\"alpha\":0.003}", "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(alpha.changes()).isEmpty();
    }
}
