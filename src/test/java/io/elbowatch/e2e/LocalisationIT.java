package io.elbowatch.e2e;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.Scoring.Scored;
import io.elbowatch.core.evaluation.SetScorer;
import io.elbowatch.core.evidence.Evidence;
import io.elbowatch.core.evidence.Place;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Thresholds;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.RealData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares the reported places with the defects, on crops of real boards, each centred on a real defect. */
class LocalisationIT {
    private static final double CENTRE = 32;

    @Test
    void shouldBoxTheCentreOfMostReportedDefects() {
        List<List<Place>> reported = new ArrayList<>();
        Bundle bundle = Bundle.load(Bundles.DEEPPCB);
        Judge judge = bundle.judge(Decider.DEFAULT, 0.01);
        double limit = Thresholds.upper(judge, Score.LOCAL).value();
        try (OnnxModel model = OnnxModel.open(bundle, ProviderChoice.parse("cpu"));
                ImageInspector inspector = model.newInspector()) {
            ImageDecoder decoder = new ImageDecoder(bundle.manifest().toPreprocessing(), DecodeLimits.DEFAULT);
            new SetScorer(decoder, model)
                    .score(ImageSet.open(RealData.file("deeppcb/test-defect64-idx3-ubyte.gz")), image -> {
                        if (judge.judge(((Scored) image.scoring()).terms()).anomalous()) {
                            reported.add(Evidence.of(
                                            model.form(),
                                            limit,
                                            image.pixels(),
                                            inspector
                                                    .inspect(List.of(image.pixels()))
                                                    .get(0))
                                    .evidence()
                                    .places());
                        }
                    });
        }
        List<Place> worst =
                reported.stream().flatMap(places -> places.stream().limit(1)).toList();
        long boxed =
                worst.stream().filter(place -> place.contains(CENTRE, CENTRE)).count();
        double medianArea = worst.stream()
                .mapToInt(place -> place.width() * place.height())
                .sorted()
                .skip(worst.size() / 2)
                .findFirst()
                .orElseThrow();

        // Measured: 87.3 % of 2,047 boxes of 5.5 % of the image (docs/evidence.md).
        // A box over the whole image would prove nothing.
        assertThat(worst.size()).isGreaterThan(2_000);
        assertThat(boxed / (double) worst.size()).isGreaterThan(0.86);
        assertThat(medianArea).isLessThan(0.06 * 64 * 64);
    }
}
