package io.elbowatch.core.image;

/** Keeps all rows of an image, as they are. */
final class WholeImage implements RowTarget {
    private final int channels;
    private Planes planes; // null before the first row
    private int rows;

    /** @param channels 1 (grey) or 3 (RGB) */
    WholeImage(int channels) {
        this.channels = channels;
    }

    @Override
    public void begin(int height, int width) {
        planes = Planes.black(channels, height, width);
    }

    @Override
    public void row(byte[] row) {
        int width = planes.width();
        for (int c = 0; c < channels; c++) {
            System.arraycopy(row, c * width, planes.pixels(), (c * planes.height() + rows) * width, width);
        }
        rows++;
    }

    Planes planes() {
        return planes;
    }
}
