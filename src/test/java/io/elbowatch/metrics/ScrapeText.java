package io.elbowatch.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scrape in Prometheus text format, parsed by the format's grammar and without the library that wrote it.
 *
 * @param types by the name on their {@code # TYPE} line
 * @param helps by the name on their {@code # HELP} line
 * @param samples by series, written {@code name{label="value"}}, in the order of the text
 */
record ScrapeText(Map<String, String> types, Map<String, String> helps, Map<String, Double> samples) {
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*(?:\\{(?:[^\"}]|\"(?:[^\"\\\\]|\\\\.)*\")*})?) (NaN|[+-]Inf|[-+0-9.eE]+)");

    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"");

    static ScrapeText of(String text) {
        Map<String, String> types = new TreeMap<>();
        Map<String, String> helps = new TreeMap<>();
        Map<String, Double> samples = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# TYPE ")) {
                types.put(words[2], words[3]);
            } else if (line.startsWith("# HELP ")) {
                helps.put(words[2], words[3]);
            } else if (!line.startsWith("#")) {
                Matcher sample = SAMPLE.matcher(line);
                if (!sample.matches()) {
                    throw new AssertionError("no sample: " + line);
                }
                samples.put(sample.group(1), Double.parseDouble(sample.group(2).replace("Inf", "Infinity")));
            }
        }
        return new ScrapeText(types, helps, samples);
    }

    static ScrapeText of(Metrics metrics) {
        return of(metrics.scrape(null).body());
    }

    double value(String series) {
        Double value = samples.get(series);
        if (value == null) {
            throw new AssertionError("no series " + series + " in " + samples.keySet());
        }
        return value;
    }

    /** The series of a name, whatever their labels. */
    List<String> seriesOf(String name) {
        return samples.keySet().stream()
                .filter(series -> series.equals(name) || series.startsWith(name + "{"))
                .toList();
    }

    /** The keys of a series' labels, in the order of the text. */
    static List<String> labels(String series) {
        return LABEL.matcher(series).results().map(label -> label.group(1)).toList();
    }

    /** The finite upper bounds of a histogram, in the order of the text. */
    double[] bounds(String histogram) {
        return seriesOf(histogram + "_bucket").stream()
                .map(series -> series.replaceAll(".*le=\"([^\"]*)\".*", "$1"))
                .filter(bound -> !bound.equals("+Inf"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
