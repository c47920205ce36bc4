package io.elbowatch.endurance;

import io.elbowatch.page.Browser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The resources of a browser with one page, at one time.
 *
 * @param residentMegabytes of all its processes; memory that several processes share counts once
 * @param heapMegabytes of JavaScript after a garbage collection
 * @param nodes of the document, also those that are detached and not collected
 * @param cpuSeconds of all its processes, since they began
 */
record BrowserUsage(double residentMegabytes, double heapMegabytes, long nodes, double cpuSeconds) {
    private static final double MEGABYTE = 1 << 20;
    private static final Pattern SHARED_OUT = Pattern.compile("(?m)^Pss:\\s+(\\d+) kB");

    /** Reads the memory of its processes first, then collects the garbage of its page. */
    static BrowserUsage read(Browser browser) {
        List<ProcessHandle> processes = ProcessHandle.of(browser.pid()).stream()
                .flatMap(main -> Stream.concat(Stream.of(main), main.descendants()))
                .toList();
        double resident = processes.stream()
                .mapToDouble(process -> residentBytes(process.pid()))
                .sum();
        Browser.Heap heap = browser.heap();
        return new BrowserUsage(
                resident / MEGABYTE, heap.bytes() / MEGABYTE, heap.nodes(), cpuSeconds(processes.stream()));
    }

    /** The CPU time of processes since they began. */
    static double cpuSeconds(Stream<ProcessHandle> processes) {
        return processes
                        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                        .mapToDouble(Duration::toMillis)
                        .sum()
                / 1e3;
    }

    private static double residentBytes(long pid) {
        try {
            Matcher matcher =
                    SHARED_OUT.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "smaps_rollup")));
            return matcher.find() ? 1024 * Double.parseDouble(matcher.group(1)) : 0;
        } catch (IOException e) {
            if (ProcessHandle.of(pid).isEmpty()) {
                return 0; // it has ended
            }
            throw new UncheckedIOException(e);
        }
    }
}
