package io.elbowatch.bundle;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.elbo.LatentShape;
import io.elbowatch.core.elbo.PlaceForm;
import io.elbowatch.core.elbo.PlaceGrid;
import io.elbowatch.core.elbo.PlaceLatent;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.graph.FeatureBundle;
import io.elbowatch.testing.graph.TinyPlaces;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The manifest of a feature bundle, with one field wrong in each test. */
class FeatureManifestTest {
    private static final TinyPlaces CATEGORICAL = new TinyPlaces(TinyPlaces.COLOUR, 8, 1);
    private static final TinyPlaces GAUSSIAN = new TinyPlaces(TinyPlaces.COLOUR, 0, 1);

    @Test
    void shouldReadEitherLatent() throws IOException {
        PlaceForm categorical = (PlaceForm) read(tree(CATEGORICAL)).toForm();
        assertThat(categorical.grid()).isEqualTo(new PlaceGrid(6, 4, 4));
        assertThat(categorical.latent()).isEqualTo(new PlaceLatent.Categorical(8));
        assertThat(categorical.cellHeight()).isEqualTo(8);
        assertThat(categorical.gaussianLatent()).isEmpty();
        assertThat(read(tree(CATEGORICAL)).latentInWords()).isEqualTo("8 codes at each of 4x4 places");
        PlaceForm gaussian = (PlaceForm) read(tree(GAUSSIAN)).toForm();
        assertThat(gaussian.gaussianLatent()).contains(new LatentShape(2, 4, 4));
        assertThat(read(tree(GAUSSIAN)).latentInWords()).isEqualTo("32");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/places | {\"height\": 5, \"width\": 4, \"dimensions\": 6} | the 5x4 places do not divide an image of 3x32x32",
                "/places | {\"height\": 0, \"width\": 4, \"dimensions\": 6} | impossible features of places 6x0x4",
                "/places | {\"height\": 65536, \"width\": 65536, \"dimensions\": 65536} | impossible features of places",
                "/places | null | places must be there for the likelihood places",
                "/backbone | null | backbone must be there for the likelihood places",
                "/backbone/sha256 | \"abc\" | backbone.sha256 must be 64 hexadecimal digits",
                "/backbone/taps | [] | backbone.taps must be names, at least one",
                "/backbone/mean | [1, 2] | backbone.mean must be three numbers",
                "/backbone/deviation | [1, 0, 1] | backbone.deviation must be three positive numbers",
                "/backbone/order | \"GRB\" | backbone.order must be RGB or BGR",
                "/likelihood | {\"type\": \"bernoulli\"} | places must be there for the likelihood places, and absent for the others",
                "/likelihood | {\"type\": \"places\", \"sigma\": 1} | likelihood.sigma must be positive for a gaussian, and absent",
                "/likelihood | {\"type\": \"places\", \"mean\": \"sigmoid\"} | likelihood.mean must be absent for places",
                "/latent | {\"type\": \"dirichlet\", \"codes\": 8} | latent.type must be gaussian or categorical, not dirichlet",
                "/latent | {\"type\": \"categorical\", \"codes\": 0} | latent.codes must be positive",
                "/latent | {\"type\": \"categorical\"} | latent.codes must be positive",
                "/latent | {\"type\": \"categorical\", \"codes\": 400000000} | impossible codes: 400000000 of 6 dimensions",
                "/latent | {\"type\": \"categorical\", \"codes\": 8, \"channels\": 1} | latent must have codes alone if it is categorical",
                "/latent | {\"codes\": 8} | latent must have channels, height and width",
                "/latentSize | 8 | latentSize must be absent for a categorical latent",
                "/local | {\"box\": 2} | the box must be an odd number of places, 1 to 4, not 2",
                "/local | {\"box\": 5} | the box must be an odd number of places, 1 to 4, not 5",
                "/beta | 0 | beta must be positive, not 0.0",
            })
    void shouldNameTheFieldThatIsWrong(String at, String value, String problem) throws IOException {
        assertRefused(changed(tree(CATEGORICAL), at, value), problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/latent | {\"type\": \"gaussian\", \"channels\": 2, \"height\": 2, \"width\": 4} | latent must have the height and width of places, 4 and 4",
                "/latent | {\"type\": \"gaussian\", \"channels\": 0, \"height\": 4, \"width\": 4} | a Gaussian latent has at least one channel, not 0",
                "/latent/codes | 8 | latent.codes must be absent for a gaussian latent",
                "/latentSize | 31 | latentSize must be that of latent, 32, not 31",
                "/latentSize | null | latentSize must be that of latent, 32, not null",
            })
    void shouldNameTheFieldOfAGaussianLatentThatIsWrong(String at, String value, String problem) throws IOException {
        assertRefused(changed(tree(GAUSSIAN), at, value), problem);
    }

    @Test
    void shouldRefuseACategoricalLatentOfPixels() throws IOException {
        ObjectNode boards =
                (ObjectNode) BundleFolder.JSON.readTree(Files.readString(Bundles.BOARDS.resolve("manifest.json")));
        assertRefused(
                changed(boards, "/latent", "{\"type\": \"categorical\", \"codes\": 8}"),
                "latent.type must be gaussian for the likelihood bernoulli");
    }

    private static ObjectNode tree(TinyPlaces model) {
        return BundleFolder.JSON.valueToTree(FeatureBundle.manifest(model, "0".repeat(64)));
    }

    private static ObjectNode changed(ObjectNode tree, String at, String value) throws IOException {
        int name = at.lastIndexOf('/');
        ((ObjectNode) tree.at(at.substring(0, name))).set(at.substring(name + 1), BundleFolder.JSON.readTree(value));
        return tree;
    }

    private static Manifest read(ObjectNode tree) throws IOException {
        return BundleFolder.JSON.readValue(tree.toString(), Manifest.class);
    }

    private static void assertRefused(ObjectNode tree, String problem) {
        assertThatThrownBy(() -> read(tree))
                .isInstanceOf(JsonMappingException.class)
                .hasMessageContaining(problem);
    }
}
