package io.elbowatch.lab.soak;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.testing.Bundles;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerTest {
    private static final NumberedImages IMAGES =
            new NumberedImages(ImagePool.of(Bundle.load(Bundles.FASHION_MNIST), Optional.empty(), 1), 1, true);

    private final Ledger ledger = new Ledger(IMAGES, watch());

    @Test
    void shouldCountEachImageOnceAndWhatComesAgainApart() {
        ledger.scored(scored(0), true, false);
        ledger.scored(scored(1), true, false);
        ledger.scored(scored(1), true, false);

        assertThat(ledger.distinct()).isEqualTo(2);
        assertThat(ledger.doubled()).isEqualTo(1);
        assertThat(ledger.differing()).isZero();
    }

    @Test
    void shouldSeeAnImageInBothTopicsAsDoubled() {
        int broken = IntStream.range(0, 1_000)
                .filter(number -> IMAGES.image(number).isEmpty())
                .findFirst()
                .orElseThrow();

        ledger.rejected(broken, true);
        ledger.scored(broken, false, false);

        assertThat(ledger.doubled()).isEqualTo(1);
        assertThat(ledger.differing()).isEqualTo(1);
    }

    @Test
    void shouldSeeAGoodImageThatWasRejected() {
        ledger.rejected(scored(0), true);

        assertThat(ledger.differing()).isEqualTo(1);
    }

    @Test
    void shouldSeeDisorderWithinASourceAlone() {
        int[] same = IntStream.range(0, 1_000)
                .filter(number -> IMAGES.source(number) == 3)
                .toArray();
        int other = IntStream.range(0, 1_000)
                .filter(number -> IMAGES.source(number) == 4)
                .findFirst()
                .orElseThrow();

        ledger.scored(same[5], true, false);
        ledger.scored(other, true, false);
        assertThat(ledger.disordered()).isZero();
        ledger.scored(same[4], true, false);
        assertThat(ledger.disordered()).isEqualTo(1);
    }

    @Test
    void shouldSeeAnomaliesThatAreMissingDoubledOrNone() {
        ledger.scored(scored(0), true, true);
        ledger.scored(scored(1), true, true);
        ledger.scored(scored(2), true, false);
        ledger.announced(scored(0));
        ledger.announced(scored(0));
        ledger.announced(scored(2));

        assertThat(ledger.wrongAnomalies()).isEqualTo(3);
    }

    @Test
    void shouldCountTheDeletedImagesThatDidNotLeave() {
        int[] ofOnePartition = IntStream.range(0, 1_000)
                .filter(number -> IMAGES.source(number) % Soak.PARTITIONS == 3)
                .toArray();
        ledger.scored(ofOnePartition[2], true, false);
        Ledger.Deleted secondToFourth = (partition, position) -> partition == 3 && position >= 1 && position <= 3;

        assertThat(ledger.overtaken(1_000, secondToFourth)).isEqualTo(2);
        assertThat(ledger.overtaken(ofOnePartition[3], secondToFourth)).isEqualTo(1);
    }

    /** The n-th that can be decoded. */
    private static int scored(int n) {
        return IntStream.range(0, 1_000)
                .filter(number -> IMAGES.image(number).isPresent())
                .skip(n)
                .findFirst()
                .orElseThrow();
    }

    /** Of images that were sent. */
    private static RecoveryWatch watch() {
        RecoveryWatch watch = new RecoveryWatch(Soak.PARTITIONS, () -> 0);
        watch.sent(1_000);
        return watch;
    }
}
