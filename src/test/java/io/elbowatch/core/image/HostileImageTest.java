package io.elbowatch.core.image;

import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.core.image.Preprocessing.Fit;
import io.elbowatch.core.image.Preprocessing.Orientation;
import io.elbowatch.testing.hostile.Effort;
import io.elbowatch.testing.hostile.HostileValues;
import io.elbowatch.testing.hostile.HostileValues.Hostile;
import io.elbowatch.testing.hostile.JpegParts;
import io.elbowatch.testing.hostile.PngParts;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Limits the time and memory of any value. {@code -Dfuzz.values} is the number of values, {@code -Dfuzz.seed} the first
 * seed; a failure names its value.
 */
class HostileImageTest {
    private static final Logger LOG = LoggerFactory.getLogger(HostileImageTest.class);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final long VALUES = Long.getLong("fuzz.values", 20_000);
    private static final ImageShape SHAPE = new ImageShape(3, 20, 30);
    private static final DecodeLimits LIMITS = new DecodeLimits(16 << 20, 1 << 20);

    /** Twenty times what the dearest value takes; a value whose cost has no limit takes minutes. */
    private static final long MAX_MILLIS = 20_000;

    /** For the samples of a JPEG, its planes, these turned, the cropped part, and that part resized in one direction. */
    private static final int MAX_BYTES_PER_PIXEL = 16;

    private final ImageDecoder decoder = new ImageDecoder(new Preprocessing(SHAPE, Fit.CROP, Orientation.EXIF), LIMITS);

    @Test
    void shouldAnswerEveryValueInBoundedTimeAndMemory() {
        shouldAnswer(decoder, SHAPE, VALUES);
    }

    @Test
    void shouldAnswerEveryValueAtFullDepth() {
        ImageShape shape = new ImageShape(1, 20, 30, 16);
        shouldAnswer(new ImageDecoder(new Preprocessing(shape, Fit.CROP, Orientation.EXIF), LIMITS), shape, VALUES / 2);
    }

    private static void shouldAnswer(ImageDecoder decoder, ImageShape shape, long count) {
        HostileValues values = new HostileValues(SEED);
        Map<Reason, Integer> rejected = new EnumMap<>(Reason.class);
        int decoded = 0;
        Effort most = new Effort(0, 0);
        for (long number = 0; number < count; number++) {
            Hostile hostile = values.value(number);
            Decoded[] answer = new Decoded[1];
            Effort effort = Effort.of(() -> answer[0] = decoder.decode(hostile.value(), hostile.contentType()));

            String which = hostile.kind() + ", value " + number + " of seed " + SEED;
            assertThat(effort.cpuMillis()).as(which).isLessThanOrEqualTo(MAX_MILLIS);
            assertThat(effort.allocatedBytes()).as(which).isLessThanOrEqualTo(mostBytes(hostile.value(), LIMITS));
            most = most.max(effort);
            if (answer[0] instanceof Decoded.Rejected refused) {
                assertThat(refused.rejection().detail()).as(which).hasSizeLessThan(1_000);
                rejected.merge(refused.rejection().reason(), 1, Integer::sum);
            } else {
                assertThat(((Decoded.Pixels) answer[0]).pixels()).as(which).hasSize(shape.bytes());
                decoded++;
            }
        }
        LOG.info(
                "hostile values seed={} values={} decoded={} rejected={} most_cpu_millis={} most_bytes={}",
                SEED,
                count,
                decoded,
                rejected,
                most.cpuMillis(),
                most.allocatedBytes());
    }

    /** Every scan is a pass over all pixels: their number is what bounds the time. */
    @ParameterizedTest
    @CsvSource({"4096, 20, true", "4096, 21, false", "4096, 100, false", "1024, 100, true", "1024, 101, false"})
    void shouldDecodeNoMoreScansThanItsPixelsAllow(int side, int scans, boolean decoded) {
        assertThat(large(JpegParts.scans(side, side, scans)) instanceof Decoded.Pixels)
                .isEqualTo(decoded);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldDecodeALargePngFromFewBytes(int interlace) {
        assertThat(large(PngParts.black(4_096, 4_096, interlace))).isInstanceOf(Decoded.Pixels.class);
    }

    /** 16.8 million pixels. */
    private static Decoded large(byte[] value) {
        DecodeLimits limits = new DecodeLimits(16 << 20, 1 << 24);
        ImageDecoder decoder = new ImageDecoder(new Preprocessing(SHAPE, Fit.CROP), limits);
        Decoded[] answer = new Decoded[1];
        Effort effort = Effort.of(() -> answer[0] = decoder.decode(value, null));
        assertThat(effort.cpuMillis()).isLessThanOrEqualTo(MAX_MILLIS);
        assertThat(effort.allocatedBytes()).isLessThanOrEqualTo(mostBytes(value, limits));
        return answer[0];
    }

    /** For the pixels, a copy of the file without its metadata, and a constant. */
    private static long mostBytes(byte[] value, DecodeLimits limits) {
        return MAX_BYTES_PER_PIXEL * limits.maxPixels() + (value == null ? 0 : value.length) + (1 << 20);
    }
}
