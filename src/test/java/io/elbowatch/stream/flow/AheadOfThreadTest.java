package io.elbowatch.stream.flow;

import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.Decoded;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.image.Preprocessing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Images of 4 bytes, of which 3 are given away at a time; a test runs what is given away when it likes. */
class AheadOfThreadTest {
    private static final TopicPartition ZERO = new TopicPartition("images", 0);
    private static final TopicPartition ONE = new TopicPartition("images", 1);
    private static final Preprocessing FOUR = new Preprocessing(new ImageShape(1, 2, 2), Preprocessing.Fit.STRETCH);
    private static final Preprocessing NINE = new Preprocessing(new ImageShape(1, 3, 3), Preprocessing.Fit.STRETCH);

    private final Deque<Runnable> given = new ArrayDeque<>();
    private final AheadOfThread ahead = new AheadOfThread(12, given::add);

    @Test
    void shouldTakeWhatAnotherThreadDecoded() throws InterruptedException {
        add(ZERO, 5);
        ahead.give();
        Thread other = new Thread(given.remove());
        other.start();
        other.join();

        AheadImage.Result result = ahead.take(ZERO, 5, FOUR).orElseThrow();

        assertThat(result.by()).isSameAs(other);
        assertThat(result.decoded())
                .isInstanceOfSatisfying(
                        Decoded.Pixels.class,
                        pixels -> assertThat(pixels.pixels()).containsExactly(5, 5, 5, 5));
    }

    @Test
    void shouldDecodeItselfWhatNobodyHasBegun() {
        add(ZERO, 5);
        ahead.give();

        AheadImage.Result result = ahead.take(ZERO, 5, FOUR).orElseThrow();

        assertThat(result.by()).isSameAs(Thread.currentThread());
        assertThat(given).hasSize(1);
        given.remove().run(); // too late, and without effect
        assertThat(ahead.bytes()).isZero();
    }

    @Test
    void shouldGiveAwayNoMoreThanItsBytesAndOneOfEachPartitionInTurn() {
        for (int offset = 0; offset < 5; offset++) {
            add(ZERO, offset);
            add(ONE, offset);
        }
        ahead.give();
        assertThat(given).hasSize(3);
        assertThat(ahead.bytes()).isEqualTo(12);

        assertThat(ahead.take(ONE, 0, FOUR)).isPresent();

        assertThat(given).hasSize(4);
        assertThat(ahead.bytes()).isEqualTo(12);
    }

    @Test
    void shouldDropWhatTheStreamThreadPassedOver() {
        add(ZERO, 1);
        add(ZERO, 2);
        add(ZERO, 7);
        ahead.give();

        assertThat(ahead.take(ZERO, 7, FOUR)).isPresent();

        assertThat(ahead.bytes()).isZero();
        assertThat(ahead.take(ZERO, 2, FOUR)).isEmpty();
    }

    @Test
    void shouldKeepNothingUpToWhatIsNotDecoded() {
        for (int offset = 0; offset < 6; offset++) {
            add(ZERO, offset);
        }
        ahead.give();
        assertThat(given).hasSize(3);

        ahead.pass(ZERO, 4);
        ahead.pass(ONE, 0);

        for (int offset = 0; offset < 5; offset++) {
            assertThat(ahead.take(ZERO, offset, FOUR)).isEmpty();
        }
        assertThat(ahead.bytes()).as("the next one takes the room").isEqualTo(4);
        assertThat(ahead.take(ZERO, 5, FOUR)).isPresent();
    }

    @Test
    void shouldHaveNothingForAnImageThatWasNotRead() {
        add(ZERO, 5);
        assertThat(ahead.take(ZERO, 4, FOUR)).isEmpty();
        assertThat(ahead.take(ONE, 5, FOUR)).isEmpty();
        assertThat(ahead.take(ZERO, 5, FOUR)).isPresent();
        assertThat(ahead.take(ZERO, 5, FOUR)).isEmpty();
    }

    @Test
    void shouldForgetPartitionsThatWentAway() {
        add(ZERO, 5);
        add(ONE, 5);
        ahead.give();

        ahead.retain(Set.of(ONE));

        assertThat(ahead.bytes()).isEqualTo(4);
        assertThat(ahead.take(ZERO, 5, FOUR)).isEmpty();
        assertThat(ahead.take(ONE, 5, FOUR)).isPresent();
    }

    @Test
    void shouldStartOverWhereAPartitionIsReadAgain() {
        add(ZERO, 5);
        add(ZERO, 6);
        ahead.give();

        add(ZERO, 5, new byte[] {9, 9, 9, 9});
        ahead.give();

        assertThat(ahead.bytes()).isEqualTo(4);
        assertThat(ahead.take(ZERO, 5, FOUR).orElseThrow().decoded())
                .isInstanceOfSatisfying(
                        Decoded.Pixels.class,
                        pixels -> assertThat(pixels.pixels()).containsOnly(9));
        assertThat(ahead.take(ZERO, 6, FOUR)).isEmpty();
    }

    @Test
    void shouldHaveNothingForAnotherPreprocessing() {
        add(ZERO, 5);
        ahead.give();
        assertThat(ahead.take(ZERO, 5, NINE)).isEmpty();
        assertThat(ahead.bytes()).isZero();
    }

    @Test
    @Timeout(60)
    void shouldDecodeTheNextImageWhileAnotherThreadIsAtTheWantedOne() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch nextDecoded = new CountDownLatch(1);
        ahead.add(ZERO, new AheadImage(5, FOUR, () -> {
            begun.countDown();
            await(nextDecoded);
            return decoded(5);
        }));
        ahead.add(ZERO, new AheadImage(6, FOUR, () -> {
            nextDecoded.countDown();
            return decoded(6);
        }));
        ahead.give();
        Thread other = new Thread(given.remove());
        other.start();
        begun.await();

        AheadImage.Result wanted = ahead.take(ZERO, 5, FOUR).orElseThrow();

        assertThat(wanted.by()).isSameAs(other);
        assertThat(ahead.take(ZERO, 6, FOUR).orElseThrow().by()).isSameAs(Thread.currentThread());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Decoded decoded(int level) {
        byte value = (byte) level;
        return new ImageDecoder(FOUR, DecodeLimits.DEFAULT).decode(new byte[] {value, value, value, value}, null);
    }

    /** As after an OutOfMemoryError in the pool: the stream thread decodes the image itself, and fails itself. */
    @Test
    void shouldHaveNothingWhereDecodingFailed() {
        ahead.add(ZERO, new AheadImage(5, FOUR, () -> {
            throw new OutOfMemoryError("of a test");
        }));
        ahead.give();
        given.remove().run();
        assertThat(ahead.take(ZERO, 5, FOUR)).isEmpty();
    }

    private void add(TopicPartition partition, int offset) {
        add(partition, offset, new byte[] {(byte) offset, (byte) offset, (byte) offset, (byte) offset});
    }

    private void add(TopicPartition partition, int offset, byte[] value) {
        ImageDecoder decoder = new ImageDecoder(FOUR, DecodeLimits.DEFAULT);
        ahead.add(partition, new AheadImage(offset, FOUR, () -> decoder.decode(value, null)));
    }
}
