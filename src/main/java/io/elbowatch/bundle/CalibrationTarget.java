package io.elbowatch.bundle;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.StagedPath;
import io.elbowatch.core.evaluation.CalibrationSet;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Tail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a calibration is written: into its bundle, or into a copy of the bundle. Both happen atomically: a reader sees
 * the old calibration or the new one, and a copy appears as a whole or not at all.
 */
public final class CalibrationTarget {
    private static final String BACKUP = CalibrationFile.NAME + ".bak";
    private static final String REMEDY = "choose a folder that you may write to, on a disk with room: --out DIR";

    private final BundledModel model;
    private final Path folder;
    private final boolean copy;

    private CalibrationTarget(BundledModel model, Path folder, boolean copy) {
        this.model = model;
        this.folder = folder.toAbsolutePath().normalize();
        this.copy = copy;
    }

    /** The bundle of the model. @throws Refusal when it cannot be written to */
    public static CalibrationTarget in(BundledModel model) {
        if (!Files.isWritable(model.folder())) {
            throw new Refusal("the bundle " + model.folder() + " cannot be written to", REMEDY);
        }
        return new CalibrationTarget(model, model.folder(), false);
    }

    /** A copy of the bundle. @throws Refusal when the folder is not empty or cannot be written to */
    public static CalibrationTarget copyTo(BundledModel model, Path folder) {
        CalibrationTarget target = new CalibrationTarget(model, folder, true);
        try {
            if (Files.exists(target.folder) && !isEmptyFolder(target.folder)) {
                throw new Refusal(
                        folder + " exists and is not an empty folder",
                        "choose another --out, or calibrate that bundle itself: --bundle " + folder);
            }
            if (target.folder.getParent() == null) {
                throw new Refusal(folder + " cannot be a bundle", REMEDY);
            }
            Files.createDirectories(target.folder.getParent());
        } catch (IOException e) {
            throw target.unwritable(e);
        }
        return target;
    }

    /**
     * Writes a calibration. A former one with another content is kept as {@code calibration.json.bak}.
     *
     * @param alpha the false-alarm rate to use when none is set
     * @return the calibrated bundle, read from where it was written
     */
    public Bundle write(CalibrationSet set, double alpha) {
        return write(set, alpha, Map.of());
    }

    /** The same with tails, for an α below 1/(n+1). */
    public Bundle write(CalibrationSet set, double alpha, Map<Score, Tail> tails) {
        byte[] content = CalibrationWriter.json(model.manifest(), set, alpha, tails);
        CalibrationWriter.check(content);
        try {
            if (copy) {
                publishCopy(content);
            } else {
                replace(content);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
        return Bundle.load(folder);
    }

    private void replace(byte[] content) throws IOException {
        Path file = folder.resolve(CalibrationFile.NAME);
        if (Files.exists(file)) {
            byte[] former = Files.readAllBytes(file);
            if (Arrays.equals(former, content)) {
                return;
            }
            publish(former, folder.resolve(BACKUP));
        }
        publish(content, file);
    }

    private void publishCopy(byte[] content) throws IOException {
        try (StagedPath staged = new StagedPath(folder)) {
            Files.createDirectory(staged.path());
            for (String name : model.fileNames()) {
                Files.copy(model.folder().resolve(name), staged.path().resolve(name));
            }
            Files.write(staged.path().resolve(CalibrationFile.NAME), content);
            Files.deleteIfExists(folder); // It is empty. On Windows a folder cannot be moved over it.
            staged.publish();
        }
    }

    private static void publish(byte[] content, Path file) throws IOException {
        try (StagedPath staged = new StagedPath(file)) {
            Files.write(
                    staged.path(),
                    content,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
            staged.publish();
        }
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Refusal unwritable(IOException e) {
        return new Refusal("cannot write the calibration to " + folder + ": " + e, REMEDY, e);
    }
}
