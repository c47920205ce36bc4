package io.elbowatch.stream.feedback;

import io.elbowatch.core.quality.Choice;
import io.elbowatch.core.quality.LabelledImage;
import io.elbowatch.core.quality.QualityReport;
import io.elbowatch.core.quality.ReviewChoice;
import io.elbowatch.core.quality.Truth;
import io.elbowatch.stream.wire.Decision;
import io.elbowatch.stream.wire.LabelRecord;
import io.elbowatch.stream.wire.LabelledVerdict;
import io.elbowatch.stream.wire.OutputOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QualityBookTest {
    private static final long NOW = Duration.ofDays(20_000).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final QualityBook book = new QualityBook(Duration.ofDays(30));

    @Test
    void shouldEstimatePrecisionFromLabelsOfReportedImages() {
        for (int i = 0; i < 10; i++) {
            book.reported(reported("camera-" + i % 2, i, NOW), NOW);
        }
        for (int i = 0; i < 4; i++) {
            book.labelled(label(i, i == 0 ? Truth.NORMAL : Truth.DEFECT));
        }
        book.labelled(label(4, Truth.UNSURE));

        QualityReport report = book.report(NOW);

        assertThat(report.all().precision().orElseThrow().value()).isEqualTo(0.75);
        assertThat(report.all().precision().orElseThrow().labels()).isEqualTo(4);
        assertThat(report.all().reported()).isEqualTo(10);
        assertThat(report.all().unsure()).isEqualTo(1);
        assertThat(report.sources()).containsOnlyKeys("camera-0", "camera-1");
        assertThat(report.sources().get("camera-0").precision().orElseThrow().value())
                .isEqualTo(0.5);
        assertThat(report.sources().get("camera-1").reported()).isEqualTo(5);
        assertThat(report.all().recall()).as("nothing was drawn").isEmpty();
    }

    /** 900 drawn of 1 in 100, of which 90 are labelled: a missed defect among them stands for 1,000 images. */
    @Test
    void shouldEstimateRecallFromTheDrawnImages() {
        for (int i = 0; i < 2_000; i++) {
            book.reported(reported("a", i, NOW), NOW);
        }
        for (int i = 0; i < 100; i++) {
            book.labelled(label(i, i < 50 ? Truth.DEFECT : Truth.NORMAL));
        }
        for (int i = 0; i < 900; i++) {
            book.drawn(drawn("a", 10_000 + i, NOW, 0.5, 0.01), NOW);
        }
        for (int i = 0; i < 90; i++) {
            book.labelled(label(10_000 + i, i == 0 ? Truth.DEFECT : Truth.NORMAL));
        }

        QualityReport report = book.report(NOW);

        assertThat(report.all().recall().orElseThrow().value()).isEqualTo(1_000 / 2_000.0);
        assertThat(report.all().falseAlarmRate().orElseThrow().value()).isEqualTo(1_000 / 91_000.0);
        assertThat(report.waiting()).isEqualTo(810);
        assertThat(book.labelledImages(NOW))
                .filteredOn(image -> image.why() == Choice.RANDOM)
                .hasSize(90)
                .allMatch(image -> image.weight() == 1_000);
        assertThat(book.labelledImages(NOW))
                .filteredOn(image -> image.why() == Choice.REPORTED)
                .hasSize(100)
                .allMatch(image -> image.weight() == 20);
    }

    /** The clock of a camera shows the year 2100. */
    @Test
    void shouldForgetAnImageOfTheFutureWithThoseOfItsArrival() {
        long future = NOW + 74L * 365 * DAY;
        for (int i = 0; i < 10; i++) {
            book.reported(reported("a", i, future), NOW);
            book.labelled(label(i, Truth.NORMAL));
        }
        assertThat(book.report(NOW).all().precision().orElseThrow().labels()).isEqualTo(10);

        long later = NOW + 40 * DAY;
        book.reported(reported("a", 100, later), later);
        book.labelled(label(100, Truth.DEFECT));

        QualityReport report = book.report(later);
        assertThat(report.all().reported()).isEqualTo(1);
        assertThat(report.all().precision().orElseThrow().labels()).isEqualTo(1);
    }

    @Test
    void shouldJoinInAnyOrder() {
        QualityReport expected = null;
        for (int seed = 0; seed < 20; seed++) {
            QualityBook shuffled = new QualityBook(Duration.ofDays(30));
            List<Runnable> records = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int image = i;
                records.add(() -> shuffled.reported(reported("a", image, NOW - image * DAY / 2), NOW));
                records.add(() -> shuffled.drawn(drawn("b", 100 + image, NOW - DAY, 0.02 + image / 40.0, 0.05), NOW));
                records.add(() -> shuffled.labelled(label(image, image % 3 == 0 ? Truth.NORMAL : Truth.DEFECT)));
                records.add(() -> shuffled.labelled(label(100 + image, image % 7 == 0 ? Truth.DEFECT : Truth.NORMAL)));
            }
            Collections.shuffle(records, new Random(seed));
            records.forEach(Runnable::run);
            QualityReport report = shuffled.report(NOW);
            expected = expected == null ? report : expected;
            assertThat(report.all()).isEqualTo(expected.all());
            assertThat(report.sources()).isEqualTo(expected.sources());
        }
    }

    @Test
    void shouldCountAnImageOnceHoweverOftenItIsWritten() {
        for (int i = 0; i < 3; i++) {
            book.reported(reported("a", 1, NOW), NOW);
            book.drawn(drawn("a", 2, NOW, 0.5, 1), NOW);
            book.labelled(label(1, Truth.DEFECT));
            book.labelled(label(2, Truth.DEFECT));
        }

        assertThat(book.report(NOW).all().reported()).isEqualTo(1);
        assertThat(book.report(NOW).all().recall().orElseThrow().value()).isEqualTo(0.5);
    }

    /** A reported image that was drawn is one of the reported ones, and is no image that was missed. */
    @Test
    void shouldCountADrawnImageThatWasReportedAsReported() {
        Decision image = reported("a", 1, NOW);
        book.reported(image, NOW);
        book.drawn(
                new Decision(
                        image.image(),
                        "a",
                        NOW,
                        true,
                        0.001,
                        0.01,
                        "default",
                        Optional.of(new ReviewChoice(Choice.RANDOM, 0.1))),
                NOW);
        book.labelled(label(1, Truth.DEFECT));

        assertThat(book.report(NOW).all().precision().orElseThrow().labels()).isEqualTo(1);
        assertThat(book.report(NOW).all().falseAlarmRate()).isEmpty();
    }

    @Test
    void shouldReplaceAndWithdrawLabels() {
        book.reported(reported("a", 1, NOW), NOW);
        book.labelled(label(1, Truth.DEFECT));
        book.labelled(label(1, Truth.NORMAL));
        assertThat(book.report(NOW).all().precision().orElseThrow().value()).isZero();

        book.withdrawn(image(1));
        assertThat(book.report(NOW).all().precision()).isEmpty();
    }

    @Test
    void shouldForgetImagesThatLeftTheWindow() {
        book.reported(reported("a", 1, NOW), NOW);
        book.labelled(label(1, Truth.DEFECT));
        book.drawn(drawn("a", 2, NOW, 0.5, 1), NOW);

        assertThat(book.report(NOW + 29 * DAY).all().reported()).isEqualTo(1);
        assertThat(book.report(NOW + 31 * DAY).all().reported()).isZero();
        assertThat(book.report(NOW + 31 * DAY).all().precision()).isEmpty();
    }

    @Test
    void shouldUseTheVerdictOfALabelWhoseImageIsNotKept() {
        QualityBook small = new QualityBook(Duration.ofDays(30), 2);
        for (int i = 0; i < 10; i++) {
            small.reported(reported("a", i, NOW), NOW);
        }
        small.labelled(
                label(0, Truth.DEFECT, Optional.of(new LabelledVerdict(true, 0.001, 0.01, "default", "b", "1"))));
        small.labelled(label(1, Truth.NORMAL));

        QualityReport report = small.report(NOW);
        assertThat(report.all().precision().orElseThrow().value()).isEqualTo(1);
        assertThat(report.all().reported()).as("counted, though not kept").isEqualTo(10);
        assertThat(report.unresolved()).isEqualTo(1);
        assertThat(small.unresolved().orElseThrow().image()).isEqualTo(image(1));
        assertThat(small.unresolved(image(1))).isEqualTo(small.unresolved());
        assertThat(small.unresolved(image(0))).as("its label has a verdict").isEmpty();
        assertThat(small.unresolved(image(2))).as("it has no label").isEmpty();

        small.lookedUp(image(1), Optional.of(reported("a", 1, NOW)), NOW);
        assertThat(small.report(NOW).all().precision().orElseThrow().value()).isEqualTo(0.5);
        assertThat(small.unresolved()).isEmpty();
        assertThat(small.unresolved(image(1))).isEmpty();
    }

    @Test
    void shouldNotTakeWhatSomebodyFoundForWhatWasDrawn() {
        book.labelled(label(7, Truth.DEFECT, Optional.of(new LabelledVerdict(false, 0.5, 0.01, "default", "b", "1"))));

        assertThat(book.report(NOW).all().recall()).isEmpty();
        assertThat(book.labelledImages(NOW))
                .extracting(LabelledImage::why, LabelledImage::weight)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Choice.OTHER, 0.0));
    }

    @Test
    void shouldOfferTheNewestImagesWithoutALabelFirst() {
        for (int i = 0; i < 5; i++) {
            book.drawn(drawn("a", i, NOW, 0.5, 0.01), NOW);
        }
        book.labelled(label(3, Truth.NORMAL));

        assertThat(book.queue(3))
                .extracting(waiting -> waiting.image().offset())
                .containsExactly(4L, 2L, 1L);
    }

    private static Decision reported(String source, int offset, long millis) {
        return new Decision(image(offset), source, millis, true, 0.001, 0.01, "default", Optional.empty());
    }

    private static Decision drawn(String source, int offset, long millis, double pValue, double rate) {
        return new Decision(
                image(offset),
                source,
                millis,
                false,
                pValue,
                0.01,
                "default",
                Optional.of(new ReviewChoice(Choice.RANDOM, rate)));
    }

    private static LabelRecord label(int offset, Truth truth) {
        return label(offset, truth, Optional.empty());
    }

    private static LabelRecord label(int offset, Truth truth, Optional<LabelledVerdict> verdict) {
        return new LabelRecord(
                image(offset),
                OptionalLong.of(NOW),
                Optional.of("a"),
                truth,
                Optional.empty(),
                Optional.empty(),
                "somebody",
                NOW,
                verdict);
    }

    private static OutputOrigin image(int offset) {
        return new OutputOrigin("images", 0, offset);
    }
}
