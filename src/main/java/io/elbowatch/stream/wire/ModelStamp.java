package io.elbowatch.stream.wire;

import io.elbowatch.core.elbo.ModelIdentity;
import java.util.Objects;

/**
 * What every output says of the model that scored its image.
 *
 * @param bundle the name under which routes know it
 * @param beta the weight of the KL term that the model was trained with
 */
public record ModelStamp(String bundle, ModelIdentity model, double beta) {

    public ModelStamp {
        Objects.requireNonNull(bundle, "bundle");
        Objects.requireNonNull(model, "model");
    }
}
