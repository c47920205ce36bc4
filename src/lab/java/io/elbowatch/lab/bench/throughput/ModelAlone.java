package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.image.ImageDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The ceiling: each thread only scores images in memory with its own scorer, all threads the same images. This includes
 * packing the batch and reading the terms.
 */
final class ModelAlone {
    private final Workload workload;
    private final int batch;
    private final boolean decode;

    /** @param decode whether images are decoded before each batch; otherwise decoded images are used */
    ModelAlone(Workload workload, int batch, boolean decode) {
        this.workload = workload;
        this.batch = batch;
        this.decode = decode;
    }

    /** Scores about this number of images, whole batches in each thread. */
    Run run(long images, int threads) {
        int batches = (int) Math.max(1, images / threads / batch);
        CountDownLatch ready = new CountDownLatch(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            Callable<Usage> work = () -> score(batches, ready);
            List<Future<Usage>> parts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                parts.add(pool.submit(work));
            }
            Usage all = parts.get(0).get();
            for (Future<Usage> part : parts.subList(1, threads)) {
                all = all.inParallelWith(part.get());
            }
            long scored = (long) batches * batch * threads;
            return Run.of(scored, scored, scored, all, batch);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the model alone failed", e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private Usage score(int batches, CountDownLatch ready) throws InterruptedException {
        List<byte[]> from = decode ? workload.values() : workload.pixels();
        ImageDecoder decoder = workload.decoder();
        try (ImageScorer scorer = workload.model().model().newScorer()) {
            ready.countDown();
            ready.await();
            Usage begun = Usage.ofThisThread();
            List<byte[]> images = new ArrayList<>(batch);
            int next = 0;
            for (int run = 0; run < batches; run++) {
                images.clear();
                for (int i = 0; i < batch; i++) {
                    byte[] image = from.get(next);
                    images.add(
                            decode
                                    ? Workload.pixels(decoder.decode(
                                            image, workload.input().contentType()))
                                    : image);
                    next = next + 1 == from.size() ? 0 : next + 1;
                }
                scorer.score(images);
            }
            return Usage.ofThisThread().since(begun);
        }
    }
}
