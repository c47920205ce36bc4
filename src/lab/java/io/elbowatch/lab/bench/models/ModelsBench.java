package io.elbowatch.lab.bench.models;

import io.elbowatch.lab.bench.models.BatchCounts.Count;
import io.elbowatch.lab.rig.BenchBroker;
import io.elbowatch.lab.rig.LoadedApplication;
import io.elbowatch.lab.rig.Machine;
import io.elbowatch.lab.rig.Measurement;
import io.elbowatch.lab.rig.Spread;
import io.elbowatch.service.ServiceParts;
import io.elbowatch.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Runs a plan: one bundle and many with each linger, then swaps of none, one and all of many under load. */
public final class ModelsBench {
    private static final String FOLDER = "models.folder";
    private static final byte[] KEY = "models".getBytes(US_ASCII);
    private static final Duration FOLLOW_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofSeconds(1);

    private final Function<Map<String, String>, Settings> settings;
    private final ModelsPlan plan;
    private final List<byte[]> images;
    private final Path folder;
    private final Map<Variant, List<Figures>> batches = new LinkedHashMap<>();
    private final Map<Variant, List<Followed>> swaps = new LinkedHashMap<>();
    private int runs;

    private record Variant(int bundles, String linger, int swapped) {}

    private record Figures(double imagesPerRun, double least, Measurement measured, MemoryUse memory) {}

    private record Followed(Measurement measured, double seconds) {}

    /**
     * @param settings loads the settings of the product with those given fixed, by key
     * @param images values of the records, sent over and over
     * @param folder for the copies of the bundle
     */
    public ModelsBench(
            Function<Map<String, String>, Settings> settings, ModelsPlan plan, List<byte[]> images, Path folder) {
        this.settings = settings;
        this.plan = plan;
        this.images = List.copyOf(images);
        this.folder = folder;
    }

    /** @param progress gets a line after every measurement */
    public ModelsReport run(Consumer<String> progress) {
        int sources = LoadedApplication.sources(plan.partitions());
        RoutedCopies one = RoutedCopies.write(plan.bundle(), 1, sources, folder.resolve("one"));
        RoutedCopies many = RoutedCopies.write(plan.bundle(), plan.bundles(), sources, folder.resolve("many"));
        try (BenchBroker broker = BenchBroker.start()) {
            for (int round = 0; round <= plan.rounds(); round++) { // the first warms up
                String name = round == 0 ? "warm-up" : "round " + round + " of " + plan.rounds();
                for (String linger : plan.lingers()) {
                    measure(broker, one, new Variant(1, linger, 0), round, name, progress);
                    measure(broker, many, new Variant(plan.bundles(), linger, 0), round, name, progress);
                    if (round == 0) {
                        break;
                    }
                }
            }
        }
        return report();
    }

    private void measure(
            BenchBroker broker,
            RoutedCopies copies,
            Variant variant,
            int round,
            String name,
            Consumer<String> progress) {
        BatchCounts counts = new BatchCounts();
        String topic = String.format(Locale.ROOT, "models-%05d", runs++);
        Map<String, String> fixed = new HashMap<>(Map.of(
                "bundle",
                folder.resolve(variant.bundles() == 1 ? "one" : "many")
                        .resolve("copy-0")
                        .toString(),
                FOLDER,
                folder.resolve(variant.bundles() == 1 ? "one" : "many").toString(),
                "topics.settings",
                topic,
                "topics.create",
                "true",
                "models.max-loaded",
                Integer.toString(4 * plan.bundles()),
                "batch.linger",
                variant.linger()));
        ServiceParts parts = ServiceParts.PRODUCT.withObserver(metrics -> counts);
        try (KafkaProducer<byte[], byte[]> producer = broker.producer(Map.of());
                LoadedApplication loaded = LoadedApplication.start(
                        broker,
                        settings,
                        fixed,
                        1,
                        plan.partitions(),
                        images,
                        parts,
                        LoadedApplication.READ_COMMITTED)) {
            write(producer, topic, copies.record(0));
            sendUntil(loaded, () -> counts.counts().keySet().containsAll(copies.names()));
            counts.reset();
            Measurement measured = loaded.steady(plan.imagesPerSecond(), plan.settling(), plan.measured());
            Figures figures = figures(counts, measured);
            if (round > 0) {
                batches.computeIfAbsent(variant, v -> new ArrayList<>()).add(figures);
            }
            progress.accept(String.format(
                    Locale.ROOT,
                    "%s, %d bundles, linger %s: %.1f images a run, p99 %.0f ms",
                    name,
                    variant.bundles(),
                    variant.linger(),
                    figures.imagesPerRun(),
                    measured.p99Millis()));
            if (variant.bundles() > 1) {
                for (int swapped : List.of(0, 1, plan.bundles())) {
                    Followed followed =
                            swap(loaded, counts, () -> write(producer, topic, copies.record(swapped)), swapped);
                    if (round > 0) {
                        swaps.computeIfAbsent(
                                        new Variant(variant.bundles(), variant.linger(), swapped),
                                        v -> new ArrayList<>())
                                .add(followed);
                    }
                    progress.accept(String.format(
                            Locale.ROOT,
                            "%s, %d swapped: p99 %.0f ms, max %.0f ms, followed after %.1f s",
                            name,
                            swapped,
                            followed.measured().p99Millis(),
                            followed.measured().maxMillis(),
                            followed.seconds()));
                }
            }
        } finally {
            broker.deleteImages(topic);
        }
    }

    /** Swaps this many bundles a third into a measurement. Those that an earlier swap changed stay. */
    private Followed swap(LoadedApplication loaded, BatchCounts counts, Runnable write, int swapped) {
        counts.reset();
        AtomicLong writtenNanos = new AtomicLong();
        Executor later = CompletableFuture.delayedExecutor(
                plan.settling().plus(plan.measured().dividedBy(3)).toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<Void> writing = swapped == 0
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.runAsync(
                        () -> {
                            writtenNanos.set(System.nanoTime());
                            write.run();
                        },
                        later);
        Measurement measured = loaded.steady(plan.imagesPerSecond(), plan.settling(), plan.measured());
        writing.join();
        int changing = swapped <= 1 ? swapped : swapped - 1;
        sendUntil(loaded, () -> counts.changed() >= changing);
        return new Followed(measured, changing == 0 ? 0 : (counts.lastChangeNanos() - writtenNanos.get()) / 1e9);
    }

    private void sendUntil(LoadedApplication loaded, BooleanSupplier holds) {
        long endNanos = System.nanoTime() + FOLLOW_TIMEOUT.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - endNanos > 0) {
                throw new IllegalStateException("the plan is not followed after " + FOLLOW_TIMEOUT);
            }
            loaded.steady(plan.imagesPerSecond(), Duration.ZERO, STEP);
        }
    }

    private static void write(KafkaProducer<byte[], byte[]> producer, String topic, byte[] plan) {
        try {
            producer.send(new ProducerRecord<>(topic, KEY, plan)).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("a plan was not written", e);
        }
    }

    private static Figures figures(BatchCounts counts, Measurement measured) {
        List<Count> all = List.copyOf(counts.counts().values());
        double runs = all.stream().mapToLong(Count::runs).sum();
        double images = all.stream().mapToLong(Count::images).sum();
        return new Figures(
                images / runs,
                all.stream()
                        .mapToDouble(count -> (double) count.images() / count.runs())
                        .min()
                        .orElseThrow(),
                measured,
                MemoryUse.now());
    }

    private ModelsReport report() {
        List<ModelsReport.Row> rows = new ArrayList<>();
        batches.forEach((variant, all) -> rows.add(new ModelsReport.Row(
                variant.bundles(),
                variant.linger(),
                Spread.of(all, Figures::imagesPerRun),
                Spread.of(all, Figures::least),
                Spread.of(all, figures -> figures.measured().imagesPerSecond()),
                Spread.of(all, figures -> figures.measured().p50Millis()),
                Spread.of(all, figures -> figures.measured().p99Millis()),
                Spread.of(all, figures -> figures.memory().heapBytes() / 1e6),
                Spread.of(all, figures -> figures.memory().residentBytes() / 1e6))));
        List<ModelsReport.Swap> swapped = new ArrayList<>();
        swaps.forEach((variant, all) -> swapped.add(new ModelsReport.Swap(
                variant.swapped(),
                variant.linger(),
                Spread.of(all, followed -> followed.measured().p50Millis()),
                Spread.of(all, followed -> followed.measured().p99Millis()),
                Spread.of(all, followed -> followed.measured().maxMillis()),
                Spread.of(all, Followed::seconds))));
        return new ModelsReport(
                Machine.here(),
                plan.bundle().getFileName().toString(),
                plan.bundles(),
                plan.imagesPerSecond(),
                plan.partitions(),
                plan.rounds(),
                plan.measured().toMillis(),
                rows,
                swapped);
    }
}
