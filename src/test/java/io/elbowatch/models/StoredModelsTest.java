package io.elbowatch.models;

import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.download.AllowedPlaces;
import io.elbowatch.download.BucketDownload;
import io.elbowatch.download.WebDownload;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.routes.BundleRef;
import io.elbowatch.stream.flow.BundleProblem;
import io.elbowatch.stream.flow.BundleProblem.Reason;
import io.elbowatch.stream.flow.ServedModel;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Opens real bundles. */
class StoredModelsTest {
    @TempDir
    private Path folder;

    private StoredModels models;

    @BeforeEach
    void open() {
        models = models("cpu", 2);
    }

    private StoredModels models(String provider, int maxLoaded) {
        return models(provider, maxLoaded, 1 << 30, Clock.systemUTC());
    }

    private StoredModels models(String provider, int maxLoaded, long cacheBytes, Clock clock) {
        ModelsSettings settings = new ModelsSettings(
                folder,
                Optional.empty(),
                cacheBytes,
                AllowedPlaces.FOLDER,
                64 << 20,
                maxLoaded,
                Duration.ofSeconds(30));
        return new StoredModels(
                new BundleStore(
                        settings, new WebDownload(settings.from(), ModelsSettings.FROM), new BucketDownload(), clock),
                new ModelPool(maxLoaded),
                new OpeningSettings(
                        ProviderChoice.parse(provider), bytes -> 4, OptionalDouble.empty(), Decider.DEFAULT, false));
    }

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void shouldScoreByAnArchiveAsByItsFolder() throws Exception {
        Archives.zip(folder.resolve("a.zip"), Archives.of(Bundles.ADOPTED, ""));
        Archives.tar(folder.resolve("a.tar.gz"), Archives.of(Bundles.ADOPTED, "adopted/"));
        ServedModel zip = models.open("zip", new BundleRef("a.zip")).served(VerdictSettings.START);
        ServedModel tar = models.open("tar", new BundleRef("a.tar.gz")).served(VerdictSettings.START);
        List<byte[]> images = List.of(new byte[zip.model().shape().bytes()]);

        assertThat(score(zip.model(), images)).isEqualTo(score(tar.model(), images));
        assertThat(zip.model().identity()).isEqualTo(tar.model().identity());
        assertThat(models.counts()).extracting("loaded", "loads").containsExactly(2, 2L);
    }

    @Test
    void shouldShareOneModelAmongNamesOfTheSameArchive() throws Exception {
        Archives.zip(folder.resolve("a.zip"), Archives.of(Bundles.ADOPTED, ""));

        ServedModel one = models.open("one", new BundleRef("a.zip")).served(VerdictSettings.START);
        ServedModel two = models.open("two", new BundleRef("a.zip")).served(VerdictSettings.START);

        assertThat(one.model()).isSameAs(two.model());
        assertThat(List.of(one.bundle(), two.bundle())).containsExactly("one", "two");
        assertThat(models.counts().loads()).isEqualTo(1);
    }

    @Test
    void shouldScoreTheSameWhenItIsOpenedAgain() throws Exception {
        models.close();
        models = models("cpu", 1);
        Archives.zip(folder.resolve("a.zip"), Archives.of(Bundles.ADOPTED, ""));
        Archives.zip(folder.resolve("b.zip"), Archives.of(Bundles.MASKED, ""));
        ServedModel first = models.open("a", new BundleRef("a.zip")).served(VerdictSettings.START);
        List<byte[]> images = List.of(new byte[first.model().shape().bytes()]);
        var before = score(first.model(), images);
        models.open("b", new BundleRef("b.zip"));
        Files.delete(folder.resolve("a.zip"));

        assertThat(score(first.model(), images)).isEqualTo(before);
        assertThat(models.counts()).extracting("loaded", "reloads").containsExactly(1, 1L);
    }

    /** A record may return to it at any time. */
    @Test
    void shouldKeepTheBundlesOfTheStartInTheCache() throws Exception {
        TestClock clock = new TestClock(1_795_188_483_062L);
        models.close();
        models = models("cpu", 1, 1, clock);
        Archives.zip(folder.resolve("a.zip"), Archives.of(Bundles.ADOPTED, ""));
        Archives.zip(folder.resolve("b.zip"), Archives.of(Bundles.MASKED, ""));
        Archives.zip(folder.resolve("c.zip"), Archives.of(Bundles.ADOPTED, "adopted/"));
        ServedModel start = models.open("a", new BundleRef("a.zip")).served(VerdictSettings.START);
        List<byte[]> images = List.of(new byte[start.model().shape().bytes()]);
        var before = score(start.model(), images);
        models.inForce(List.of(start));
        ServedModel later = models.open("b", new BundleRef("b.zip")).served(VerdictSettings.START);
        models.inForce(List.of(later));
        clock.advance(Duration.ofHours(2));
        models.inForce(List.of(later)); // as every quarter of an hour
        models.open("c", new BundleRef("c.zip"));

        assertThat(score(start.model(), images)).isEqualTo(before);
    }

    private static Object score(ImageModel model, List<byte[]> images) {
        try (ImageScorer scorer = model.newScorer()) {
            return scorer.score(images);
        }
    }

    @Test
    void shouldNameGoldenImagesThatDoNotAgree() throws IOException {
        Path bundle = Files.createDirectory(folder.resolve("b"));
        for (var entry : Archives.of(Bundles.ADOPTED, "")) {
            Files.write(bundle.resolve(entry.name()), entry.content());
        }
        Path golden = bundle.resolve("golden.json");
        Files.writeString(
                golden,
                Files.readString(golden).replaceFirst("\"(kl|klDivergence)\"\\s*:\\s*[0-9.]+", "\"$1\": 9999.5"));

        assertThat(refused("b", Reason.GOLDEN_IMAGES))
                .startsWith("bundle b: golden.json: ")
                .contains("9999.5");
        assertThat(models.refused()).containsEntry(Reason.GOLDEN_IMAGES, 1L);
    }

    @Test
    void shouldNameWhatIsNoBundle() throws IOException {
        Archives.zip(folder.resolve("b.zip"), List.of(Archives.Entry.file("readme.txt")));

        assertThat(refused("b.zip", Reason.INVALID)).isEqualTo("bundle b.zip: manifest.json: is missing");
    }

    @Test
    void shouldNameAnAlphaThatTheCalibrationDoesNotReach() throws Exception {
        Archives.zip(folder.resolve("a.zip"), Archives.of(Bundles.ADOPTED, ""));
        PooledBundle opened = models.open("a", new BundleRef("a.zip"));

        BundleProblem problem = catchThrowableOfType(
                BundleProblem.class,
                () -> opened.served(new VerdictSettings(OptionalDouble.of(1e-9), Optional.empty())));
        assertThat(problem.reason()).isEqualTo(Reason.ALPHA_OUT_OF_REACH);
    }

    @Test
    void shouldNameAProviderThatCannotRunIt() {
        models.close();
        models = models("cuda", 2);
        Archives.zip(folder.resolve("a.zip"), archived());

        assertThat(refused("a.zip", Reason.PROVIDER)).startsWith("provider cuda does not work");
    }

    private static List<Archives.Entry> archived() {
        try {
            return Archives.of(Bundles.ADOPTED, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String refused(String at, Reason reason) {
        BundleProblem problem = catchThrowableOfType(BundleProblem.class, () -> models.open("b", new BundleRef(at)));
        assertThat(problem).isNotNull();
        assertThat(problem.reason()).isEqualTo(reason);
        return problem.getMessage();
    }
}
