package io.elbowatch.core.evaluation;

import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.testing.FakeModel;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ParallelScorerTest {
    private static final int IMAGES = 1000;

    private final List<Integer> tags = new ArrayList<>();
    private final List<ScoredImage> scored = new ArrayList<>();

    @Test
    void shouldGiveEveryImageOnceInOrderOnAnyNumberOfThreads() {
        for (int threads : List.of(1, 3)) {
            tags.clear();
            scored.clear();
            try (ParallelScorer<Integer> scorer = scorer(new FakeModel(), threads)) {
                for (int i = 0; i < IMAGES; i++) {
                    scorer.add(i, image(i));
                }
                scorer.finish();
                assertThat(scorer.workNanos()).isPositive();
            }
            assertThat(tags)
                    .containsExactlyElementsOf(
                            IntStream.range(0, IMAGES).boxed().toList());
            for (int i = 0; i < IMAGES; i++) {
                int pixel = i % 200;
                assertThat(scored.get(i).index()).isEqualTo(i);
                assertThat(scored.get(i).scoring())
                        .isInstanceOfSatisfying(
                                Scoring.Scored.class,
                                of -> assertThat(of.terms().local()).isEqualTo(pixel));
            }
        }
    }

    @Test
    void shouldPassOnThatTheModelFails() {
        try (ParallelScorer<Integer> scorer = scorer(new FakeModel().failingOn(image -> true), 2)) {
            scorer.add(0, image(0));
            assertThatThrownBy(scorer::finish).isInstanceOf(ModelException.class);
        }
    }

    @Test
    void shouldCloseWithImagesThatAreNotFinished() {
        try (ParallelScorer<Integer> scorer = scorer(new FakeModel(), 2)) {
            for (int i = 0; i < 100; i++) {
                scorer.add(i, image(i));
            }
        }
        assertThat(tags).hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void shouldCloseTheScorersThatItHasWhereTheModelMakesNoMore() {
        AtomicInteger made = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        ImageScorer scorer = of(ImageScorer.class, (proxy, method, arguments) -> {
            assertThat(method.getName()).isEqualTo("close");
            closed.incrementAndGet();
            return null;
        });
        ImageModel model = of(ImageModel.class, (proxy, method, arguments) -> {
            if (!method.getName().equals("newScorer")) {
                return method.invoke(new FakeModel(), arguments);
            }
            if (made.incrementAndGet() > 2) {
                throw new ModelException("no memory for one more");
            }
            return scorer;
        });

        assertThatThrownBy(() -> scorer(model, 4)).isInstanceOf(ModelException.class);

        assertThat(closed.get()).isEqualTo(2);
    }

    private static <T> T of(Class<T> type, InvocationHandler calls) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
    }

    private ParallelScorer<Integer> scorer(ImageModel model, int threads) {
        ImageDecoder decoder =
                new ImageDecoder(new Preprocessing(FakeModel.SHAPE, Preprocessing.Fit.STRETCH), DecodeLimits.DEFAULT);
        return new ParallelScorer<>(decoder, model, threads, (tag, image) -> {
            tags.add(tag);
            scored.add(image);
        });
    }

    private static SetImage image(int i) {
        byte pixel = (byte) (i % 200);
        return new SetImage("image-" + i, "group", new byte[] {pixel, pixel, pixel, pixel}, "image/x-raw");
    }
}
