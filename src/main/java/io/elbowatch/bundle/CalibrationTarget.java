package io.elbowatch.bundle;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.StagedPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Where a calibration goes: into its bundle, or into a copy of it. A reader sees the old calibration or the new one, never
 * half; a copy appears as a whole or not at all.
 */
public final class CalibrationTarget {
    private static final String BACKUP = CalibrationFile.NAME + ".bak";
    private static final String MEND = "choose a folder that you may write to, on a disk with room: --out DIR";

    private final UncalibratedBundle bundle;
    private final Path folder;
    private final boolean copy;

    private CalibrationTarget(UncalibratedBundle bundle, Path folder, boolean copy) {
        this.bundle = bundle;
        this.folder = folder.toAbsolutePath().normalize();
        this.copy = copy;
    }

    /** The bundle itself. @throws Refusal when it cannot be written to */
    public static CalibrationTarget in(UncalibratedBundle bundle) {
        if (!Files.isWritable(bundle.folder())) {
            throw new Refusal("the bundle " + bundle.folder() + " cannot be written to", MEND);
        }
        return new CalibrationTarget(bundle, bundle.folder(), false);
    }

    /** A copy of the bundle. @throws Refusal when there is something else already, or nothing can be written there */
    public static CalibrationTarget copyTo(UncalibratedBundle bundle, Path folder) {
        CalibrationTarget target = new CalibrationTarget(bundle, folder, true);
        try {
            if (Files.exists(target.folder) && !isEmptyFolder(target.folder)) {
                throw new Refusal(
                        folder + " exists and is no empty folder",
                        "choose another --out, or calibrate that bundle itself: --bundle " + folder);
            }
            if (target.folder.getParent() == null) {
                throw new Refusal(folder + " is no place for a bundle", MEND);
            }
            Files.createDirectories(target.folder.getParent());
        } catch (IOException e) {
            throw target.unwritable(e);
        }
        return target;
    }

    public Path folder() {
        return folder;
    }

    /**
     * Writes a calibration, and keeps one that it replaces as {@code calibration.json.bak}; one that is the same is left alone.
     *
     * @param content of {@link CalibrationJson}
     * @return the calibrated bundle, read from where it was written
     */
    public Bundle write(byte[] content) {
        CalibrationJson.check(content);
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
            for (String name : bundle.fileNames()) {
                Files.copy(bundle.folder().resolve(name), staged.path().resolve(name));
            }
            Files.write(staged.path().resolve(CalibrationFile.NAME), content);
            Files.deleteIfExists(folder); // An empty one; on Windows a folder cannot be moved over it.
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
        return new Refusal("cannot write the calibration to " + folder + ": " + e, MEND, e);
    }
}
