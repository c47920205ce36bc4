package io.elbowatch.core.dataset;

import java.io.IOException;
import java.nio.file.Path;

/** The labels of the images in an IDX file, 0 to 255, in the same order. */
public final class IdxLabels {
    private IdxLabels() {}

    /**
     * Reads a whole label file (idx1), gzipped or not.
     *
     * @return [N]
     * @throws ImageSetException if it is missing, damaged or not a label file
     */
    public static int[] read(Path path) {
        try (IdxFile file = IdxFile.open(path)) {
            long[] sizes = file.sizes();
            if (sizes.length != 1) {
                throw new ImageSetException(
                        path,
                        "holds images (idx" + sizes.length + "), not labels",
                        "give the file with the labels (idx1)");
            }
            if (sizes[0] > Integer.MAX_VALUE - 8) {
                throw new ImageSetException(path, "declares " + sizes[0] + " labels", "split it");
            }
            byte[] labels = file.next((int) sizes[0]);
            file.finish();
            int[] values = new int[labels.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = labels[i] & 0xff;
            }
            return values;
        } catch (IOException e) {
            throw ImageSets.unreadable(path, e);
        }
    }
}
