package io.elbowatch.stream.flow;

import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.elbo.Tiling;
import io.elbowatch.core.evidence.Evidence;
import io.elbowatch.core.evidence.Evidence.Pictured;
import io.elbowatch.core.image.Rectangle;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the model a second time over single images, for outputs that scoring does not fetch. An image whose second run
 * fails keeps its score and goes without evidence. Used by one thread.
 */
final class Inspection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Inspection.class);

    private final ElboForm form;
    private final Tiling tiling;
    private final ImageInspector inspector;
    private boolean failing;

    Inspection(ImageModel model) {
        this.form = model.form();
        this.tiling = model.tiling();
        this.inspector = model.newInspector();
    }

    ElboForm form() {
        return form;
    }

    /** All outputs of the model for one image, or for its middle tile; empty when the run fails. @param pixels [C, H, W] */
    Optional<ModelOutput> at(byte[] pixels) {
        List<Rectangle> tiles = tiling.places();
        return running(() -> output(tiling.isNone() ? pixels : tiling.cut(pixels, tiles.get(tiles.size() / 2))));
    }

    /** Where one image exceeds a limit of {@code local}; empty when a run fails. @param pixels [C, H, W] */
    Optional<Pictured> evidence(double limit, byte[] pixels) {
        return running(() -> Evidence.of(form, tiling, limit, pixels, this::output));
    }

    private ModelOutput output(byte[] tile) {
        return inspector.inspect(List.of(tile)).get(0);
    }

    private <T> Optional<T> running(Supplier<T> run) {
        try {
            T found = run.get();
            failing = false;
            return Optional.of(found);
        } catch (ModelException e) {
            if (!failing) {
                failing = true;
                LOG.warn(
                        "evidence left out reason=model_failed detail=\"{}\" until=the_next_that_succeeds",
                        e.getMessage());
            }
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        inspector.close();
    }
}
