package io.elbowatch.core.evidence;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.Features;
import io.elbowatch.core.elbo.GaussianPosterior;
import io.elbowatch.core.elbo.LatentShape;
import io.elbowatch.core.elbo.Likelihood.Gaussian;
import io.elbowatch.core.elbo.PixelForm;
import io.elbowatch.core.elbo.PixelOutput;
import io.elbowatch.core.elbo.PlaceExplanation;
import io.elbowatch.core.elbo.PlaceForm;
import io.elbowatch.core.elbo.PlaceGrid;
import io.elbowatch.core.elbo.PlaceLatent;
import io.elbowatch.core.elbo.PlaceOutput;
import io.elbowatch.core.image.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A colour image of 32 rows and 48 columns with 4 x 6 places of 8x8 pixels. */
class EvidenceOfPlacesTest {
    private static final ImageShape SHAPE = new ImageShape(3, 32, 48);
    private static final PlaceForm FORM =
            new PlaceForm(SHAPE, new PlaceGrid(1, 4, 6), new PlaceLatent.Categorical(1), 1, 3, List.of("one"));
    private static final int ORANGE = 0xf08a10;
    private static final int COLOUR = 0xc87828;

    private final byte[] pixels = new byte[SHAPE.bytes()];
    private final float[] lossMap = new float[24];

    EvidenceOfPlacesTest() {
        int plane = pixels.length / 3;
        for (int channel = 0; channel < 3; channel++) {
            Arrays.fill(pixels, channel * plane, (channel + 1) * plane, (byte) (COLOUR >> 8 * (2 - channel)));
        }
    }

    @Test
    void shouldBoxThePlacesBeyondTheLimitInPixelsOfTheInput() {
        lossMap[8] = 3; // row 1, column 2
        lossMap[15] = 4; // row 2, column 3: a neighbour across the corner
        lossMap[0] = 2;
        lossMap[23] = 1; // at the limit

        Evidence evidence = evidence(1);

        assertThat(evidence.places()).containsExactly(new Place(16, 8, 16, 16, 4), new Place(0, 0, 8, 8, 2));
        assertThat(evidence.share()).isCloseTo(3 / 24.0, within(1e-9));
        assertThat(evidence.cell()).contains(new Cell(8, 8));
        assertThat(evidence.latents()).isEmpty();
    }

    @Property(tries = 100)
    void shouldCoverExactlyThePlacesBeyondTheLimit(@ForAll Random random) {
        int beyond = 0;
        for (int i = 0; i < lossMap.length; i++) {
            lossMap[i] = random.nextInt(4) == 0 ? 1 + random.nextFloat() : random.nextFloat();
            beyond += lossMap[i] > 1.5 ? 1 : 0;
        }
        Evidence evidence = evidence(1.5);
        assertThat(evidence.share()).isCloseTo(beyond / 24.0, within(1e-9));
        for (int i = 0; i < lossMap.length; i++) {
            int row = 8 * (i / 6) + 4;
            int column = 8 * (i % 6) + 4;
            if (lossMap[i] > 1.5 && evidence.places().size() < 5) {
                assertThat(evidence.places()).anyMatch(place -> place.contains(column, row));
            }
        }
    }

    /** 48x32 pixels magnified three times: image, image with the map over it, map. */
    @Test
    void shouldShowTheImageInColourAndTheLossOverIt() throws IOException {
        lossMap[8] = 1.001f; // row 1, column 2
        lossMap[10] = 1; // at the limit: row 1, column 4
        BufferedImage picture = picture(1);
        int panel = 3 * 48 + 4;
        int[] beyond = {3 * 20, 3 * 12};
        int[] normal = {3 * 44, 3 * 28};
        assertThat(picture.getWidth()).isEqualTo(2 * panel + 3 * 48);
        assertThat(colour(picture, beyond, 0)).isEqualTo(COLOUR);
        assertThat(colour(picture, normal, 0)).isEqualTo(COLOUR);
        assertThat(colour(picture, normal, panel))
                .as("a place without loss stays as it is")
                .isEqualTo(COLOUR);
        assertThat(colour(picture, beyond, 2 * panel) >> 16).isGreaterThan(0xe0);
        int over = colour(picture, beyond, panel);
        assertThat(over >> 16).isBetween(COLOUR >> 16, ORANGE >> 16);
        assertThat(over & 0xFF).isBetween(ORANGE & 0xFF, COLOUR & 0xFF);
        assertThat(over).isNotIn(COLOUR, colour(picture, beyond, 2 * panel));
        int atLimit = colour(picture, new int[] {3 * 36, 3 * 12}, 2 * panel);
        assertThat(atLimit >> 16).as("at the limit is not beyond").isLessThan(0x60);
    }

    @Test
    void shouldShowThePixelsAndTheirReconstructionInColour() throws IOException {
        PixelForm form = new PixelForm(
                SHAPE, new LatentShape(1, 1, 1), new Gaussian(1, Gaussian.Link.IDENTITY), 1, 3, List.of("one"));
        float[] logits = new float[SHAPE.bytes()];
        Arrays.fill(logits, 0, logits.length / 3, 1); // red
        PixelOutput output = new PixelOutput(terms(), new GaussianPosterior(new float[1], new float[1]), logits);
        Evidence.Pictured seen = Evidence.of(form, 1e9, pixels, output);
        assertThat(seen.evidence().cell()).isEqualTo(Optional.empty());
        BufferedImage picture = read(seen.picture());
        assertThat(colour(picture, new int[] {30, 30}, 0)).isEqualTo(COLOUR);
        assertThat(colour(picture, new int[] {30, 30}, 3 * 48 + 4)).isEqualTo(0xff0000);
    }

    private Evidence evidence(double limit) {
        return Evidence.of(FORM, limit, pixels, output()).evidence();
    }

    private BufferedImage picture(double limit) throws IOException {
        return read(Evidence.of(FORM, limit, pixels, output()).picture());
    }

    private static BufferedImage read(EvidencePicture picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(picture.png(1 << 20).orElseThrow()));
    }

    private static int colour(BufferedImage picture, int[] at, int panel) {
        return picture.getRGB(panel + at[0], at[1]) & 0xffffff;
    }

    private PlaceOutput output() {
        PlaceExplanation.Codes codes = new PlaceExplanation.Codes(new float[1], new float[1], new float[1]);
        return new PlaceOutput(terms(), lossMap, new float[24], codes);
    }

    private static ElboTerms terms() {
        return new ElboTerms(0, 0, 0, 0, Features.of(0));
    }
}
