package io.elbowatch.endurance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The resources of a scorer at one time.
 *
 * @param seconds since the first images
 * @param images scored by then
 * @param residentMegabytes of its process, native memory included
 * @param heapMegabytes after a full garbage collection; after a young one the heap still has old garbage, for most of
 *     an hour
 * @param directMegabytes of direct buffers
 * @param threads of its process, native ones included
 * @param files open, sockets included
 * @param kept decisions and labels that it keeps for live quality, up to a limit that an hour does not reach
 */
record Usage(
        long seconds,
        long images,
        double residentMegabytes,
        double heapMegabytes,
        double directMegabytes,
        int threads,
        int files,
        long kept) {
    private static final double MEGABYTE = 1 << 20;
    /** Of a decision or a label that is kept, with its key. */
    private static final double BYTES_KEPT = 500;

    private static final long MAX_KEPT = 50_000;
    private static final Pattern COLLECTED = Pattern.compile("Pause .*->(\\d+)([KMG])\\(");

    /** A figure that must not grow. */
    enum Figure {
        RESIDENT(Usage::residentMegabytes),
        HEAP(usage -> usage.heapMegabytes() - usage.kept() * BYTES_KEPT / MEGABYTE),
        DIRECT(Usage::directMegabytes),
        THREADS(Usage::threads),
        FILES(Usage::files);

        private final ToDoubleFunction<Usage> of;

        Figure(ToDoubleFunction<Usage> of) {
            this.of = of;
        }

        double of(Usage usage) {
            return of.applyAsDouble(usage);
        }
    }

    /**
     * Measures a Linux process. Reads its memory first, then runs a garbage collection in it.
     *
     * @param collections its garbage collection log
     * @param metrics its Prometheus metrics
     */
    static Usage read(long seconds, long pid, Path collections, String metrics)
            throws IOException, InterruptedException {
        Path process = Path.of("/proc", Long.toString(pid));
        String status = Files.readString(process.resolve("status"));
        collectGarbage(pid);
        try (var files = Files.list(process.resolve("fd"))) {
            return new Usage(
                    seconds,
                    images(metrics),
                    first(status, "VmRSS:\\s+(\\d+) kB") * 1024 / MEGABYTE,
                    heapMegabytes(Files.readString(collections)),
                    metric(metrics, "jvm_buffer_memory_used_bytes\\{[^}]*id=\"direct\"") / MEGABYTE,
                    (int) first(status, "Threads:\\s+(\\d+)"),
                    (int) files.count(),
                    kept(metrics));
        }
    }

    static long images(String metrics) {
        return (long) metric(metrics, "elbowatch_images_scored_total");
    }

    private static long kept(String metrics) {
        if (!metrics.contains("elbowatch_feedback_labels")) {
            return 0;
        }
        return (long) (Math.min(MAX_KEPT, metric(metrics, "elbowatch_images_anomalous_total"))
                + Math.min(MAX_KEPT, metric(metrics, "elbowatch_review_images_total"))
                + metric(metrics, "elbowatch_feedback_labels"));
    }

    private static void collectGarbage(long pid) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process collecting = new ProcessBuilder(jcmd, Long.toString(pid), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (collecting.waitFor() != 0) {
            throw new AssertionError("jcmd " + pid + " GC.run ended with " + collecting.exitValue());
        }
    }

    private static double heapMegabytes(String collections) {
        double megabytes = 0;
        Matcher matcher = COLLECTED.matcher(collections);
        while (matcher.find()) {
            double unit = Math.pow(1024, "KMG".indexOf(matcher.group(2)) - 1);
            megabytes = Double.parseDouble(matcher.group(1)) * unit;
        }
        return megabytes;
    }

    private static double metric(String metrics, String name) {
        Matcher matcher = Pattern.compile("(?m)^" + name + "\\S* (\\S+)").matcher(metrics);
        double sum = 0;
        while (matcher.find()) {
            sum += Double.parseDouble(matcher.group(1));
        }
        return sum;
    }

    private static double first(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in " + text);
        }
        return Double.parseDouble(matcher.group(1));
    }

    /** A row of Markdown. */
    String row() {
        return String.format(
                Locale.ROOT,
                "| %d | %,d | %.0f | %.0f | %.1f | %d | %d | %,d |",
                seconds,
                images,
                residentMegabytes,
                heapMegabytes,
                directMegabytes,
                threads,
                files,
                kept);
    }
}
