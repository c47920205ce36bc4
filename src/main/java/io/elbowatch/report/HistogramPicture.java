package io.elbowatch.report;

import io.elbowatch.core.evaluation.ScoreHistogram;
import io.elbowatch.core.image.ImageEncoder;
import io.elbowatch.core.statistics.Histogram;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Histograms one below another as a PNG, with labelled axes and thresholds. Needs no display. */
public final class HistogramPicture {
    /** The number of bars in a histogram. */
    public static final int BINS = 120;

    private static final int WIDTH = 900;
    private static final int HEIGHT = 220;
    private static final int LEFT = 80;
    private static final int RIGHT = 30;
    private static final int TOP = 44;
    private static final int BOTTOM = 50;
    private static final int TICKS = 6;
    private static final Color BARS = new Color(0x4c, 0x72, 0xb0);
    private static final Color LIMIT = new Color(0xc4, 0x4e, 0x52);
    private static final Color GRID = new Color(0xe0, 0xe0, 0xe0);

    private final Graphics2D canvas;

    private HistogramPicture(Graphics2D canvas) {
        this.canvas = canvas;
    }

    /** Writes the picture and replaces an existing file. */
    public static void write(List<ScoreHistogram> histograms, Path file) throws IOException {
        Files.write(file, ImageEncoder.png(image(histograms)));
    }

    private static BufferedImage image(List<ScoreHistogram> histograms) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT * histograms.size(), BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, image.getWidth(), image.getHeight());
        try {
            for (ScoreHistogram histogram : histograms) {
                new HistogramPicture(canvas).draw(histogram);
                canvas.translate(0, HEIGHT);
            }
        } catch (InternalError | LinkageError e) {
            // The headless packages of the JDK fail like this on a machine without fontconfig or without a font.
            throw new IOException("this Java cannot draw text; install fontconfig and a font", e);
        } finally {
            canvas.dispose();
        }
        return image;
    }

    private void draw(ScoreHistogram scores) {
        Histogram histogram = scores.histogram();
        canvas.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
        canvas.setColor(Color.BLACK);
        canvas.drawString(scores.score().label(), LEFT, TOP - 20);
        canvas.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        drawScales(scores);
        canvas.setColor(BARS);
        for (int bin = 0; bin < histogram.bins(); bin++) {
            if (histogram.count(bin) > 0) {
                int from = LEFT + bin * plotWidth() / histogram.bins();
                int to = LEFT + (bin + 1) * plotWidth() / histogram.bins();
                int height = Math.max(1, height(histogram.count(bin), histogram.tallest()));
                canvas.fillRect(from, floor() - height, Math.max(1, to - from - 1), height);
            }
        }
        canvas.setColor(Color.DARK_GRAY);
        canvas.drawLine(LEFT, floor(), LEFT + plotWidth(), floor());
        drawLimit(histogram, scores.lower());
        drawLimit(histogram, scores.upper());
        canvas.setColor(LIMIT);
        String legend = String.format(
                Locale.ROOT,
                "threshold of %s alone at alpha %s",
                scores.score().label(),
                HistogramText.number(scores.alpha()));
        canvas.drawString(legend, LEFT + plotWidth() - canvas.getFontMetrics().stringWidth(legend), TOP - 20);
    }

    private void drawScales(ScoreHistogram scores) {
        Histogram histogram = scores.histogram();
        for (int tick = 0; tick <= TICKS; tick++) {
            int x = LEFT + tick * plotWidth() / TICKS;
            double value = histogram.low() + (histogram.high() - histogram.low()) * tick / TICKS;
            canvas.setColor(Color.DARK_GRAY);
            canvas.drawLine(x, floor(), x, floor() + 4);
            centred(HistogramText.number(value), x, floor() + 18);
        }
        for (int half = 0; half <= 2; half++) {
            int count = histogram.tallest() * half / 2;
            int y = floor() - height(count, histogram.tallest());
            canvas.setColor(GRID);
            canvas.drawLine(LEFT, y, LEFT + plotWidth(), y);
            canvas.setColor(Color.DARK_GRAY);
            String text = String.valueOf(count);
            canvas.drawString(text, LEFT - 8 - canvas.getFontMetrics().stringWidth(text), y + 4);
        }
        centred(scores.score().label() + " (nats)", LEFT + plotWidth() / 2, floor() + 36);
        canvas.rotate(-Math.PI / 2);
        centred("images", -(TOP + floor()) / 2, 22);
        canvas.rotate(Math.PI / 2);
    }

    private void drawLimit(Histogram histogram, double value) {
        if (!Double.isFinite(value)) {
            return;
        }
        double share = (value - histogram.low()) / (histogram.high() - histogram.low());
        int x = LEFT + (int) Math.round(share * plotWidth());
        canvas.setColor(LIMIT);
        canvas.setStroke(new BasicStroke(1.5f));
        canvas.drawLine(x, TOP, x, floor());
        canvas.setStroke(new BasicStroke(1));
        String text = HistogramText.number(value);
        // Next to the line where the vertical scale would overlap.
        int clear = LEFT + 4 + canvas.getFontMetrics().stringWidth(text) / 2;
        centred(text, Math.max(x, clear), TOP - 3);
    }

    private void centred(String text, int x, int y) {
        canvas.drawString(text, x - canvas.getFontMetrics().stringWidth(text) / 2, y);
    }

    private static int height(int count, int tallest) {
        return (int) Math.round(count / (double) tallest * (floor() - TOP));
    }

    private static int plotWidth() {
        return WIDTH - LEFT - RIGHT;
    }

    private static int floor() {
        return HEIGHT - BOTTOM;
    }
}
