package io.elbowatch.lab.bench;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.parity.GoldenImage;
import io.elbowatch.lab.rig.DataFolder;
import io.elbowatch.lab.rig.SampleImages;
import io.elbowatch.settings.BundleName;
import io.elbowatch.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A bundle and the images that a benchmark of the product sends to it: a given set as it is, else images of the
 * bundle's own kind, else the bundle's golden images. Normal images cost least, as on a line without faults.
 *
 * @param origin where the images come from, for the report
 * @param values of the records, one or more
 */
record BenchedBundle(String name, String origin, List<byte[]> values) {
    private static final int MAX_IMAGES = 2_000;

    static BenchedBundle load(Settings settings, Optional<Path> set) {
        Bundle bundle = Bundle.load(new BundleName(System.getenv()).require(settings.bundle()));
        String name = bundle.manifest().name();
        if (set.isPresent()) {
            SampleImages images = SampleImages.read(set.get(), false, MAX_IMAGES);
            return new BenchedBundle(name, images.origin(), images.values());
        }
        return SampleImages.ownOf(bundle, DataFolder.of(System.getenv()), MAX_IMAGES)
                .map(own -> new BenchedBundle(
                        name, own.origin(), own.pixels(bundle.manifest().toPreprocessing())))
                .orElseGet(() -> new BenchedBundle(
                        name,
                        "the bundle's golden images",
                        bundle.model().goldenImages().stream()
                                .map(GoldenImage::pixels)
                                .toList()));
    }
}
