package io.elbowatch.core.evidence;

import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.elbo.ReferenceElbo;
import java.util.List;

/**
 * What a second look at an image shows: where its loss is beyond the calibrated limit, and which latents are unusual. It is computed
 * in double precision of the graph's logits and latents, so that {@code local} may differ in its last digits.
 *
 * @param limit of {@code local}, in nats a pixel: the scale of the map, from the calibration and never from the image
 * @param share of the image's pixels that lie in windows beyond the limit, 0 to 1
 * @param places the worst of them, the worst first; none where the image as a whole is unusual
 * @param latents those of the largest kl, the largest first
 */
public record Evidence(double limit, double share, List<Place> places, List<LatentDimension> latents) {
    private static final int MAX_PLACES = 5;
    private static final int MAX_LATENTS = 5;

    public Evidence {
        places = List.copyOf(places);
        latents = List.copyOf(latents);
    }

    /** What is seen, with the picture of it. */
    public record Pictured(Evidence evidence, EvidencePicture picture) {}

    /**
     * Looks at one image.
     *
     * @param limit of {@code local}, in nats a pixel; infinite where none is known
     * @param pixels [C, H, W] unsigned bytes
     * @param output what a graph of this form gives of them
     */
    public static Pictured of(ElboForm form, double limit, byte[] pixels, ModelOutput output) {
        LossMap map = LossMap.of(form, new ReferenceElbo(form, pixels, output).loss());
        Excess excess = Excess.of(map, limit);
        List<Place> places = excess.places().stream().limit(MAX_PLACES).toList();
        Evidence evidence =
                new Evidence(limit, excess.share(), places, LatentDimension.top(MAX_LATENTS, form.latent(), output));
        return new Pictured(evidence, new EvidencePicture(form, pixels, output.logits(), map, evidence));
    }
}
