package io.elbowatch.cli;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.core.evaluation.ScoredImage;
import io.elbowatch.core.evidence.Evidence;
import io.elbowatch.core.evidence.Evidence.Pictured;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Thresholds;
import io.elbowatch.service.LoadedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder of pictures of anomalous images, one PNG each; its name begins with the image's number in its set. */
final class EvidenceFolder implements AutoCloseable {
    private static final int MAX_NAME = 80;

    private final Path folder;
    private final LoadedModel loaded;
    private final ImageInspector inspector;

    private EvidenceFolder(Path folder, LoadedModel loaded) {
        this.folder = folder;
        this.loaded = loaded;
        this.inspector = loaded.model().newInspector();
    }

    /** @throws Refusal when it cannot be made */
    static EvidenceFolder at(Path folder, LoadedModel loaded) {
        try {
            Files.createDirectories(folder);
            return new EvidenceFolder(folder, loaded);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** Looks at an image again, and keeps the picture of it. */
    Evidence add(ScoredImage image) {
        Pictured seen = seen(image);
        Path file = folder.resolve(fileName(image));
        try {
            Files.write(file, seen.picture().png(Integer.MAX_VALUE).orElseThrow());
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        return seen.evidence();
    }

    private Pictured seen(ScoredImage image) {
        try {
            return Evidence.of(
                    loaded.model().form(),
                    Thresholds.upper(loaded.judge(), Score.LOCAL).value(),
                    image.pixels(),
                    inspector.inspect(List.of(image.pixels())).get(0));
        } catch (ModelException e) {
            throw new Refusal(e.getMessage(), "check the bundle: elbowatch check", e);
        }
    }

    /** Names of images may hold anything, slashes among it. */
    private static String fileName(ScoredImage image) {
        String name = image.name().replaceAll("[^A-Za-z0-9._-]+", "-");
        return "%06d-%s.png".formatted(image.index(), name.substring(Math.max(0, name.length() - MAX_NAME)));
    }

    private static Refusal unwritable(Path path, IOException e) {
        return new Refusal("cannot write " + path + ": " + e, "give --evidence a folder that you may write to", e);
    }

    @Override
    public void close() {
        inspector.close();
    }
}
