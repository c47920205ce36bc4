package io.elbowatch.core.drift;

import io.elbowatch.core.elbo.ModelOutput;
import java.time.Clock;
import java.util.Optional;

/** Where a sample of the images of the last minutes lies in the latent space. For use by many threads. */
public final class LatentDrift {
    /**
     * From so many on the divergence of normal images stays below 0.05 with every bundle that is shipped, also where twelve
     * neighbours are of one board; of 60 such it was 0.054 (docs/drift.md). At four images a second it takes half a minute.
     */
    static final int MIN_IMAGES = 120;

    private final SlidingWindow<LatentSums> window;

    public LatentDrift(Clock clock) {
        window = new SlidingWindow<>(LatentSums::new, clock);
    }

    /** An image was looked into. */
    public void add(ModelOutput output) {
        window.now().add(output);
    }

    /** Of the last {@value SlidingWindow#MINUTES} minutes; empty as long as there are fewer than {@value #MIN_IMAGES} images. */
    public Optional<LatentMoments> moments() {
        LatentSums all = new LatentSums();
        window.contents().forEach(all::add);
        return all.images() < MIN_IMAGES ? Optional.empty() : Optional.of(LatentMoments.of(all));
    }
}
