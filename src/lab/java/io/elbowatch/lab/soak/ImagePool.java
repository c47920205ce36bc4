package io.elbowatch.lab.soak;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.image.ImageEncoder;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.parity.RandomImages;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.lab.rig.SampleImages;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.stream.wire.ScoreFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The distinct images of a soak as they are sent, and the score that the undisturbed model gives to each. The first are
 * normal if there are real ones; the last {@value #ODD} never are.
 */
final class ImagePool {
    static final int ODD = 200;
    private static final int NORMAL = 2_000;
    private static final int BATCH = 50;
    private static final double ANY_ALPHA = 0.01;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<byte[]> pixels = new ArrayList<>(); // [C, H, W] each
    private final List<byte[]> values = new ArrayList<>();
    private final Map<String, List<JsonNode>> expected = new HashMap<>(); // by the SHA-256 of the graph

    private ImagePool() {}

    /** Scored by one model. @param data a set of real images; empty for generated ones */
    static ImagePool of(Bundle bundle, Optional<Path> data, long seed) {
        return of(bundle, Optional.empty(), data, seed);
    }

    /** @param swapped another model of the same images @param data a set of real images; empty for generated ones */
    static ImagePool of(Bundle bundle, Optional<Bundle> swapped, Optional<Path> data, long seed) {
        ImagePool pool = new ImagePool();
        ImageShape shape = bundle.manifest().toPreprocessing().shape();
        RandomImages random = new RandomImages(shape, seed, NORMAL + ODD);
        data.map(set -> SampleImages.read(set, true, NORMAL))
                .ifPresent(images ->
                        pool.pixels.addAll(images.pixels(bundle.manifest().toPreprocessing())));
        for (int i = pool.pixels.size(); i < NORMAL + ODD; i++) {
            pool.pixels.add(random.pixels(i));
        }
        for (int i = 0; i < pool.pixels.size(); i++) {
            byte[] raw = pool.pixels.get(i);
            pool.values.add(i % 4 == 0 && shape.channels() == 1 ? ImageEncoder.png(shape, raw) : raw);
        }
        pool.score(bundle);
        swapped.ifPresent(pool::score);
        return pool;
    }

    private void score(Bundle bundle) {
        Judge judge = bundle.judge(Decider.DEFAULT, ANY_ALPHA);
        try (OnnxModel model = OnnxModel.open(bundle, ProviderChoice.parse("cpu"));
                ImageScorer scorer = model.newScorer()) {
            List<JsonNode> scores = expected.computeIfAbsent(model.identity().sha256(), any -> new ArrayList<>());
            ScoreFields fields = new ScoreFields(model.identity(), judge.beta());
            for (int from = 0; from < pixels.size(); from += BATCH) {
                List<byte[]> batch = pixels.subList(from, Math.min(from + BATCH, pixels.size()));
                for (ElboTerms terms : scorer.score(batch)) {
                    scores.add(fields(fields, terms, judge));
                }
            }
        }
    }

    private static JsonNode fields(ScoreFields fields, ElboTerms terms, Judge judge) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            fields.write(json, terms, "cpu", judge.judge(terms));
            json.writeEndObject();
            json.flush();
            return JSON.readTree(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int size() {
        return values.size();
    }

    int normal() {
        return pixels.size() - ODD;
    }

    /** The value of a record: a PNG, or raw pixels. */
    byte[] value(int image) {
        return values.get(image);
    }

    /** The fields {@code model}, {@code terms} and {@code pValues} of its score by a model; empty for an unknown model. */
    Optional<JsonNode> expected(int image, String sha256) {
        return Optional.ofNullable(expected.get(sha256)).map(scores -> scores.get(image));
    }
}
