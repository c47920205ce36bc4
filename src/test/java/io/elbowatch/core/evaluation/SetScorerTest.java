package io.elbowatch.core.evaluation;

import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.testing.FakeModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SetScorerTest {
    private static final int IMAGES = 150;

    @TempDir
    private Path folder;

    @BeforeEach
    void writeImages() throws IOException {
        for (int i = 0; i < IMAGES; i++) {
            byte pixel = (byte) i;
            byte[] image = i == 70 ? new byte[3] : new byte[] {pixel, pixel, pixel, pixel};
            Files.write(folder.resolve(String.format(Locale.ROOT, "%03d.raw", i)), image);
        }
    }

    @Test
    void shouldGiveEveryImageOnceInOrder() {
        List<ScoredImage> images = score(new FakeModel());
        assertThat(images).hasSize(IMAGES);
        for (int i = 0; i < IMAGES; i++) {
            ScoredImage image = images.get(i);
            assertThat(image.index()).isEqualTo(i);
            assertThat(image.name()).isEqualTo(String.format(Locale.ROOT, "%03d.raw", i));
            if (i != 70) {
                assertThat(image.scoring())
                        .isInstanceOfSatisfying(
                                Scoring.Scored.class,
                                scored -> assertThat(scored.terms().local()).isEqualTo(image.index()));
            }
        }
        assertThat(reason(images.get(70))).isEqualTo(Reason.WRONG_LENGTH);
    }

    @Test
    void shouldLoseNoOtherImageToOneThatTheModelFailsOn() {
        List<ScoredImage> images = score(new FakeModel().failingOn(image -> image[0] == 5));
        assertThat(reason(images.get(5))).isEqualTo(Reason.MODEL_FAILED);
        assertThat(images.stream()
                        .filter(image -> image.scoring() instanceof Scoring.Scored)
                        .count())
                .isEqualTo(IMAGES - 2);
    }

    private static Reason reason(ScoredImage image) {
        return ((Scoring.Refused) image.scoring()).rejection().reason();
    }

    private List<ScoredImage> score(FakeModel model) {
        ImageDecoder decoder =
                new ImageDecoder(new Preprocessing(FakeModel.SHAPE, Preprocessing.Fit.STRETCH), DecodeLimits.DEFAULT);
        List<ScoredImage> images = new ArrayList<>();
        new SetScorer(decoder, model).score(ImageSet.open(folder), images::add);
        return images;
    }
}
