package io.elbowatch.onnx;

import ai.onnxruntime.OrtSession;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.GaussianPosterior;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.elbo.PlaceExplanation;
import io.elbowatch.core.elbo.PlaceForm;
import io.elbowatch.core.elbo.PlaceGrid;
import io.elbowatch.core.elbo.PlaceLatent;
import io.elbowatch.core.elbo.PlaceOutput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The loss map and features of a feature bundle, and the parameters of p(f|z). */
record PlaceDetails(PlaceForm form) implements Details {
    private static final String LOSS_MAP = "loss_map"; // [N, h, w]
    private static final String PLACES = "places"; // [N, D, h, w]

    private static final String CODE_MEANS = "code_means"; // [K, D]
    private static final String CODE_LOG_WEIGHTS = "code_log_weights"; // [K]
    private static final String CODE_LOG_VARIANCES = "code_log_variances"; // [K]

    private static final String PLACE_MEANS = "place_means"; // [N, D, h, w]
    private static final String NOISE_LOG_VARIANCES = "noise_log_variances"; // [D]

    @Override
    public Map<String, long[]> shapes() {
        PlaceGrid grid = form.grid();
        long[] features = {-1, grid.dimensions(), grid.height(), grid.width()};
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put(LOSS_MAP, new long[] {-1, grid.height(), grid.width()});
        shapes.put(PLACES, features);
        if (form.latent() instanceof PlaceLatent.Categorical categorical) {
            shapes.put(CODE_MEANS, new long[] {categorical.codes(), grid.dimensions()});
            shapes.put(CODE_LOG_WEIGHTS, new long[] {categorical.codes()});
            shapes.put(CODE_LOG_VARIANCES, new long[] {categorical.codes()});
        } else {
            shapes.put(PixelDetails.MEAN, new long[] {-1, latents()});
            shapes.put(PixelDetails.LOG_VARIANCE, new long[] {-1, latents()});
            shapes.put(PLACE_MEANS, features);
            shapes.put(NOISE_LOG_VARIANCES, new long[] {grid.dimensions()});
        }
        return shapes;
    }

    @Override
    public List<ModelOutput> read(OrtSession.Result result, List<ElboTerms> terms) {
        int rows = terms.size();
        List<float[]> lossMaps =
                Outputs.rows(result, LOSS_MAP, rows, form.grid().places());
        List<float[]> places = Outputs.rows(result, PLACES, rows, form.grid().size());
        List<? extends PlaceExplanation> explanations = form.latent() instanceof PlaceLatent.Categorical categorical
                ? Collections.nCopies(rows, codes(result, categorical.codes()))
                : decoded(result, rows);
        List<ModelOutput> outputs = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            outputs.add(new PlaceOutput(terms.get(i), lossMaps.get(i), places.get(i), explanations.get(i)));
        }
        return outputs;
    }

    private PlaceExplanation.Codes codes(OrtSession.Result result, int codes) {
        return new PlaceExplanation.Codes(
                Outputs.constant(result, CODE_MEANS, codes * form.grid().dimensions()),
                Outputs.constant(result, CODE_LOG_WEIGHTS, codes),
                Outputs.constant(result, CODE_LOG_VARIANCES, codes));
    }

    private List<PlaceExplanation.Decoded> decoded(OrtSession.Result result, int rows) {
        List<float[]> means = Outputs.rows(result, PixelDetails.MEAN, rows, latents());
        List<float[]> logVariances = Outputs.rows(result, PixelDetails.LOG_VARIANCE, rows, latents());
        List<float[]> placeMeans =
                Outputs.rows(result, PLACE_MEANS, rows, form.grid().size());
        float[] noise =
                Outputs.constant(result, NOISE_LOG_VARIANCES, form.grid().dimensions());
        List<PlaceExplanation.Decoded> decoded = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            decoded.add(new PlaceExplanation.Decoded(
                    new GaussianPosterior(means.get(i), logVariances.get(i)), placeMeans.get(i), noise));
        }
        return decoded;
    }

    private int latents() {
        return form.gaussianLatent().orElseThrow().size();
    }
}
