package io.elbowatch.models;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.ModelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelPoolTest {
    private static final List<byte[]> ONE = List.of(new byte[1]);
    private final AtomicLong now = new AtomicLong();

    @Test
    void shouldCloseTheModelThatWasNotUsedForLongest() {
        ModelPool pool = new ModelPool(2, now::get);
        CheckedModels models = new CheckedModels();
        PooledModel a = pool.add("a", () -> models.open());
        PooledModel b = pool.add("b", () -> models.open());
        use(a, 1);
        use(b, 2);
        use(a, 3);

        PooledModel c = pool.add("c", () -> models.open());

        assertThat(List.of(a.isLoaded(), b.isLoaded(), c.isLoaded())).containsExactly(true, false, true);
        assertThat(pool.counts()).extracting("loaded", "loads", "reloads").containsExactly(2, 3L, 0L);
    }

    @Test
    void shouldOpenAgainOnDemand() {
        ModelPool pool = new ModelPool(1, now::get);
        CheckedModels models = new CheckedModels();
        PooledModel a = pool.add("a", () -> models.open());
        PooledModel b = pool.add("b", () -> models.open());
        ImageScorer scorer = a.newScorer();

        assertThat(scorer.score(ONE)).hasSize(1);

        assertThat(List.of(a.isLoaded(), b.isLoaded())).containsExactly(true, false);
        assertThat(pool.counts()).extracting("loaded", "loads", "reloads").containsExactly(1, 2L, 1L);
    }

    @Test
    void shouldNotCloseWhatAThreadUses() throws Exception {
        ModelPool pool = new ModelPool(1, now::get);
        CheckedModels models = new CheckedModels();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        PooledModel a = pool.add(
                "a",
                () -> models.open(() -> {
                    inside.countDown();
                    await(goOn);
                }));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<List<ElboTerms>> scored = thread.submit(() -> a.newScorer().score(ONE));
        await(inside);

        PooledModel b = pool.add("b", () -> models.open());

        assertThat(List.of(a.isLoaded(), b.isLoaded())).containsExactly(true, true);
        goOn.countDown();
        assertThat(scored.get(10, TimeUnit.SECONDS)).hasSize(1);
        assertThat(pool.counts().loaded()).as("closed when it was given back").isEqualTo(1);
        thread.shutdown();
    }

    @Test
    void shouldCloseWhatNoPlanNamesOnceItIsIdle() {
        ModelPool pool = new ModelPool(9, now::get);
        CheckedModels models = new CheckedModels();
        PooledModel a = pool.add("a", () -> models.open());
        PooledModel b = pool.add("b", () -> models.open());

        pool.retain(List.of(b));
        assertThat(a.isLoaded())
                .as("an image of the plan before may still wait")
                .isTrue();
        now.addAndGet(ModelPool.IDLE.toNanos());
        pool.tidy();

        assertThat(List.of(a.isLoaded(), b.isLoaded())).containsExactly(false, true);
        assertThat(pool.find("a")).isEmpty();
        assertThat(pool.find("b")).contains(b);
    }

    @Test
    void shouldStillScoreALateImageOfAnEarlierPlanAndTidyAgain() {
        ModelPool pool = new ModelPool(9, now::get);
        CheckedModels models = new CheckedModels();
        PooledModel a = pool.add("a", () -> models.open());
        pool.retain(List.of());
        now.addAndGet(ModelPool.IDLE.toNanos());
        pool.tidy();

        assertThat(a.newScorer().score(ONE)).hasSize(1);
        assertThat(pool.counts()).extracting("loaded", "reloads").containsExactly(1, 1L);
        now.addAndGet(ModelPool.IDLE.toNanos());
        pool.tidy();

        assertThat(pool.counts().loaded()).isZero();
        models.assertAllClosed();
    }

    @Test
    void shouldKeepAModelThatAPlanNamesAgain() {
        ModelPool pool = new ModelPool(9, now::get);
        PooledModel a = pool.add("a", () -> new CheckedModels().open());
        pool.retain(List.of());

        assertThat(pool.find("a")).contains(a);
        now.addAndGet(Duration.ofDays(1).toNanos());
        pool.tidy();

        assertThat(a.isLoaded()).isTrue();
    }

    @Test
    void shouldPassOnTheFailureOfAModelAndOfAnOpening() {
        ModelPool pool = new ModelPool(1, now::get);
        CheckedModels models = new CheckedModels();
        PooledModel a = pool.add(
                "a",
                () -> models.open(() -> {
                    throw new ModelException("no");
                }));
        assertThatThrownBy(() -> a.newScorer().score(ONE)).isInstanceOf(ModelException.class);

        assertThatThrownBy(() -> pool.add("b", () -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(pool.counts().loaded()).isEqualTo(1);
        pool.close();
        models.assertAllClosed();
    }

    /** Every call finds an open model, whatever other threads close; nothing is left open. */
    @Test
    void shouldHoldUnderManyThreads() throws Exception {
        ModelPool pool = new ModelPool(2, now::incrementAndGet);
        CheckedModels models = new CheckedModels();
        List<PooledModel> all = IntStream.range(0, 5)
                .mapToObj(i -> pool.add("m" + i, () -> models.open()))
                .toList();
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Future<Integer>> done = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int seed = t;
            done.add(executor.submit(() -> {
                List<ImageScorer> scorers =
                        all.stream().map(ImageModel::newScorer).toList();
                start.await();
                int scored = 0;
                for (int i = 0; i < 2000; i++) {
                    scored += scorers.get((i * 7 + seed * 3) % scorers.size())
                            .score(ONE)
                            .size();
                    if (i % 50 == seed) {
                        pool.retain(all.subList(0, seed % 5));
                    }
                }
                return scored;
            }));
        }
        for (Future<Integer> one : done) {
            assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(2000);
        }
        executor.shutdown();

        assertThat(pool.counts().loaded()).isLessThanOrEqualTo(2).isEqualTo(models.stillOpen());
        assertThat(pool.counts().reloads()).isPositive();
        pool.close();
        models.assertAllClosed();
    }

    private void use(PooledModel model, long at) {
        now.set(at);
        model.newScorer().score(ONE);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
