package io.elbowatch.testing.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** A way in which a value is not what it should be. The same random numbers give the same value. */
enum Damage {
    NONE(4) {
        @Override
        byte[] of(Random random) {
            return VectorFiles.any(random);
        }
    },
    FLIPPED_BITS(20) {
        @Override
        byte[] of(Random random) {
            byte[] value = VectorFiles.any(random);
            for (int i = random.nextInt(8); i >= 0; i--) {
                value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return mendedOrNot(value, random);
        }
    },
    /** Headers and tables are where a decoder is led astray. */
    OVERWRITTEN_HEAD(20) {
        @Override
        byte[] of(Random random) {
            byte[] value = VectorFiles.any(random);
            for (int i = random.nextInt(6); i >= 0; i--) {
                value[random.nextInt(Math.min(value.length, 400))] = (byte) EXTREME[random.nextInt(EXTREME.length)];
            }
            return mendedOrNot(value, random);
        }
    },
    CUT(12) {
        @Override
        byte[] of(Random random) {
            byte[] value = VectorFiles.any(random);
            return Arrays.copyOf(value, random.nextInt(value.length));
        }
    },
    SPLICED(12) {
        @Override
        byte[] of(Random random) {
            byte[] head = VectorFiles.any(random);
            byte[] tail = VectorFiles.any(random);
            int from = random.nextInt(tail.length);
            return joined(
                    Arrays.copyOf(head, random.nextInt(head.length)), Arrays.copyOfRange(tail, from, tail.length));
        }
    },
    STRETCH_REPEATED(8) {
        @Override
        byte[] of(Random random) {
            byte[] value = VectorFiles.any(random);
            int from = random.nextInt(value.length);
            int to = from + random.nextInt(value.length - from);
            byte[] stretch = Arrays.copyOfRange(value, from, to);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(value, 0, from);
            for (int i = random.nextInt(20); i > 0; i--) {
                out.writeBytes(stretch);
            }
            out.write(value, to, value.length - to);
            return out.toByteArray();
        }
    },
    DECLARED_SIZE(8) {
        @Override
        byte[] of(Random random) {
            byte[] value = VectorFiles.any(random);
            int width = SIDES[random.nextInt(SIDES.length)];
            int height = SIDES[random.nextInt(SIDES.length)];
            int frame = JpegParts.frame(value);
            if (value[0] == 'B') {
                ByteBuffer.wrap(value)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(18, width)
                        .putInt(22, height);
            } else if (value[0] == 'I') {
                // Any numbers of a TIFF's directory.
                ByteBuffer file = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
                int most = Math.min(value.length, 160) - 4;
                file.putInt(8 + random.nextInt(most - 8), width).putInt(8 + random.nextInt(most - 8), height);
            } else if (frame < 0) {
                ByteBuffer.wrap(value).putInt(16, width).putInt(20, height);
                PngChecksums.fix(value);
            } else {
                ByteBuffer.wrap(value).putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
            }
            return value;
        }
    },
    PNG_BOMB(2) {
        @Override
        byte[] of(Random random) {
            int side = 1 + random.nextInt(random.nextBoolean() ? 1_100 : 70_000);
            return PngParts.bomb(side, 1 + random.nextInt(1_100), random);
        }
    },
    MANY_PARTS(4) {
        @Override
        byte[] of(Random random) {
            return random.nextBoolean() ? PngParts.manyChunks(random) : JpegParts.manySegments(random);
        }
    },
    POLYGLOT(4) {
        @Override
        byte[] of(Random random) {
            byte[] head = HEADS[random.nextInt(HEADS.length)].getBytes(ISO_8859_1);
            byte[] image = VectorFiles.any(random);
            return random.nextBoolean() ? joined(head, image) : joined(image, head);
        }
    },
    RAW(4) {
        @Override
        byte[] of(Random random) {
            return noise(random, RAW_LENGTHS[random.nextInt(RAW_LENGTHS.length)] + random.nextInt(3) - 1);
        }
    },
    NOISE_AFTER_MAGIC(4) {
        @Override
        byte[] of(Random random) {
            byte[] head = Arrays.copyOf(VectorFiles.any(random), random.nextInt(64));
            return joined(head, noise(random, random.nextInt(2_000)));
        }
    },
    NOTHING(1) {
        @Override
        byte[] of(Random random) {
            return random.nextBoolean() ? null : new byte[0];
        }
    };

    private static final int[] EXTREME = {0, 1, 2, 3, 4, 8, 16, 0x7f, 0x80, 0xc0, 0xd8, 0xd9, 0xda, 0xfe, 0xff};
    private static final int[] SIDES = {
        0, 1, 2, 7, 255, 256, 1_000, 1_024, 4_096, 32_768, 65_535, 65_536, 1 << 24, Integer.MAX_VALUE, -1
    };
    private static final int[] RAW_LENGTHS = {1, 4, 784, 600, 1_800, 4_096};
    private static final String[] HEADS = {
        "GIF89a\1\0\1\0",
        "%PDF-1.7\n",
        "PK\3\4",
        "\u001f\u008b\b\0",
        "BM6\0\0\0",
        "II*\0\b\0\0\0",
        "RIFF\0\0\0\0WEBPVP8 ",
        "<!DOCTYPE html><script>alert(1)</script>",
        "#!/bin/sh\n",
        "\u007fELF",
        "\u00ff\u00d8\u00ff",
        "\u0089PNG\r\n\u001a\n"
    };

    private final int weight;

    Damage(int weight) {
        this.weight = weight;
    }

    abstract byte[] of(Random random);

    /** Each as often as its weight says. */
    static Damage any(Random random) {
        int left = random.nextInt(
                Arrays.stream(values()).mapToInt(damage -> damage.weight).sum());
        for (Damage damage : values()) {
            left -= damage.weight;
            if (left < 0) {
                return damage;
            }
        }
        throw new IllegalStateException("the weights do not add up");
    }

    /** With right checksums, without which nothing behind them is looked at. */
    private static byte[] mendedOrNot(byte[] png, Random random) {
        if (random.nextInt(4) > 0) {
            PngChecksums.fix(png);
        }
        return png;
    }

    private static byte[] noise(Random random, int bytes) {
        byte[] noise = new byte[bytes];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] joined(byte[] first, byte[] last) {
        byte[] joined = Arrays.copyOf(first, first.length + last.length);
        System.arraycopy(last, 0, joined, first.length, last.length);
        return joined;
    }
}
