package io.elbowatch.lab.soak;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How one fault was overcome.
 *
 * @param fromStartMillis from the start of the fault to the end of the last silence of a partition that lasted a second or more; 0
 *     where there was none
 * @param afterEndMillis from the end of the fault until an image that was sent after it had left every partition
 * @param silenceMillis the longest time that a partition stood still
 * @param health what the health of a scorer said meanwhile
 */
public record Recovery(FaultKind kind, long fromStartMillis, long afterEndMillis, long silenceMillis, String health) {

    /** A table of Markdown with a row for each kind; seconds, as median / largest. */
    public static String table(List<Recovery> recoveries) {
        Map<FaultKind, List<Recovery>> byKind =
                recoveries.stream().collect(Collectors.groupingBy(Recovery::kind, TreeMap::new, Collectors.toList()));
        return byKind.entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(
                        "\n",
                        "| fault | times | from its start, s | after its end, s | longest silence, s | health of a scorer |\n"
                                + "|---|---:|---:|---:|---:|---|\n",
                        ""));
    }

    private static String row(FaultKind kind, List<Recovery> of) {
        return String.format(
                Locale.ROOT,
                "| `%s` | %d | %s | %s | %s | %s |",
                kind.label(),
                of.size(),
                spread(of.stream().mapToLong(Recovery::fromStartMillis).sorted().toArray()),
                spread(of.stream().mapToLong(Recovery::afterEndMillis).sorted().toArray()),
                spread(of.stream().mapToLong(Recovery::silenceMillis).sorted().toArray()),
                of.stream().map(Recovery::health).distinct().sorted().collect(Collectors.joining("; ")));
    }

    private static String spread(long[] sortedMillis) {
        return String.format(
                Locale.ROOT,
                "%.1f / %.1f",
                sortedMillis[(sortedMillis.length - 1) / 2] / 1e3,
                sortedMillis[sortedMillis.length - 1] / 1e3);
    }
}
