package io.elbowatch.core.image;

/**
 * The colour space of a JPEG. Rules and arithmetic are those of libjpeg, which Pillow uses: a JFIF marker means YCbCr,
 * else Adobe's marker decides, else the identifiers of the components.
 */
enum JpegColours {
    GREY,
    YCBCR,
    RGB,
    CMYK,
    YCCK;

    /** The file has no Adobe marker. */
    static final int NO_ADOBE = -1;

    private static final int HALF = 1 << 15;

    static JpegColours of(JpegHeader header, boolean jfif, int adobeTransform) {
        return switch (header.components()) {
            case 1 -> GREY;
            case 3 -> {
                boolean named = adobeTransform == NO_ADOBE && header.ids() == JpegHeader.RGB_IDS;
                yield !jfif && (adobeTransform == 0 || named) ? RGB : YCBCR;
            }
            default -> adobeTransform == NO_ADOBE || adobeTransform == 0 ? CMYK : YCCK;
        };
    }

    /** Converts interleaved samples // [H, W, components] to planes of 1 or 3 channels. */
    Planes planes(byte[] samples, JpegHeader header, int channels) {
        int pixels = header.height() * header.width();
        if (this == GREY && channels == 1) {
            return new Planes(1, header.height(), header.width(), samples);
        }
        Planes planes = Planes.black(channels, header.height(), header.width());
        byte[] out = planes.pixels(); // [channels, H, W]
        for (int i = 0, from = 0; i < pixels; i++, from += header.components()) {
            int rgb = rgb(samples, from);
            int red = rgb >> 16;
            int green = rgb >> 8 & 0xff;
            int blue = rgb & 0xff;
            if (channels == 1) {
                out[i] = Luma.of(red, green, blue);
            } else {
                out[i] = (byte) red;
                out[pixels + i] = (byte) green;
                out[2 * pixels + i] = (byte) blue;
            }
        }
        return planes;
    }

    private int rgb(byte[] samples, int at) {
        int first = samples[at] & 0xff;
        if (this == GREY) {
            return first << 16 | first << 8 | first;
        }
        int second = samples[at + 1] & 0xff;
        int third = samples[at + 2] & 0xff;
        return switch (this) {
            case YCBCR -> fromYcc(first, second, third);
            case CMYK -> fromInverseCmyk(first << 16 | second << 8 | third, samples[at + 3] & 0xff);
            // libjpeg converts YCC to the complement of CMY.
            case YCCK -> fromInverseCmyk(0xffffff - fromYcc(first, second, third), samples[at + 3] & 0xff);
            default -> first << 16 | second << 8 | third;
        };
    }

    /** R = Y + 1.402 Cr, G = Y − 0.34414 Cb − 0.71414 Cr, B = Y + 1.772 Cb, in 16-bit fixed point. */
    private static int fromYcc(int y, int cb, int cr) {
        int blueness = cb - 128;
        int redness = cr - 128;
        int red = clipped(y + ((91881 * redness + HALF) >> 16));
        int green = clipped(y + ((-22554 * blueness - 46802 * redness + HALF) >> 16));
        int blue = clipped(y + ((116130 * blueness + HALF) >> 16));
        return red << 16 | green << 8 | blue;
    }

    /** Pillow treats every CMYK JPEG as inverted, as the programs of Adobe write it: a value is c·k/255, rounded. */
    private static int fromInverseCmyk(int cmy, int black) {
        return product(cmy >> 16, black) << 16 | product(cmy >> 8 & 0xff, black) << 8 | product(cmy & 0xff, black);
    }

    private static int product(int inverse, int black) {
        int sum = (255 - inverse) * black + 128;
        return clipped(black - ((sum + (sum >> 8)) >> 8));
    }

    private static int clipped(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
