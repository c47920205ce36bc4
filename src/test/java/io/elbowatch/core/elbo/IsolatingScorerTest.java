package io.elbowatch.core.elbo;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.core.elbo.Scoring.Refused;
import io.elbowatch.core.elbo.Scoring.Scored;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Terms;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IsolatingScorerTest {
    private static final byte[] POISON = image(13);

    @Test
    void shouldScoreABatchInOneRun() {
        FakeModel model = new FakeModel();
        List<Scoring> scorings = scorer(model).score(List.of(image(1), image(2), image(3)));
        assertThat(scorings)
                .containsExactly(
                        new Scored(Terms.of(1, 0, 1, 1, 1), "cpu"),
                        new Scored(Terms.of(2, 0, 1, 2, 2), "cpu"),
                        new Scored(Terms.of(3, 0, 1, 3, 3), "cpu"));
        assertThat(model.batches()).containsExactly(3);
    }

    @Test
    void shouldRefuseOnlyThePoisonImageOfABatch() {
        FakeModel model = new FakeModel().failingOn(image -> image[0] == 13);
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            images.add(i == 7 ? POISON : image(100 + i));
        }
        List<Scoring> scorings = scorer(model).score(images);
        assertThat(scorings).hasSize(20);
        for (int i = 0; i < 20; i++) {
            if (i == 7) {
                assertThat(((Refused) scorings.get(i)).rejection().reason()).isEqualTo(Reason.MODEL_FAILED);
            } else {
                assertThat(scorings.get(i)).isEqualTo(new Scored(Terms.of(100 + i, 0, 1, 100 + i, 100 + i), "cpu"));
            }
        }
    }

    @Test
    void shouldThrowInsteadOfRefusingWhenTheModelItselfIsBroken() {
        FakeModel model = new FakeModel().failingOn(image -> true);
        assertThatThrownBy(() -> scorer(model).score(List.of(image(1), image(2))))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("blank");
    }

    /** A model that breaks while images are tried one by one: no image may be blamed for it. */
    @Test
    void shouldThrowWhenTheModelBreaksInTheMiddle() {
        int[] runs = {0};
        ImageScorer breaking = new ImageScorer() {
            @Override
            public List<ElboTerms> score(List<byte[]> images) {
                runs[0]++;
                if (runs[0] == 1 || runs[0] > 3) { // the batch; then probe and first image go well, and nothing after
                    throw new ModelException("broken");
                }
                return images.stream().map(FakeModel::meanPixel).toList();
            }

            @Override
            public String provider() {
                return "cpu";
            }

            @Override
            public void close() {}
        };
        assertThatThrownBy(() ->
                        new IsolatingScorer(breaking, FakeModel.SHAPE).score(List.of(image(1), image(2), image(3))))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("blank");
    }

    @Test
    void shouldRefuseTermsThatAreNotFinite() {
        FakeModel model = new FakeModel(image -> Terms.of(image[0] == 2 ? Float.NaN : 1, 0, 1, 1, 1));
        List<Scoring> scorings = scorer(model).score(List.of(image(1), image(2)));
        assertThat(scorings.get(0)).isInstanceOf(Scored.class);
        assertThat(((Refused) scorings.get(1)).rejection().reason()).isEqualTo(Reason.NON_FINITE);
    }

    @Test
    void shouldNameTheFeatureThatIsNotFinite() {
        FakeModel model = new FakeModel(image -> new ElboTerms(1, 0, 1, 1, Features.of(1, Float.POSITIVE_INFINITY)));
        Rejection rejection = ((Refused) scorer(model).score(List.of(image(1))).get(0)).rejection();
        assertThat(rejection.reason()).isEqualTo(Reason.NON_FINITE);
        assertThat(rejection.detail()).contains("features[1] is Infinity");
    }

    @Test
    void shouldTurnWhateverAModelThrowsIntoTheModelsFailure() {
        FakeModel model = new FakeModel(image -> {
            throw new org.apache.kafka.common.errors.TimeoutException("Kafka's own type, out of user code");
        });
        assertThatThrownBy(() -> scorer(model).score(List.of(image(1)))).isInstanceOf(ModelException.class);
    }

    @Test
    void shouldFailWhenTheModelGivesAnotherNumberOfScores() {
        ImageScorer short1 = new ImageScorer() {
            @Override
            public List<ElboTerms> score(List<byte[]> images) {
                return List.of();
            }

            @Override
            public String provider() {
                return "cpu";
            }

            @Override
            public void close() {}
        };
        assertThatThrownBy(() -> new IsolatingScorer(short1, FakeModel.SHAPE).score(List.of(image(1))))
                .isInstanceOf(ModelException.class);
    }

    private static IsolatingScorer scorer(FakeModel model) {
        return new IsolatingScorer(model.newScorer(), model.shape());
    }

    private static byte[] image(int pixel) {
        return new byte[] {(byte) pixel, (byte) pixel, (byte) pixel, (byte) pixel};
    }
}
