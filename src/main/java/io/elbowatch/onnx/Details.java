package io.elbowatch.onnx;

import ai.onnxruntime.OrtSession;
import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.elbo.PixelForm;
import io.elbowatch.core.elbo.PlaceForm;
import java.util.List;
import java.util.Map;

/**
 * The outputs of a graph in addition to the terms, float32, of one form. Only an inspection asks for them: scoring does
 * not copy them. The names are the contract with {@code model/}.
 */
interface Details {

    /** Name and shape of each, −1 for the batch; a shape without −1 is of a constant of the graph. */
    Map<String, long[]> shapes();

    /** The outputs of a batch, in order. @param terms of the same images */
    List<ModelOutput> read(OrtSession.Result result, List<ElboTerms> terms);

    static Details of(ElboForm form) {
        return form instanceof PlaceForm places ? new PlaceDetails(places) : new PixelDetails((PixelForm) form);
    }
}
