package io.elbowatch.report;

import io.elbowatch.core.evaluation.ScoreHistogram;
import io.elbowatch.core.statistics.Histogram;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** A histogram for a terminal: four lines of block characters with the thresholds marked below. */
public final class HistogramText {
    /** The number of columns; each is a bin. */
    public static final int BINS = 72;

    private static final int ROWS = 4;
    private static final int STEPS = 8;
    private static final String BLOCKS = " ▁▂▃▄▅▆▇█";
    private static final String INDENT = "  ";

    private HistogramText() {}

    /** Several lines; each ends with a line feed. */
    public static String of(ScoreHistogram scores) {
        StringBuilder text = new StringBuilder(title(scores)).append('\n');
        for (int row = ROWS - 1; row >= 0; row--) {
            text.append((INDENT + row(scores.histogram(), row)).stripTrailing()).append('\n');
        }
        return text.append(INDENT)
                .append(axis(scores))
                .append('\n')
                .append(INDENT)
                .append(ends(scores.histogram()))
                .append('\n')
                .toString();
    }

    private static String title(ScoreHistogram scores) {
        String title = String.format(
                Locale.ROOT,
                "%s   median %s   anomalous at alpha %s: ",
                scores.score().label(),
                number(scores.sample().median()),
                number(scores.alpha()));
        if (!Double.isFinite(scores.upper())) {
            return title + "never by itself";
        }
        String above = "above " + number(scores.upper());
        return title + (Double.isFinite(scores.lower()) ? "below " + number(scores.lower()) + ", " + above : above);
    }

    private static String row(Histogram histogram, int row) {
        StringBuilder line = new StringBuilder(histogram.bins());
        for (int bin = 0; bin < histogram.bins(); bin++) {
            double height = histogram.count(bin) / (double) histogram.tallest() * ROWS * STEPS;
            // A bin that is not empty is always visible.
            long eighths = histogram.count(bin) == 0 ? 0 : Math.max(1, Math.round(height));
            line.append(BLOCKS.charAt((int) Math.max(0, Math.min(STEPS, eighths - (long) row * STEPS))));
        }
        return line.toString();
    }

    private static String axis(ScoreHistogram scores) {
        StringBuilder line = new StringBuilder("─".repeat(scores.histogram().bins()));
        if (Double.isFinite(scores.lower())) {
            line.setCharAt(scores.histogram().bin(scores.lower()), '▲');
        }
        if (Double.isFinite(scores.upper())) {
            line.setCharAt(scores.histogram().bin(scores.upper()), '▲');
        }
        return line.toString();
    }

    private static String ends(Histogram histogram) {
        String low = number(histogram.low());
        String high = number(histogram.high());
        return low + " ".repeat(Math.max(1, histogram.bins() - low.length() - high.length())) + high;
    }

    /** Four significant digits without trailing zeros. */
    static String number(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
        double size = Math.abs(value);
        return size >= 1e-4 && size < 1e7 ? rounded.toPlainString() : String.format(Locale.ROOT, "%.3g", value);
    }
}
