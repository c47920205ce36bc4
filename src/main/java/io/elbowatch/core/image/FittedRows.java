package io.elbowatch.core.image;

/**
 * An image that is fitted to the model while it is decoded: each row is cropped and narrowed at once, so that memory
 * holds the model's width of the image's height and never the image. The pixels equal those of {@link Fitter#fit}.
 */
final class FittedRows implements RowTarget {
    private final Fitter fitter;
    private final ImageShape shape;
    private int height;
    private int width;
    private Rectangle shown; // null before the first row, as all below
    private Narrowing narrowing; // null where the width is the model's
    private Planes narrowed; // [C, height shown, width of the model]
    private int rows;

    FittedRows(Fitter fitter, ImageShape shape) {
        this.fitter = fitter;
        this.shape = shape;
    }

    @Override
    public void begin(int height, int width) throws UnfitImageException {
        this.height = height;
        this.width = width;
        shown = fitter.shown(height, width);
        fitter.checkResize(shown);
        narrowed = Planes.black(shape.channels(), shown.height(), shape.width());
        narrowing = shown.width() == shape.width() ? null : new Narrowing(shown.width(), narrowed);
    }

    @Override
    public void row(byte[] row) {
        int at = rows++ - shown.row();
        if (at < 0 || at >= shown.height()) {
            return;
        }
        for (int c = 0; c < shape.channels(); c++) {
            int from = c * width + shown.column();
            if (narrowing == null) {
                System.arraycopy(
                        row, from, narrowed.pixels(), (c * shown.height() + at) * shape.width(), shape.width());
            } else {
                narrowing.put(row, from, c, at);
            }
        }
    }

    /** Of the image, as {@link #width}. */
    int height() {
        return height;
    }

    int width() {
        return width;
    }

    /** The pixels of the model, after the last row // [C, H, W] */
    byte[] pixels() {
        return Resizer.resize(narrowed, shape.height(), shape.width())
                .inDepth(shape.depth())
                .pixels();
    }
}
