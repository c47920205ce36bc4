package io.elbowatch.cli;

import io.elbowatch.core.FileNames;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The program in a JVM whose locale is C, where file names are ASCII, and whose digits are Arabic. */
class UserLocaleTest {
    private static final List<String> ARABIC = List.of("-Duser.language=ar", "-Duser.country=EG");

    @TempDir
    private Path folder;

    private record Ended(int code, String output) {}

    @Test
    void shouldWriteUtf8AndAsciiDigits() throws IOException {
        Path zip = folder.resolve("images.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("Prüfling.raw"));
            out.write(new byte[new ImageShape(1, 28, 28).bytes()]);
        }

        Ended score = score(zip.toString());

        assertThat(score.code()).as(score.output()).isZero();
        assertThat(score.output()).contains("\"Prüfling.raw\"", "scored 1, anomalous 1 (100.00 %)");
    }

    @Test
    void shouldNameTheLocaleForAnImageThatItCannotName() throws IOException {
        Ended created = run(Program.start(
                folder.resolve("created"),
                folder,
                Map.of(),
                List.of("sh", "-c", "mkdir set && : > \"set/$(printf 'Pr\\303\\274fling').png\"")));
        assertThat(created.code()).as(created.output()).isZero();

        Ended score = score(folder.resolve("set").toString());

        assertThat(score.code()).as(score.output()).isEqualTo(ExitCodes.REFUSED);
        assertThat(score.output()).contains("error: ", "fling.png: has a name with other characters", "LC_ALL=C.UTF-8");
    }

    @Test
    void shouldNameTheLocaleForAPathThatItCannotName() throws IOException {
        assumeTrue(FileNames.canWrite("ü"), "the locale of the tests cannot write the path");
        Ended score = score("Prüflinge");

        assertThat(score.code()).as(score.output()).isEqualTo(ExitCodes.USAGE);
        assertThat(score.output()).contains("other characters than", "LC_ALL=C.UTF-8");

        Ended settings = run(elbowatch("check", "--bundle", "Prüflinge"));

        assertThat(settings.code()).as(settings.output()).isEqualTo(ExitCodes.USAGE);
        assertThat(settings.output()).contains("bundle (--bundle): ", "other characters than", "LC_ALL");
    }

    private Ended score(String images) {
        return run(elbowatch("score", images, "--bundle", Bundles.FASHION_MNIST.toString()));
    }

    private Program elbowatch(String... arguments) {
        return Program.elbowatch(folder.resolve("output"), Map.of("LC_ALL", "C"), ARABIC, arguments);
    }

    private static Ended run(Program program) {
        try (program) {
            int code = program.awaitExit(Duration.ofSeconds(60));
            return new Ended(code, program.output());
        }
    }
}
