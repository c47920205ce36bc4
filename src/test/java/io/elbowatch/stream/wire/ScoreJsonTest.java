package io.elbowatch.stream.wire;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.evidence.Evidence;
import io.elbowatch.core.evidence.Explanation;
import io.elbowatch.core.evidence.LatentDimension;
import io.elbowatch.core.evidence.Place;
import io.elbowatch.core.evidence.Reason;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.image.Original;
import io.elbowatch.core.image.Rectangle;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Terms;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The records of the scores and anomalies topics, byte by byte. */
class ScoreJsonTest {
    private static final ModelIdentity MODEL = new ModelIdentity("fake", "1.0.0", "0".repeat(64), "cpu");

    private final Judge judge = Calibrations.judge(199, 0.05);
    private final ScoreJson json = new ScoreJson();
    private final ModelStamp stamp = new ModelStamp("fake", MODEL, judge.beta());

    @Test
    void shouldWriteAScoreAsBefore() {
        ElboTerms terms = Terms.of(100.25f, 20, 3, 50, 0.5f);
        ImageScore image = new ImageScore(
                "Kamera Süd".getBytes(UTF_8),
                new Coordinates("images", 3, 1L << 40),
                1_795_188_380_062L,
                terms,
                "cuda",
                judge.judge(terms),
                OptionalLong.of(7));

        assertThat(json.write(stamp, image, Optional.empty())).asString(UTF_8).isEqualTo(lines("""
                {"schema":1,
                "image":{"topic":"images","partition":3,"offset":1099511627776,"timestamp":1795188380062,"source":"Kamera Süd"},"bundle":"fake",
                "model":{"name":"fake","version":"1.0.0","sha256":"%s","provider":"cuda"},
                "terms":{"elbo":-103.25,"elboLoss":103.25,"reconstructionNll":100.25,"floor":20.0,
                "reconstructionError":80.25,"kl":3.0,"local":50.0,"density":0.5},
                "pValues":{"default":0.755,"elbo":0.97,"reconstruction":0.6,"kl":0.99,"local":0.755,"density":1.0},
                "verdict":{"anomalous":false,"score":"default","pValue":0.755,"alpha":0.05,"calibration":{"images":199},"settingsOffset":7}}
                """));
    }

    @Test
    void shouldSayWhichImagesAnImageIsComparedWith() {
        Judge ofSource = new JudgeGroups(Calibrations.grouped(199, 0.05, "camera-1", 50)).of("camera-1");
        ElboTerms terms = Terms.of(100.25f, 20, 3, 50, 0.5f);
        ImageScore image = new ImageScore(
                "camera-1".getBytes(UTF_8),
                new Coordinates("images", 3, 1),
                0,
                terms,
                "cpu",
                ofSource.judge(terms),
                OptionalLong.empty());

        assertThat(json.write(stamp, image, Optional.empty()))
                .asString(UTF_8)
                .endsWith("\"alpha\":0.05,\"calibration\":{\"group\":\"camera-1\",\"images\":50}}}");
    }

    @Test
    void shouldWriteAnAnomalyAsBefore() {
        ElboTerms terms = Terms.of(900, 0, 900, 900, 900);
        Verdict verdict = judge.judge(terms);
        ImageScore image =
                new ImageScore(null, new Coordinates("images", 0, 5), -1, terms, "cpu", verdict, OptionalLong.empty());
        Evidence evidence = new Evidence(
                3.5,
                0.02,
                List.of(new Place(0, 3, 9, 5, 7.25)),
                List.of(new LatentDimension(1, 2, 3, -2, 0.5, 2.1)),
                Optional.empty());
        Explanation explanation = new Explanation(
                Reason.of(judge, verdict, terms.features(), List.of("brightness_mean")),
                Optional.of(evidence),
                new Original(100, 40, 6, new Rectangle(20, 0, 60, 40), new ImageShape(1, 20, 30)));

        assertThat(json.write(stamp, image, Optional.of(explanation)))
                .asString(UTF_8)
                .isEqualTo(lines("""
                {"schema":1,
                "image":{"topic":"images","partition":0,"offset":5,"timestamp":-1},"bundle":"fake",
                "model":{"name":"fake","version":"1.0.0","sha256":"%s","provider":"cpu"},
                "terms":{"elbo":-1800.0,"elboLoss":1800.0,"reconstructionNll":900.0,"floor":0.0,
                "reconstructionError":900.0,"kl":900.0,"local":900.0,"density":900.0},
                "pValues":{"default":0.005,"elbo":0.01,"reconstruction":0.005,"kl":0.005,"local":0.005,"density":0.005},
                "verdict":{"anomalous":true,"score":"default","pValue":0.005,"alpha":0.05,"calibration":{"images":199}},
                "reasons":[{"score":"reconstruction","side":"high","value":900.0,"limit":190.0,"pValue":0.005},
                {"score":"kl","side":"high","value":900.0,"limit":190.0,"pValue":0.005},
                {"score":"local","side":"high","value":900.0,"limit":190.0,"pValue":0.005},
                {"score":"density","side":"high","value":900.0,"limit":191.0,"pValue":0.005,
                "features":[{"feature":"brightness_mean","deviation":42.426407,"words":"bright"}]},
                {"score":"elbo","side":"high","value":1800.0,"limit":195.0,"pValue":0.01}],
                "evidence":{"limit":3.5,"share":0.02,"original":{"width":100,"height":40,"orientation":6},
                "places":[{"column":0,"row":3,"width":9,"height":5,"nats":7.25,
                "original":{"column":20,"row":6,"width":18,"height":10}}],
                "latents":[{"channel":1,"row":2,"column":3,"mean":-2.0,"variance":0.5,"kl":2.1}]}}
                """));
    }

    /** The text without the line breaks that make it readable here. */
    private static String lines(String text) {
        return text.formatted(MODEL.sha256()).replace("\n", "");
    }

    private record Coordinates(String topic, int partition, long offset) implements RecordMetadata {}
}
