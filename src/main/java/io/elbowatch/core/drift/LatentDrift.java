package io.elbowatch.core.drift;

import io.elbowatch.core.elbo.GaussianPosterior;
import java.time.Clock;
import java.util.Optional;

/** The latents of a sample of the images of the last minutes. For use by many threads. */
public final class LatentDrift {
    /**
     * With this number of images the divergence of normal images stays below 0.05 for every shipped bundle, also where
     * twelve neighbours are of one board; with 60 such images it was 0.054 (docs/drift.md). Four images a second take
     * half a minute.
     */
    static final int MIN_IMAGES = 120;

    private final SlidingWindow<LatentSums> window;

    public LatentDrift(Clock clock) {
        window = new SlidingWindow<>(LatentSums::new, clock);
    }

    /** Adds the posterior of an inspected image. */
    public void add(GaussianPosterior latents) {
        window.now().add(latents);
    }

    /**
     * The moments of the last {@value SlidingWindow#MINUTES} minutes; empty with fewer than {@value #MIN_IMAGES}
     * images.
     */
    public Optional<LatentMoments> moments() {
        LatentSums all = new LatentSums();
        window.contents().forEach(all::add);
        return all.images() < MIN_IMAGES ? Optional.empty() : Optional.of(LatentMoments.of(all));
    }
}
