package io.elbowatch.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.image.ImageEncoder;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.image.Preprocessing.Fit;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.lookup.Lookup;
import io.elbowatch.stream.lookup.Lookup.Foreign;
import io.elbowatch.stream.lookup.Lookup.Found;
import io.elbowatch.stream.lookup.Lookup.Missing;
import io.elbowatch.stream.lookup.ScoreHistory;
import io.elbowatch.stream.lookup.ScoreLookup;
import io.elbowatch.stream.lookup.StoredImage;
import io.elbowatch.stream.wire.DecidedImage;
import io.elbowatch.stream.wire.OutputOrigin;
import io.elbowatch.testing.LiveRecords;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class ImageApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long NOON = 1_700_000_000_000L;
    private static final ImageShape SHAPE = new ImageShape(1, 28, 28);

    private final Map<Long, StoredImage> stored = new HashMap<>();
    private final Map<Long, byte[]> anomalies = new HashMap<>();
    /** Their records are in Kafka, their objects in a store that does not answer. */
    private final Set<Long> unfetched = new HashSet<>();

    private final Lookups lookups = new Lookups();
    private final ApiServer server = ApiServer.of(new ImageApi(
            this::image,
            new Scores(),
            (source, from, to) -> new ScoreHistory.Span(
                    anomalies.values().stream()
                            .flatMap(value -> DecidedImage.of(value).stream())
                            .filter(one -> one.timestampMillis() >= from && one.timestampMillis() < to)
                            .toList(),
                    1,
                    true),
            new Models(),
            lookups,
            Clock.fixed(Instant.ofEpochMilli(NOON + 5_000), ZoneOffset.UTC)));

    @AfterEach
    void close() {
        server.close();
        lookups.close();
    }

    private Lookup<StoredImage> image(OutputOrigin image) {
        if (!image.topic().equals("images")) {
            return new Foreign<>(image.topic() + " is no topic of images of this application");
        }
        if (image.offset() == 13) {
            throw new Refusal("the brokers do not answer", "look after them");
        }
        return stored.containsKey(image.offset())
                ? new Found<>(stored.get(image.offset()))
                : new Missing<>("Kafka no longer has this image.");
    }

    private final class Scores implements ScoreLookup {
        @Override
        public Lookup<byte[]> score(OutputOrigin image, OptionalLong timestampMillis) {
            boolean timed = timestampMillis.isPresent() || unfetched.contains(image.offset());
            return anomalies.containsKey(image.offset()) && timed
                    ? new Found<>(anomalies.get(image.offset()))
                    : new Missing<>("The topic scores holds no score of this image.");
        }

        @Override
        public Lookup<byte[]> anomaly(OutputOrigin image, OptionalLong timestampMillis) {
            return score(image, timestampMillis);
        }

        @Override
        public Lookup<byte[]> picture(OutputOrigin image, OptionalLong timestampMillis) {
            return new Found<>("<script>alert(1)</script>".getBytes(UTF_8));
        }
    }

    private static final class Models implements ModelsInForce {
        @Override
        public ImageDecoder decoder(String bundle) {
            return new ImageDecoder(new Preprocessing(SHAPE, Fit.CROP), DecodeLimits.DEFAULT);
        }

        @Override
        public Optional<Judge> judge(DecidedImage image) {
            return Optional.empty();
        }
    }

    @Test
    void shouldEncodeAnImageAgainInsteadOfSendingItsBytes() throws Exception {
        byte[] jpeg = ImageEncoder.encode(new BufferedImage(60, 40, BufferedImage.TYPE_3BYTE_BGR), "jpeg");
        store(1, jpeg, "image/jpeg");

        HttpResponse<String> answer = server.get("/api/image/images-0-1/original");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("private"));
        assertThat(answer.body()).startsWith("\uFFFDPNG");
        JsonNode told = json(server.get("/api/image/images-0-1"));
        assertThat(told.at("/original/width").asInt()).isEqualTo(60);
        assertThat(told.at("/original/shown/width").asInt()).as("cropped").isEqualTo(40);
    }

    @Test
    void shouldShowARawImageOfTheBundlesShape() throws Exception {
        byte[] raw = new byte[SHAPE.bytes()];
        raw[29] = (byte) 200;
        store(2, raw, "application/octet-stream");

        byte[] png = server.bytes("/api/image/images-0-2/original?bundle=boards");

        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(image.getWidth()).isEqualTo(28);
        assertThat(image.getRaster().getSample(1, 1, 0)).isEqualTo(200);
        assertThat(image.getRaster().getSample(2, 1, 0)).isZero();
    }

    @Test
    void shouldShrinkALargeImage() throws Exception {
        store(3, ImageEncoder.png(new BufferedImage(4_000, 1_000, BufferedImage.TYPE_BYTE_GRAY)), null);

        BufferedImage image = ImageIO.read(new ByteArrayInputStream(server.bytes("/api/image/images-0-3/original")));

        assertThat(image.getWidth()).isEqualTo(2048);
        assertThat(image.getHeight()).isEqualTo(512);
        assertThat(json(server.get("/api/image/images-0-3"))
                        .at("/original/width")
                        .asInt())
                .isEqualTo(4_000);
    }

    @Test
    void shouldSayWhatTheDecoderRejects() throws Exception {
        store(4, "<html><script>alert(1)</script>".getBytes(UTF_8), "text/html");

        HttpResponse<String> answer = server.get("/api/image/images-0-4/original");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body()).contains("no known format").doesNotContain("script");
        assertThat(json(server.get("/api/image/images-0-4")).path("unviewable").asText())
                .contains("no known format");
    }

    @Test
    void shouldSendNoPictureThatIsNone() throws Exception {
        HttpResponse<String> answer = server.get("/api/image/images-0-1/evidence");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).doesNotContain("script");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/original"})
    void shouldRefuseImagesOfOtherTopics(String part) throws Exception {
        HttpResponse<String> answer = server.get("/api/image/salaries-0-1" + part);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(json(answer).path("error").asText()).contains("no topic of images of this application");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "images",
                "images-0",
                "images-0--1",
                "images-0-1x",
                "images-0-99999999999999999999",
                "..-0-1%2f.."
            })
    void shouldRefuseWhatAreNoCoordinates(String text) throws Exception {
        assertThat(server.get("/api/image/" + text).statusCode()).isIn(400, 403);
    }

    @Test
    void shouldSayThatAnImageIsGoneAndStillShowItsVerdictWhereItsTimeIsKnown() throws Exception {
        anomalies.put(17L, LiveRecords.anomaly("line-1", 17, NOON, .0001, "0"));

        assertThat(server.get("/api/image/images-0-17/original").statusCode()).isEqualTo(404);
        JsonNode without = json(server.get("/api/image/images-0-17"));
        assertThat(without.path("gone").asText()).contains("no longer has this image");
        assertThat(without.has("record")).isFalse();
        JsonNode with = json(server.get("/api/image/images-0-17?at=" + NOON));
        assertThat(with.path("gone").asText()).contains("no longer has this image");
        assertThat(with.at("/record/verdict/anomalous").asBoolean()).isTrue();
        assertThat(with.path("source").asText()).isEqualTo("line-1");
    }

    @Test
    void shouldShowTheVerdictOfAnImageThatCannotBeFetched() throws Exception {
        anomalies.put(17L, LiveRecords.anomaly("line-1", 17, NOON, .0001, "0"));
        unfetched.add(17L);

        JsonNode told = json(server.get("/api/image/images-0-17"));

        assertThat(told.has("gone")).isTrue();
        assertThat(told.at("/record/verdict/anomalous").asBoolean()).isTrue();
        assertThat(told.path("at").asLong()).isEqualTo(NOON);
        assertThat(told.has("unscored")).isFalse();
    }

    @Test
    void shouldNameTheImagesBeforeAndAfter() throws Exception {
        for (int i = 16; i < 19; i++) {
            anomalies.put((long) i, LiveRecords.anomaly("line-1", i, NOON + i, .0001, "0"));
        }

        JsonNode told = json(server.get("/api/image/images-0-17/neighbours?key=line-1&at=" + (NOON + 17)));

        assertThat(told.at("/previous/image").asText()).isEqualTo("images-0-16");
        assertThat(told.at("/next/image").asText()).isEqualTo("images-0-18");
        assertThat(server.get("/api/image/images-0-17/neighbours?key=line-1").statusCode())
                .isEqualTo(400);
        assertThat(server.get("/api/image/images-0-17/neighbours?key=line-1&at=soon")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldAnswerWithTheRemedyWhileTheClusterIsAway() throws Exception {
        HttpResponse<String> answer = server.get("/api/image/images-0-13");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(json(answer).path("remedy").asText()).isEqualTo("look after them");
    }

    @Test
    void shouldTellTheScoresOfASource() throws Exception {
        ScoreHistory history = (source, from, to) -> new ScoreHistory.Span(
                List.of(DecidedImage.of(LiveRecords.anomaly(source, 5, from, .25, "0"))
                        .orElseThrow()),
                .5,
                true);
        Clock clock = Clock.fixed(Instant.ofEpochMilli(NOON), ZoneOffset.UTC);
        try (ApiServer sources = ApiServer.of(new SourceApi(history, lookups, clock))) {
            JsonNode told = json(sources.get("/api/source?key=line%201"));
            assertThat(told.path("from").asLong()).isEqualTo(NOON - 3_600_000);
            assertThat(told.path("share").asDouble()).isEqualTo(.5);
            assertThat(told.at("/images/0/0").asText()).isEqualTo("images-0-5");
            assertThat(told.at("/images/0/2").asDouble()).isEqualTo(.25);
            assertThat(sources.get("/api/source?key=a&from=5&to=5").statusCode())
                    .isEqualTo(400);
            assertThat(sources.get("/api/source?key=a&from=1&to=9999999999999").statusCode())
                    .isEqualTo(400);
        }
    }

    private void store(long offset, byte[] value, String contentType) {
        stored.put(
                offset,
                new StoredImage(
                        new OutputOrigin("images", 0, offset),
                        NOON,
                        "line-1".getBytes(UTF_8),
                        value,
                        contentType,
                        Optional.empty()));
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body());
    }
}
