package io.elbowatch.stream.flow;

import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.core.elbo.ModelOutput;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the model a second time over single images, for outputs that scoring does not fetch. An image whose second run
 * fails keeps its score and goes without evidence. Used by one thread.
 */
final class Inspection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Inspection.class);

    private final ElboForm form;
    private final ImageInspector inspector;
    private boolean failing;

    Inspection(ImageModel model) {
        this.form = model.form();
        this.inspector = model.newInspector();
    }

    ElboForm form() {
        return form;
    }

    /** All outputs of the model for one image; empty when the run fails. @param pixels [C, H, W] */
    Optional<ModelOutput> at(byte[] pixels) {
        try {
            ModelOutput output = inspector.inspect(List.of(pixels)).get(0);
            failing = false;
            return Optional.of(output);
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
