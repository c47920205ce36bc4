package io.elbowatch.cli;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.core.evaluation.ScoredImage;
import io.elbowatch.core.evidence.Evidence;
import io.elbowatch.core.evidence.Evidence.Pictured;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Thresholds;
import io.elbowatch.service.LoadedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A folder of pictures of anomalous images, one PNG each. A file name begins with the image's number in its set. */
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

    /** Creates the folder. @throws Refusal when that fails */
    static EvidenceFolder at(Path folder, LoadedModel loaded) {
        try {
            Files.createDirectories(folder);
            return new EvidenceFolder(folder, loaded);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** Runs the model on the image again and writes the picture. @param judge of the image, whose limit it shows */
    Evidence add(ScoredImage image, Judge judge) {
        Pictured pictured = pictured(image.pixels(), judge);
        write(fileName(image.index(), image.name()), pictured);
        return pictured.evidence();
    }

    /** The same of pixels, [C, H, W], by the pooled judge. @return the name of the file */
    String add(int index, String name, byte[] pixels) {
        String file = fileName(index, name);
        write(file, pictured(pixels, loaded.judge()));
        return file;
    }

    private void write(String name, Pictured pictured) {
        Path file = folder.resolve(name);
        try {
            Files.write(file, pictured.picture().png(Integer.MAX_VALUE).orElseThrow());
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private Pictured pictured(byte[] pixels, Judge judge) {
        try {
            return Evidence.of(
                    loaded.model().form(),
                    loaded.model().tiling(),
                    Thresholds.upper(judge, Score.LOCAL).value(),
                    pixels,
                    tile -> inspector.inspect(List.of(tile)).get(0));
        } catch (ModelException e) {
            throw Failures.ofModel(e);
        }
    }

    /** Names of images may contain any character, such as a slash. */
    private static String fileName(int index, String imageName) {
        String name = imageName.replaceAll("[^A-Za-z0-9._-]+", "-");
        return String.format(Locale.ROOT, "%06d-%s.png", index, name.substring(Math.max(0, name.length() - MAX_NAME)));
    }

    private static Refusal unwritable(Path path, IOException e) {
        return new Refusal("cannot write " + path + ": " + e, "give --evidence a folder that you may write to", e);
    }

    @Override
    public void close() {
        inspector.close();
    }
}
