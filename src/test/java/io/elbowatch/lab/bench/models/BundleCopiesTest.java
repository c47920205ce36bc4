package io.elbowatch.lab.bench.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.bundle.Bundle;
import io.elbowatch.testing.Bundles;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class BundleCopiesTest {
    @TempDir
    private Path folder;

    @Test
    void shouldMakeValidBundlesWithGraphsOfTheirOwn() {
        BundleCopies.write(Bundles.FASHION_MNIST, folder.resolve("one"), 1);
        BundleCopies.write(Bundles.FASHION_MNIST, folder.resolve("two"), 2);

        Bundle one = Bundle.load(folder.resolve("one"));
        Bundle two = Bundle.load(folder.resolve("two"));
        assertThat(one.manifest().model().sha256())
                .isNotEqualTo(two.manifest().model().sha256())
                .isNotEqualTo(
                        Bundle.load(Bundles.FASHION_MNIST).manifest().model().sha256());
        assertThat(one.calibration().images()).isEqualTo(two.calibration().images());
    }

    @Test
    void shouldRouteSourcesToBundlesInTurnAndSwapTheFirst() throws IOException {
        RoutedCopies copies = RoutedCopies.write(Bundles.FASHION_MNIST, 2, 5, folder);

        JsonNode record = new ObjectMapper().readTree(copies.record(1));
        assertThat(record.path("routes").findValuesAsText("bundle"))
                .containsExactly("bundle-0", "bundle-1", "bundle-0", "bundle-1", "bundle-0");
        assertThat(record.at("/bundles/bundle-0/at").asText()).isEqualTo("copy-2");
        assertThat(record.at("/bundles/bundle-1/at").asText()).isEqualTo("copy-1");
        assertThat(copies.names()).containsExactly("bundle-0", "bundle-1");
    }
}
