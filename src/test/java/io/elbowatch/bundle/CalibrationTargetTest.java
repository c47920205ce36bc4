package io.elbowatch.bundle;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.Features;
import io.elbowatch.core.evaluation.CalibrationSet;
import io.elbowatch.testing.Bundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CalibrationTargetTest {
    @TempDir
    private Path folder;

    private Path bundle;

    @BeforeEach
    void copyABundle() throws IOException {
        bundle = Files.createDirectory(folder.resolve("bundle"));
        try (Stream<Path> files = Files.list(Bundles.BOARDS)) {
            for (Path file : files.toList()) {
                Files.copy(file, bundle.resolve(file.getFileName()));
            }
        }
    }

    /** Fails at once when the file is written in place. */
    @Test
    void shouldNeverShowAReaderHalfACalibration() {
        BundledModel model = BundledModel.load(bundle);
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger reads = new AtomicInteger();
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                model.withCalibration();
                reads.incrementAndGet();
            }
        });
        // Until the reader has read 40 times while writing. It ends earlier only if the reader fails.
        for (int i = 0; reads.get() < 40 && !reader.isDone(); i++) {
            CalibrationTarget.in(model).write(set(2_000 + i % 2), 0.1);
        }
        done.set(true);
        reader.join();
        assertThat(bundle.toFile().list()).hasSize(6).contains("calibration.json.bak");
    }

    @Test
    void shouldLeaveNothingOfACopyThatFails() throws IOException {
        BundledModel model = BundledModel.load(bundle);
        CalibrationTarget target = CalibrationTarget.copyTo(model, folder.resolve("copies/one"));
        Files.delete(bundle.resolve("golden.json"));
        assertThatThrownBy(() -> target.write(set(50), 0.1))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("golden.json");
        assertThat(folder.resolve("copies")).isEmptyDirectory();
    }

    @Test
    void shouldTakeAnEmptyFolder() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Bundle copy = CalibrationTarget.copyTo(BundledModel.load(bundle), empty).write(set(50), 0.1);
        assertThat(copy.calibration().images()).isEqualTo(50);
        assertThat(empty.toFile().list()).hasSize(4);
    }

    private static CalibrationSet set(int images) {
        return new CalibrationSet(
                IntStream.range(0, images)
                        .mapToObj(i -> new CalibrationSet.Image("i" + i, "g", terms(i)))
                        .toList(),
                1);
    }

    private static ElboTerms terms(int i) {
        float[] features = new float[12];
        features[i % 12] = i;
        return new ElboTerms(100 + i, 1, 2, 3, Features.of(features));
    }
}
