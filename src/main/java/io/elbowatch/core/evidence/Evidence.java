package io.elbowatch.core.evidence;

import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.elbo.PlaceForm;
import io.elbowatch.core.elbo.Tiling;
import io.elbowatch.core.image.Rectangle;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The result of an inspection: where the loss of an image exceeds the calibrated limit, and which latents are unusual.
 * For the pixels of an image it is computed in double precision from the logits and latents of the graph, so {@code
 * local} may differ from the score in its last digits. For the features of a network it is the loss map of the graph.
 *
 * @param limit of {@code local}, in nats a pixel: the scale of the map. It comes from the calibration, never from the
 *     image
 * @param share of the pixels that count and are in windows beyond the limit, 0 to 1
 * @param places at most five, the largest loss first; empty if no window is beyond the limit, only the image as a whole
 * @param latents the five with the largest kl, the largest first; none for a categorical latent
 * @param cell the pixels that one value of the map stands for; empty if it stands for a single pixel
 */
public record Evidence(
        double limit, double share, List<Place> places, List<LatentDimension> latents, Optional<Cell> cell) {
    private static final int MAX_PLACES = 5;
    private static final int MAX_LATENTS = 5;

    public Evidence {
        places = List.copyOf(places);
        latents = List.copyOf(latents);
        Objects.requireNonNull(cell, "cell");
    }

    /** Evidence with its picture. */
    public record Pictured(Evidence evidence, EvidencePicture picture) {}

    /**
     * Inspects one image.
     *
     * @param limit of {@code local}, in nats a pixel; infinite if none is known
     * @param pixels [C, H, W]
     * @param output of a graph of this form for these pixels
     */
    public static Pictured of(ElboForm form, double limit, byte[] pixels, ModelOutput output) {
        LossMap map = LossMap.of(form, pixels, output);
        Excess excess = Excess.of(map, form.mask(), limit);
        List<Place> places = excess.places().stream().limit(MAX_PLACES).toList();
        Evidence evidence = new Evidence(
                limit,
                excess.share(),
                places,
                latents(form, output),
                form instanceof PlaceForm ? Optional.of(map.cell()) : Optional.empty());
        return new Pictured(evidence, EvidencePicture.of(form, pixels, output, map, evidence));
    }

    /**
     * Inspects one image, tile by tile if the graph takes tiles. Then the map is stitched from those of the tiles, there
     * is no reconstruction, and no latents are named: each tile has its own.
     *
     * @param form of a tile
     * @param pixels of the image, [C, H, W]
     * @param inspect runs the graph on a tile, [C, Ht, Wt]
     */
    public static Pictured of(
            ElboForm form, Tiling tiling, double limit, byte[] pixels, Function<byte[], ModelOutput> inspect) {
        if (tiling.isNone()) {
            return of(form, limit, pixels, inspect.apply(pixels));
        }
        TileLosses losses = new TileLosses(tiling.image(), limit);
        for (Rectangle at : tiling.places()) {
            byte[] tile = tiling.cut(pixels, at);
            losses.add(LossMap.of(form, tile, inspect.apply(tile)), at);
        }
        LossMap map = losses.map();
        Excess excess = Excess.of(map, limit);
        List<Place> places =
                excess.places().stream().limit(MAX_PLACES).map(losses::clipped).toList();
        Evidence evidence = new Evidence(limit, excess.share(), places, List.of(), Optional.of(map.cell()));
        return new Pictured(evidence, EvidencePicture.of(tiling.image(), pixels, map, evidence));
    }

    private static List<LatentDimension> latents(ElboForm form, ModelOutput output) {
        return form.gaussianLatent()
                .flatMap(shape -> output.posterior().map(latents -> LatentDimension.top(MAX_LATENTS, shape, latents)))
                .orElse(List.of());
    }
}
