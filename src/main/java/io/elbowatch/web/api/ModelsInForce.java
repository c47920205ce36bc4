package io.elbowatch.web.api;

import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.wire.DecidedImage;
import java.util.Optional;

/** What the page needs of the models that this instance scores with now. Used by many threads. */
public interface ModelsInForce {

    /** The decoder of a bundle; that of the main bundle if there is none of this name. */
    ImageDecoder decoder(String bundle);

    /** The judge of an image as it was judged; empty if another model, or none, is in force under this name now. */
    Optional<Judge> judge(DecidedImage image);
}
