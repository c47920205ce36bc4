package io.elbowatch.core.elbo;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.Rejection;
import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.core.elbo.Scoring.Refused;
import io.elbowatch.core.elbo.Scoring.Scored;
import io.elbowatch.core.image.ImageShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Scores a batch so that one bad image harms no other one: when a batch fails, its images are scored one by one, and
 * only those that fail alone are refused. A model that fails on a blank image too is broken itself. Then the failure is
 * thrown and no image is refused, so that a broken model never loses a good image.
 */
public final class IsolatingScorer implements AutoCloseable {
    private final ImageScorer scorer;
    private final ImageShape shape;

    public IsolatingScorer(ImageScorer scorer, ImageShape shape) {
        this.scorer = Objects.requireNonNull(scorer, "scorer");
        this.shape = Objects.requireNonNull(shape, "shape");
    }

    /**
     * Scores images, each [C, H, W].
     *
     * @return one scoring per image, in their order
     * @throws ModelException when the model itself fails
     * @throws Refusal when its device is lost and no other device can continue
     */
    public List<Scoring> score(List<byte[]> images) {
        List<ElboTerms> terms;
        try {
            terms = run(images);
        } catch (ModelException e) {
            return oneByOne(images, e);
        }
        return terms.stream().map(this::judgeable).toList();
    }

    private List<Scoring> oneByOne(List<byte[]> images, ModelException batchFailure) {
        probe(batchFailure);
        List<Scoring> scorings = new ArrayList<>(images.size());
        for (byte[] image : images) {
            try {
                scorings.add(judgeable(run(List.of(image)).get(0)));
            } catch (ModelException e) {
                probe(e);
                scorings.add(
                        new Refused(new Rejection(Reason.MODEL_FAILED, "the model fails on it: " + e.getMessage())));
            }
        }
        return scorings;
    }

    private void probe(ModelException failure) {
        try {
            run(List.of(new byte[shape.bytes()]));
        } catch (ModelException e) {
            e.addSuppressed(failure);
            throw new ModelException("the model fails on a blank image too: " + e.getMessage(), e);
        }
    }

    /**
     * Every exception of a model becomes a failure of the model, so that Kafka does not mistake it for one of its own.
     */
    private List<ElboTerms> run(List<byte[]> images) {
        List<ElboTerms> terms;
        try {
            terms = scorer.score(images);
        } catch (ModelException | Refusal e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ModelException(e.toString(), e);
        }
        if (terms.size() != images.size()) {
            throw new ModelException("the model gave " + terms.size() + " scores for " + images.size() + " images");
        }
        return terms;
    }

    private Scoring judgeable(ElboTerms terms) {
        return terms.notFinite()
                .<Scoring>map(which -> new Refused(
                        new Rejection(Reason.NON_FINITE, "the model gave a term that is not finite: " + which)))
                .orElseGet(() -> new Scored(terms, scorer.provider()));
    }

    @Override
    public void close() {
        scorer.close();
    }
}
