package io.elbowatch.core.evidence;

import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.Mask;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.elbo.PixelForm;
import io.elbowatch.core.elbo.PixelOutput;
import io.elbowatch.core.image.ImageEncoder;
import io.elbowatch.core.image.ImageShape;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * An image and its loss, side by side, with the places outlined. Between them is the reconstruction, or, for a model of
 * features, which has none, the loss over the image. Colour images are in colour. What the mask excludes is dark
 * and hatched. The picture depends only on the image, the model and the calibrated limit.
 */
public final class EvidencePicture {
    /** Small images are magnified by a whole number until a panel has this width or height. */
    private static final int MIN_PANEL_SIDE = 128;

    /** Beyond it a picture takes seconds and hundreds of megabytes. */
    private static final int MAX_PANEL_SIDE = 1024;

    private static final int GAP = 4;
    private static final int GAP_COLOUR = 0x808080;
    private static final int OUTLINE = 0xff2fb3; // neither grey nor a colour of the map

    private static final int HATCH = 0x707070;
    private static final int HATCH_PERIOD = 4; // pixels of the image

    private final ImageShape shape;
    private final List<Panel> panels;
    private final List<Place> places;

    /** The colours of one panel, 0xRRGGBB, by the pixel of the image. */
    private interface Panel {
        int colour(int row, int column);
    }

    private EvidencePicture(ImageShape shape, List<Panel> panels, List<Place> places) {
        this.shape = shape;
        this.panels = panels;
        this.places = places;
    }

    static EvidencePicture of(ElboForm form, byte[] pixels, ModelOutput output, LossMap map, Evidence evidence) {
        Planes planes = new Planes(form.image());
        byte[] levels = form.image().preview(pixels);
        Panel image = (row, column) -> planes.colour(row, column, i -> levels[i] & 0xFF);
        Panel middle = form instanceof PixelForm pixelForm && output instanceof PixelOutput found
                ? (row, column) -> planes.colour(
                        row, column, i -> level(pixelForm.likelihood().mean(found.logits()[i])))
                : (row, column) ->
                        HeatColours.over(image.colour(row, column), map.around(row, column) / evidence.limit());
        Panel loss = (row, column) -> HeatColours.of(map.around(row, column) / evidence.limit());
        List<Panel> panels = Stream.of(image, middle, loss)
                .map(panel -> hatched(panel, form.mask()))
                .toList();
        return new EvidencePicture(form.image(), panels, evidence.places());
    }

    /** The panel with dark and hatched excluded pixels. */
    private static Panel hatched(Panel panel, Mask mask) {
        if (mask.excludesNothing()) {
            return panel;
        }
        return (row, column) -> {
            if (mask.counts(row, column)) {
                return panel.colour(row, column);
            }
            return (row + column) % HATCH_PERIOD == 0 ? HATCH : panel.colour(row, column) >> 2 & 0x3f3f3f;
        };
    }

    /** Of an image that has no reconstruction. @param pixels [C, H, W] */
    static EvidencePicture of(ImageShape shape, byte[] pixels, LossMap map, Evidence evidence) {
        Planes planes = new Planes(shape);
        byte[] levels = shape.preview(pixels);
        Panel image = (row, column) -> planes.colour(row, column, i -> levels[i] & 0xFF);
        Panel over = (row, column) ->
                HeatColours.over(image.colour(row, column), map.around(row, column) / evidence.limit());
        Panel loss = (row, column) -> HeatColours.of(map.around(row, column) / evidence.limit());
        return new EvidencePicture(shape, List.of(image, over, loss), evidence.places());
    }

    /**
     * The picture as a PNG file. A panel of a large image is shrunk to at most 1,024 pixels. A file that is too large is drawn again at 1/2, 1/4, 1/8 and 1/16 of the size; empty
     * if even that is too large.
     */
    public Optional<byte[]> png(int maxBytes) {
        int magnified = Math.max(
                1,
                (MIN_PANEL_SIDE + Math.max(shape.height(), shape.width()) - 1)
                        / Math.max(shape.height(), shape.width()));
        int first = 1;
        while (Math.max(shape.height(), shape.width()) / first > MAX_PANEL_SIDE) {
            first *= 2;
        }
        byte[] file = ImageEncoder.png(drawn(new Scale(magnified, first)));
        for (int shrunk = 2 * first; file.length > maxBytes && shrunk <= 16 * first; shrunk *= 2) {
            file = ImageEncoder.png(drawn(new Scale(1, shrunk)));
        }
        return file.length > maxBytes ? Optional.empty() : Optional.of(file);
    }

    /**
     * A pixel of the image is {@code magnified} pixels of the panel wide, or only every {@code shrunk}-th pixel is
     * drawn.
     */
    private record Scale(int magnified, int shrunk) {

        int toPanel(int pixel) {
            return pixel * magnified / shrunk;
        }

        int toImage(int atPanel) {
            return atPanel / magnified * shrunk;
        }
    }

    /** Computes the colour of each image pixel once, whatever the magnification. */
    private BufferedImage drawn(Scale scale) {
        int width = Math.max(1, scale.toPanel(shape.width()));
        int height = Math.max(1, scale.toPanel(shape.height()));
        BufferedImage canvas = new BufferedImage(
                panels.size() * width + (panels.size() - 1) * GAP, height, BufferedImage.TYPE_INT_RGB);
        int[] line = new int[canvas.getWidth()];
        Arrays.fill(line, GAP_COLOUR);
        for (int y = 0; y < height; y += scale.magnified()) {
            for (int panel = 0; panel < panels.size(); panel++) {
                fill(line, panel * (width + GAP), width, scale, panels.get(panel), scale.toImage(y));
            }
            for (int repeated = y; repeated < y + scale.magnified(); repeated++) {
                canvas.getRaster().setDataElements(0, repeated, line.length, 1, line);
            }
        }
        for (Place place : places) {
            outline(canvas, scale, place, 0, width);
            outline(canvas, scale, place, (panels.size() - 1) * (width + GAP), width);
        }
        return canvas;
    }

    private void fill(int[] line, int left, int width, Scale scale, Panel panel, int row) {
        for (int x = 0; x < width; x += scale.magnified()) {
            int from = left + x;
            Arrays.fill(line, from, from + scale.magnified(), panel.colour(row, scale.toImage(x)));
        }
    }

    private static int level(double mean) {
        return (int) Math.round(255 * Math.max(0, Math.min(1, mean)));
    }

    /** Colours from planes [C, H, W] of levels, 0 to 255. A grey image has the same value in all three channels. */
    private record Planes(ImageShape shape) {

        int colour(int row, int column, IntUnaryOperator level) {
            int colour = 0;
            for (int channel = 0; channel < 3; channel++) {
                int plane = Math.min(channel, shape.channels() - 1);
                colour = colour << 8 | level.applyAsInt((plane * shape.height() + row) * shape.width() + column);
            }
            return colour;
        }
    }

    /** Draws around the place, so that none of it is covered, unless it touches the border of the panel. */
    private static void outline(BufferedImage canvas, Scale scale, Place place, int left, int width) {
        int top = scale.toPanel(place.row()) - 1;
        int bottom = scale.toPanel(place.row() + place.height());
        int first = scale.toPanel(place.column()) - 1;
        int last = scale.toPanel(place.column() + place.width());
        for (int x = first; x <= last; x++) {
            dot(canvas, left, width, x, top);
            dot(canvas, left, width, x, bottom);
        }
        for (int y = top; y <= bottom; y++) {
            dot(canvas, left, width, first, y);
            dot(canvas, left, width, last, y);
        }
    }

    private static void dot(BufferedImage canvas, int left, int width, int x, int y) {
        int inX = Math.max(0, Math.min(x, width - 1));
        int inY = Math.max(0, Math.min(y, canvas.getHeight() - 1));
        canvas.setRGB(left + inX, inY, OUTLINE);
    }
}
