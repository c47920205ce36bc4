package io.elbowatch.core.evidence;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.Features;
import io.elbowatch.core.elbo.GaussianPosterior;
import io.elbowatch.core.elbo.LatentShape;
import io.elbowatch.core.elbo.Likelihood.Bernoulli;
import io.elbowatch.core.elbo.Mask;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.elbo.PixelForm;
import io.elbowatch.core.elbo.PixelOutput;
import io.elbowatch.core.image.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class EvidenceTest {
    private static final ImageShape SHAPE = new ImageShape(1, 16, 24);
    private static final LatentShape LATENT = new LatentShape(3, 2, 2);
    private static final PixelForm FORM = new PixelForm(SHAPE, LATENT, new Bernoulli(), 1, 3, List.of("one"));

    /** A black image, reconstructed as black; the tests paint white areas that are not reconstructed. */
    private final byte[] pixels = new byte[SHAPE.bytes()];

    private final float[] logits = filled(SHAPE.bytes(), -20);

    @Test
    void shouldBoxWhatTheModelDoesNotReconstruct() {
        paint(10, 5, 4, 2);

        Evidence evidence = evidence(1);

        assertThat(evidence.places()).hasSize(1);
        Place place = evidence.places().get(0);
        // Windows of 3 with one bad pixel are beyond the limit, too: 2 more on each side.
        assertThat(place.column()).isEqualTo(8);
        assertThat(place.row()).isEqualTo(3);
        assertThat(place.width()).isEqualTo(8);
        assertThat(place.height()).isEqualTo(6);
        assertThat(evidence.share()).isCloseTo(8 * 6 / (16.0 * 24), within(1e-9));
    }

    @Test
    void shouldSeparatePlacesAndSortThemByLoss() {
        paint(2, 2, 1, 1);
        paint(15, 10, 3, 3);

        List<Place> places = evidence(1).places();

        assertThat(places).hasSize(2);
        assertThat(places.get(0).contains(16, 11)).isTrue();
        assertThat(places.get(1).contains(2, 2)).isTrue();
        assertThat(places.get(0).nats()).isGreaterThan(places.get(1).nats());
    }

    @Test
    void shouldFindNoPlaceBelowTheLimit() {
        paint(10, 5, 4, 2);
        assertThat(evidence(1e6).places()).isEmpty();
        assertThat(evidence(1e6).share()).isZero();
        assertThat(evidence(Double.POSITIVE_INFINITY).places()).isEmpty();
    }

    @Test
    void shouldReportTheLatentsFurthestFromThePrior() {
        float[] means = new float[LATENT.size()];
        means[7] = 3; // channel 1, row 1, column 1
        means[2] = -2; // channel 0, row 1, column 0

        List<LatentDimension> latents =
                Evidence.of(FORM, 1, pixels, output(means)).evidence().latents();

        assertThat(latents).hasSize(5);
        assertThat(latents.get(0)).isEqualTo(new LatentDimension(1, 1, 1, 3, 1, 4.5));
        assertThat(latents.get(1)).isEqualTo(new LatentDimension(0, 1, 0, -2, 1, 2));
    }

    /** The places cover exactly the windows beyond the limit in any image, compared with a search window by window. */
    @Property(tries = 200)
    void shouldCoverEveryWindowBeyondTheLimitAndNoMore(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 5) int box) {
        PixelForm form = new PixelForm(SHAPE, LATENT, new Bernoulli(), 1, box, List.of("one"));
        double[][] loss = new double[16][24];
        for (double[] row : loss) {
            for (int column = 0; column < row.length; column++) {
                row[column] = random.nextInt(10) == 0 ? 10 * random.nextDouble() : 0;
            }
        }
        LossMap map = LossMap.ofPixels(form, loss);
        double limit = 0.1 + random.nextDouble() * map.worst();

        Excess excess = Excess.of(map, form.mask(), limit);

        boolean[][] covered = new boolean[16][24];
        for (int top = 0; top + box <= 16; top++) {
            for (int left = 0; left + box <= 24; left++) {
                if (mean(loss, top, left, box) > limit + 1e-9) {
                    for (int row = top; row < top + box; row++) {
                        Arrays.fill(covered[row], left, left + box, true);
                    }
                }
            }
        }
        int pixels = 0;
        for (int row = 0; row < 16; row++) {
            for (int column = 0; column < 24; column++) {
                int atRow = row;
                int atColumn = column;
                if (covered[row][column]) {
                    pixels++;
                    assertThat(excess.places()).anyMatch(place -> place.contains(atColumn, atRow));
                }
            }
        }
        assertThat(excess.share()).isCloseTo(pixels / (16.0 * 24), within(1e-9));
        assertThat(excess.places().isEmpty()).isEqualTo(pixels == 0);
        assertThat(excess.places()).isSortedAccordingTo((a, b) -> Double.compare(b.nats(), a.nats()));
    }

    /** An area that counts is found as without the mask, and one that is excluded is not, nor is it in the picture. */
    @Test
    void shouldCutWhatTheMaskExcludesAndShowIt() throws IOException {
        boolean[] counts = new boolean[16 * 24];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = i % 24 >= 12;
        }
        PixelForm masked = FORM.with(new Mask(SHAPE, counts, new byte[] {0}));
        paint(2, 5, 4, 2);
        paint(11, 5, 4, 2);

        Evidence.Pictured found = Evidence.of(masked, 1, pixels, output(new float[12]));

        List<Place> places = found.evidence().places();
        assertThat(places).hasSize(1);
        assertThat(places.get(0).column()).isEqualTo(12);
        assertThat(places.get(0).row()).isEqualTo(3);
        assertThat(places.get(0).width()).isEqualTo(5); // two more than is painted, on the side that counts
        assertThat(found.evidence().share()).isCloseTo(5 * 6 / (16.0 * 12), within(1e-9));
        BufferedImage picture = ImageIO.read(
                new ByteArrayInputStream(found.picture().png(1 << 20).orElseThrow()));
        assertThat(picture.getRGB(6 * 3 + 3, 6 * 5 + 3) & 0xffffff).isEqualTo(0x707070); // row + column is 8
        assertThat(picture.getRGB(6 * 4 + 3, 6 * 5 + 3) & 0xffffff).isEqualTo(0x3f3f3f);
        assertThat(picture.getRGB(6 * 13 + 3, 6 * 5 + 3) & 0xffffff).isEqualTo(0xffffff);
        assertThat(isOrange(picture.getRGB(296 + 6 * 4 + 3, 6 * 5 + 3))).isFalse();
        assertThat(isOrange(picture.getRGB(296 + 6 * 13 + 3, 6 * 5 + 3))).isTrue();
    }

    @Test
    void shouldShowImageReconstructionAndLossSideBySide() throws IOException {
        paint(10, 5, 4, 2);

        BufferedImage picture = picture(1, 1 << 20);

        // 24x16 pixels magnified 6 times, three panels and two gaps of 4.
        assertThat(picture.getWidth()).isEqualTo(3 * 144 + 8);
        assertThat(picture.getHeight()).isEqualTo(96);
        assertThat(picture.getRGB(6 * 11 + 3, 6 * 5 + 3) & 0xffffff).isEqualTo(0xffffff);
        assertThat(picture.getRGB(148 + 6 * 11 + 3, 6 * 5 + 3) & 0xffffff).isZero();
        assertThat(isOrange(picture.getRGB(296 + 6 * 11 + 3, 6 * 5 + 3))).isTrue();
        assertThat(isOrange(picture.getRGB(296 + 6 * 2, 6 * 2))).isFalse();
    }

    /** With a scale of its own for each picture, noise in a normal image would look like a fault. */
    @Test
    void shouldColourNothingBeyondTheLimitInANormalImage() throws IOException {
        paint(10, 5, 4, 2);
        BufferedImage picture = picture(50, 1 << 20);
        for (int x = 296; x < picture.getWidth(); x++) {
            for (int y = 0; y < picture.getHeight(); y++) {
                assertThat(isOrange(picture.getRGB(x, y))).isFalse();
            }
        }
    }

    @Test
    void shouldShrinkToTheLimitOrReturnNothing() throws IOException {
        Random random = new Random(1);
        random.nextBytes(pixels);
        int whole = png(1 << 20).length;
        assertThat(png(whole).length).isEqualTo(whole);
        assertThat(png(whole - 1).length).isLessThan(whole);
        assertThat(Evidence.of(FORM, 1, pixels, output(new float[12])).picture().png(10))
                .isEmpty();
    }

    @Test
    void shouldDrawTheSamePictureForTheSameImage() {
        paint(3, 3, 3, 3);
        assertThat(png(1 << 20)).isEqualTo(png(1 << 20));
    }

    private static boolean isOrange(int colour) {
        return (colour >> 16 & 0xff) > 200 && (colour & 0xff) < 220;
    }

    private Evidence evidence(double limit) {
        return Evidence.of(FORM, limit, pixels, output(new float[LATENT.size()]))
                .evidence();
    }

    private BufferedImage picture(double limit, int maxBytes) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(Evidence.of(FORM, limit, pixels, output(new float[12]))
                .picture()
                .png(maxBytes)
                .orElseThrow()));
    }

    private byte[] png(int maxBytes) {
        return Evidence.of(FORM, 1, pixels, output(new float[12]))
                .picture()
                .png(maxBytes)
                .orElseThrow();
    }

    private ModelOutput output(float[] means) {
        return new PixelOutput(
                new ElboTerms(0, 0, 0, 0, Features.of(0)),
                new GaussianPosterior(means, new float[LATENT.size()]),
                logits);
    }

    private void paint(int column, int row, int width, int height) {
        for (int y = row; y < row + height; y++) {
            Arrays.fill(pixels, y * 24 + column, y * 24 + column + width, (byte) 255);
        }
    }

    private static double mean(double[][] loss, int top, int left, int box) {
        double sum = 0;
        for (int row = top; row < top + box; row++) {
            for (int column = left; column < left + box; column++) {
                sum += loss[row][column];
            }
        }
        return sum / (box * box);
    }

    private static float[] filled(int size, float value) {
        float[] values = new float[size];
        Arrays.fill(values, value);
        return values;
    }
}
