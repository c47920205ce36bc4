package io.elbowatch.onnx;

import ai.onnxruntime.OrtSession;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.GaussianPosterior;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.elbo.PixelForm;
import io.elbowatch.core.elbo.PixelOutput;
import io.elbowatch.core.image.ImageShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The latents and logits of a pixel bundle. */
record PixelDetails(PixelForm form) implements Details {
    static final String MEAN = "mean"; // [N, D·h·w]
    static final String LOG_VARIANCE = "log_variance"; // [N, D·h·w]
    static final String LOGITS = "logits"; // [N, C, H, W]

    @Override
    public Map<String, long[]> shapes() {
        ImageShape image = form.image();
        long[] latents = {-1, form.latent().size()};
        Map<String, long[]> shapes = new LinkedHashMap<>(); // a mismatch names the first one, not any
        shapes.put(MEAN, latents);
        shapes.put(LOG_VARIANCE, latents);
        shapes.put(LOGITS, new long[] {-1, image.channels(), image.height(), image.width()});
        return shapes;
    }

    @Override
    public List<ModelOutput> read(OrtSession.Result result, List<ElboTerms> terms) {
        int rows = terms.size();
        List<float[]> means = Outputs.rows(result, MEAN, rows, form.latent().size());
        List<float[]> logVariances =
                Outputs.rows(result, LOG_VARIANCE, rows, form.latent().size());
        List<float[]> logits = Outputs.rows(result, LOGITS, rows, form.image().values());
        List<ModelOutput> outputs = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            outputs.add(new PixelOutput(
                    terms.get(i), new GaussianPosterior(means.get(i), logVariances.get(i)), logits.get(i)));
        }
        return outputs;
    }
}
