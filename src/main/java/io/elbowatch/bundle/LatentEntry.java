package io.elbowatch.bundle;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.elbowatch.core.elbo.LatentShape;
import io.elbowatch.core.elbo.PlaceLatent;
import java.util.Set;

import static io.elbowatch.bundle.Manifest.require;

/**
 * What a manifest says about the latent.
 *
 * @param type gaussian, the default, or, for a feature bundle, categorical
 * @param channels of a Gaussian latent of the shape [D, h, w], which is [D, 1, 1] for a latent without places
 * @param height of a Gaussian latent
 * @param width of a Gaussian latent
 * @param codes of a categorical latent: the number of values of z at each place
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LatentEntry(String type, Integer channels, Integer height, Integer width, Integer codes) {
    private static final String GAUSSIAN = "gaussian";
    private static final Set<String> TYPES = Set.of(GAUSSIAN, "categorical");

    public LatentEntry {
        type = type == null ? GAUSSIAN : type;
        require(TYPES.contains(type), "latent.type", "must be gaussian or categorical, not " + type);
        boolean shaped = channels != null && height != null && width != null;
        boolean shapeless = channels == null && height == null && width == null;
        if (GAUSSIAN.equals(type)) {
            require(shaped, "latent", "must have channels, height and width");
            require(codes == null, "latent.codes", "must be absent for a gaussian latent");
        } else {
            require(codes != null && codes > 0, "latent.codes", "must be positive for a categorical latent");
            require(shapeless, "latent", "must have codes alone if it is categorical");
        }
    }

    boolean isGaussian() {
        return GAUSSIAN.equals(type);
    }

    LatentShape toShape() {
        return new LatentShape(channels, height, width);
    }

    PlaceLatent atPlaces(Manifest.Places places) {
        if (!isGaussian()) {
            return new PlaceLatent.Categorical(codes);
        }
        require(
                height == places.height() && width == places.width(),
                "latent",
                "must have the height and width of places, " + places.height() + " and " + places.width());
        return new PlaceLatent.Gaussian(channels);
    }
}
