package io.elbowatch.brokers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.parity.RandomImages;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.stream.wire.ScoreFields;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Some images, and the scores that the model gives to them without a stream. The image of a number is always the same. */
final class ModelAlone {
    private static final int IMAGES = 400;
    private static final int BATCH = 50;
    private static final long SEED = 5;
    private static final int BROKEN = 40;
    private static final double ANY_ALPHA = 0.01;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RandomImages images;
    private final List<JsonNode> scores = new ArrayList<>();

    private ModelAlone(RandomImages images) {
        this.images = images;
    }

    static ModelAlone of(Path folder) {
        Bundle bundle = Bundle.load(folder);
        ImageShape shape = bundle.manifest().toPreprocessing().shape();
        ModelAlone alone = new ModelAlone(new RandomImages(shape, SEED, IMAGES));
        Judge judge = bundle.judge(Decider.DEFAULT, ANY_ALPHA);
        try (OnnxModel model = OnnxModel.open(bundle, ProviderChoice.parse("cpu"));
                ImageScorer scorer = model.newScorer()) {
            ScoreFields fields = new ScoreFields(model.identity(), judge.beta());
            for (int from = 0; from < IMAGES; from += BATCH) {
                List<byte[]> batch = new ArrayList<>();
                for (int i = from; i < from + BATCH; i++) {
                    batch.add(alone.images.pixels(i));
                }
                for (ElboTerms terms : scorer.score(batch)) {
                    alone.scores.add(fields(fields, terms, judge));
                }
            }
        }
        return alone;
    }

    private static JsonNode fields(ScoreFields fields, ElboTerms terms, Judge judge) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            fields.write(json, terms, "cpu", judge.judge(terms));
            json.writeEndObject();
            json.flush();
            return JSON.readTree(text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this image cannot be decoded. */
    static boolean isBroken(int number) {
        return number % BROKEN == BROKEN - 1;
    }

    /** The value of its record. */
    byte[] value(int number) {
        return isBroken(number) ? new byte[] {1, 2, 3} : images.pixels(number % IMAGES);
    }

    /** Whether a score has the terms and p-values of this image, in every digit. */
    boolean isScoreOf(int number, JsonNode score) {
        JsonNode expected = scores.get(number % IMAGES);
        return !isBroken(number)
                && score.get("terms").equals(expected.get("terms"))
                && score.get("pValues").equals(expected.get("pValues"));
    }
}
