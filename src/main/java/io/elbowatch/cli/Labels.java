package io.elbowatch.cli;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.dataset.IdxLabels;
import io.elbowatch.core.dataset.ImageSetException;
import io.elbowatch.core.evaluation.ScoredImage;
import io.elbowatch.core.evaluation.Truth;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** The labels of the images: from a file, or by the names of groups. They must fit the images. */
final class Labels implements Truth {
    private final Truth truth;
    private final OptionalLong count;
    private final Set<String> named;
    private final Set<String> groups = new TreeSet<>();

    private Labels(Truth truth, OptionalLong count, Set<String> named) {
        this.truth = truth;
        this.count = count;
        this.named = named;
    }

    static Labels file(Path path, OptionalLong images) {
        int[] labels;
        try {
            labels = IdxLabels.read(path);
        } catch (ImageSetException e) {
            throw new Refusal(e.getMessage(), "give the label file of the images: an IDX file, 0 for normal", e);
        }
        Labels found = new Labels(Truth.ofLabels(labels), OptionalLong.of(labels.length), Set.of());
        images.ifPresent(found::requireCount);
        return found;
    }

    static Labels normal(List<String> groups) {
        return new Labels(Truth.ofNormal(Set.copyOf(groups)), OptionalLong.empty(), Set.copyOf(groups));
    }

    static Labels anomalous(List<String> groups) {
        return new Labels(Truth.ofAnomalous(Set.copyOf(groups)), OptionalLong.empty(), Set.copyOf(groups));
    }

    @Override
    public Optional<String> kind(ScoredImage image) {
        if (image.index() >= count.orElse(Long.MAX_VALUE)) {
            throw misfit("more images");
        }
        return truth.kind(image);
    }

    /** Must be called for every image, also for rejected ones. */
    void add(ScoredImage image) {
        groups.add(image.group());
    }

    /** @throws Refusal when there are more labels than images, or a named group has no image */
    void requireFit(long images) {
        requireCount(images);
        requireGroups(groups);
    }

    /** @param present in the images @throws Refusal when a named group is none of them */
    void requireGroups(Set<String> present) {
        for (String group : named) {
            if (!present.contains(group)) {
                throw new Refusal(
                        "no image belongs to the group '" + group + "'",
                        "name folders of the images: " + String.join(", ", new TreeSet<>(present)));
            }
        }
    }

    private void requireCount(long images) {
        if (count.orElse(images) != images) {
            throw misfit(images + " images");
        }
    }

    private Refusal misfit(String images) {
        return new Refusal(
                "there are " + count.orElse(0) + " labels for " + images,
                "give the label file that belongs to the images");
    }
}
