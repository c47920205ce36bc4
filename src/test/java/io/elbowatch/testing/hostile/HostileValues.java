package io.elbowatch.testing.hostile;

import java.util.Arrays;
import java.util.Random;

/** Values that no camera sends, as many as wanted. A value's seed and number say what it is, whatever was asked for before. */
public final class HostileValues {
    /** Values of this size are one in so many, as they take a thousand times as long as the others. */
    private static final int LARGE_EVERY = 2_000;

    private static final int LARGE_BYTES = 15 << 20;
    private static final String[] CONTENT_TYPES = {
        null,
        null,
        null,
        null,
        "image/png",
        "image/jpeg",
        "image/x-raw",
        "application/octet-stream",
        "",
        ";",
        "\n",
        "image/png; a=\u202e\n<b>",
        "image/webp",
        "image/tiff",
        "image/heic",
        "text/html"
    };

    private final long seed;

    /**
     * A value and what came with it.
     *
     * @param kind what was done to it, for whoever reads of a failure
     * @param value may be null
     * @param contentType may be null
     */
    public record Hostile(String kind, byte[] value, String contentType) {}

    public HostileValues(long seed) {
        this.seed = seed;
    }

    public Hostile value(long number) {
        Random random = new Random(seed * 0x9e3779b97f4a7c15L + number);
        random.nextLong(); // neighbouring seeds begin alike
        String contentType = CONTENT_TYPES[random.nextInt(CONTENT_TYPES.length)];
        if (number % LARGE_EVERY == LARGE_EVERY - 1) {
            return new Hostile("LARGE", large(random), contentType);
        }
        Damage damage = Damage.any(random);
        return new Hostile(damage.name(), damage.of(random), contentType);
    }

    private static byte[] large(Random random) {
        byte[] value = new byte[LARGE_BYTES];
        switch (random.nextInt(6)) {
            case 0 -> random.nextBytes(value);
            case 1 -> Arrays.fill(value, (byte) 0xff);
            case 2 -> {
                return PngParts.withChunk("tEXt", LARGE_BYTES);
            }
            case 3 -> {
                return PngParts.withChunk("IDAT", LARGE_BYTES);
            }
            case 4 -> Arrays.fill(value, (byte) 0x55);
            default -> {}
        }
        byte[] file = VectorFiles.any(random);
        System.arraycopy(file, 0, value, 0, file.length - random.nextInt(file.length));
        return value;
    }
}
