package io.elbowatch.core.image;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;

/**
 * What the first directory of a TIFF says of its image, all of it supported. The size is within the limits, and all
 * blocks (strips or tiles) of pixels lie in the value, which has as many bytes as they have together.
 *
 * @param bits of a sample: 1, 2, 4, 8 or 16
 * @param samples of a pixel: 1 to 4, alpha among them
 * @param kind what the samples mean
 * @param compression of the blocks
 * @param differences whether a sample of a row is the difference from that of the pixel before it
 * @param planar whether each sample has blocks of its own, not each pixel
 * @param littleEndian the order of the bytes of a sample of 16 bits
 * @param blockWidth of a tile; the width of the image for strips
 * @param blockHeight of a tile or a strip; the last strip may have fewer rows
 * @param tiled whether the blocks are tiles, which have rows and columns beyond the image
 * @param offsets of the blocks in the value
 * @param lengths of the blocks, bytes
 * @param colours of the palette, all reds first, then the greens, then the blues; empty for no palette
 */
record TiffHeader(
        int width,
        int height,
        int bits,
        int samples,
        Kind kind,
        Compression compression,
        boolean differences,
        boolean planar,
        boolean littleEndian,
        int blockWidth,
        int blockHeight,
        boolean tiled,
        int[] offsets,
        int[] lengths,
        long[] colours) {
    /** LZW: 12 bits stand for up to 4,000 bytes. */
    private static final int PIXELS_PER_BYTE = 8 * 2_700;

    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int SUBFILE = 254;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int KIND = 262;
    private static final int FILL_ORDER = 266;
    private static final int STRIP_OFFSETS = 273;
    private static final int SAMPLES = 277;
    private static final int ROWS = 278;
    private static final int STRIP_LENGTHS = 279;
    private static final int PLANAR = 284;
    private static final int PREDICTOR = 317;
    private static final int COLOURS = 320;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_LENGTHS = 325;
    private static final int EXTRA = 338;
    private static final int SAMPLE_FORMAT = 339;
    private static final int DNG = 50706;
    private static final int UNSPECIFIED = 0;
    private static final int ALPHA = 2; // not multiplied into the colours
    private static final Set<Integer> GREY_BITS = Set.of(1, 2, 4, 8, 16);

    /** What the samples of a pixel mean. */
    enum Kind {
        WHITE_IS_ZERO,
        GREY,
        RGB,
        PALETTE
    }

    /** How a block is compressed. */
    enum Compression {
        NONE,
        PACK_BITS,
        LZW,
        DEFLATE
    }

    static TiffHeader read(byte[] value, DecodeLimits limits) throws UnfitImageException {
        TiffDirectory tags = TiffDirectory.of(ByteBuffer.wrap(value))
                .orElseThrow(() -> UnfitImageException.undecodable("the TIFF's first directory does not lie in it"));
        refuseCameras(tags);
        long width = tags.number(WIDTH, 0);
        long height = tags.number(HEIGHT, 0);
        SizeCheck.check(limits, width, height, value.length, PIXELS_PER_BYTE);
        int samples = samples(tags);
        int bits = bits(tags, samples);
        Kind kind = kind(tags, samples, bits);
        Compression compression = compression(tags);
        boolean planar = tags.number(PLANAR, 1) == 2 && samples > 1;
        if (planar && bits != 8) {
            throw UnfitImageException.unsupported("a TIFF of separate planes of " + bits + " bits");
        }
        boolean differences = differences(tags, compression, bits);
        boolean tiled = tags.has(TILE_WIDTH);
        long blockWidth = tiled ? tags.number(TILE_WIDTH, 0) : width;
        long blockHeight = tiled ? tags.number(TILE_HEIGHT, 0) : Math.min(height, tags.number(ROWS, height));
        if (blockWidth < 1 || blockHeight < 1 || tiled && (blockWidth % 16 != 0 || blockHeight % 16 != 0)) {
            throw UnfitImageException.undecodable(
                    "the TIFF's strips or tiles of " + blockWidth + "x" + blockHeight + " pixels are not possible");
        }
        long across = (width + blockWidth - 1) / blockWidth;
        long down = (height + blockHeight - 1) / blockHeight;
        if (tiled) {
            SizeCheck.check(limits, across * blockWidth, down * blockHeight, value.length, PIXELS_PER_BYTE);
        }
        int blocks = (int) (across * down * (planar ? samples : 1));
        int[] offsets = blocks(tags, tiled ? TILE_OFFSETS : STRIP_OFFSETS, blocks, value.length);
        int[] lengths = blocks(tags, tiled ? TILE_LENGTHS : STRIP_LENGTHS, blocks, value.length);
        check(offsets, lengths, value.length);
        return new TiffHeader(
                (int) width,
                (int) height,
                bits,
                samples,
                kind,
                compression,
                differences,
                planar,
                tags.littleEndian(),
                (int) blockWidth,
                (int) blockHeight,
                tiled,
                offsets,
                lengths,
                kind == Kind.PALETTE ? tags.numbers(COLOURS, 3 << bits) : new long[0]);
    }

    /** Raw formats of cameras are TIFFs whose first image is a small one for a preview. */
    private static void refuseCameras(TiffDirectory tags) throws UnfitImageException {
        if (tags.has(DNG)) {
            throw UnfitImageException.unsupported("the raw format DNG");
        }
        if ((tags.number(SUBFILE, 0) & 1) != 0) {
            throw UnfitImageException.unsupported(
                    "a TIFF whose first image is a small version of another, as in the raw formats of cameras,");
        }
    }

    private static int samples(TiffDirectory tags) throws UnfitImageException {
        long samples = tags.number(SAMPLES, 1);
        if (samples < 1 || samples > 4) {
            throw UnfitImageException.unsupported("a TIFF of " + samples + " samples a pixel");
        }
        return (int) samples;
    }

    /** Some programs write one number for all samples. */
    private static int bits(TiffDirectory tags, int samples) throws UnfitImageException {
        if (!tags.has(BITS)) {
            return 1;
        }
        long[] bits = tags.numbers(BITS, tags.count(BITS) == 1 ? 1 : samples);
        if (Arrays.stream(bits).anyMatch(other -> other != bits[0]) || bits[0] < 1 || bits[0] > 64) {
            throw UnfitImageException.unsupported("a TIFF whose samples have different numbers of bits");
        }
        return (int) bits[0];
    }

    private static Kind kind(TiffDirectory tags, int samples, int bits) throws UnfitImageException {
        long number = tags.number(KIND, -1);
        long extra = tags.number(EXTRA, samples == 4 ? ALPHA : UNSPECIFIED);
        boolean unsigned = tags.number(SAMPLE_FORMAT, 1) == 1 && tags.number(FILL_ORDER, 1) == 1;
        boolean known = unsigned
                && switch ((int) Math.max(-1, Math.min(9, number))) {
                    case 0 -> samples == 1 && GREY_BITS.contains(bits) && bits != 16;
                    case 1 -> samples == 1 && GREY_BITS.contains(bits) || samples == 2 && bits == 8 && extra == ALPHA;
                    case 2 ->
                        (bits == 8 || bits == 16)
                                && (samples == 3 || samples == 4 && (extra == UNSPECIFIED || extra == ALPHA));
                    case 3 -> samples == 1 && GREY_BITS.contains(bits) && bits != 16;
                    default -> false;
                };
        if (!known) {
            throw UnfitImageException.unsupported("a TIFF of the photometric interpretation " + number + " with "
                    + samples + " samples of " + bits + " bits" + (unsigned ? "" : ", or of its sample format,"));
        }
        return Kind.values()[(int) number];
    }

    private static Compression compression(TiffDirectory tags) throws UnfitImageException {
        long number = tags.number(COMPRESSION, 1);
        return switch ((int) Math.min(number, 1 << 16)) {
            case 1 -> Compression.NONE;
            case 5 -> Compression.LZW;
            case 8, 32946 -> Compression.DEFLATE;
            case 32773 -> Compression.PACK_BITS;
            case 2, 3, 4 -> throw UnfitImageException.unsupported("a TIFF compressed as a fax");
            case 6, 7 -> throw UnfitImageException.unsupported("a TIFF compressed as JPEG");
            default -> throw UnfitImageException.unsupported("a TIFF of the compression " + number);
        };
    }

    private static boolean differences(TiffDirectory tags, Compression compression, int bits)
            throws UnfitImageException {
        long predictor =
                compression == Compression.LZW || compression == Compression.DEFLATE ? tags.number(PREDICTOR, 1) : 1;
        if (predictor != 1 && (predictor != 2 || bits < 8)) {
            throw UnfitImageException.unsupported("a TIFF of the predictor " + predictor + " with " + bits + " bits");
        }
        return predictor == 2;
    }

    private static int[] blocks(TiffDirectory tags, int tag, int blocks, int length) throws UnfitImageException {
        if (blocks > length) {
            throw UnfitImageException.undecodable("the TIFF has fewer bytes than strips or tiles");
        }
        int[] numbers = new int[blocks];
        long[] found = tags.numbers(tag, blocks);
        for (int i = 0; i < blocks; i++) {
            numbers[i] = (int) Math.min(Integer.MAX_VALUE, found[i]);
        }
        return numbers;
    }

    /** Each lies in the value; that they overlap would make a few bytes a large image. */
    private static void check(int[] offsets, int[] lengths, int bytes) throws UnfitImageException {
        long sum = 0;
        for (int i = 0; i < offsets.length; i++) {
            sum += lengths[i];
            if ((long) offsets[i] + lengths[i] > bytes || sum > bytes) {
                throw UnfitImageException.undecodable(
                        "the TIFF breaks off: strip or tile " + i + " does not lie in its " + bytes + " bytes");
            }
        }
    }

    /** Whether a pixel is one sample of 16 bits. */
    boolean deepGrey() {
        return kind == Kind.GREY && bits == 16;
    }

    /** The blocks in a row of blocks. */
    int across() {
        return (width + blockWidth - 1) / blockWidth;
    }

    int down() {
        return (height + blockHeight - 1) / blockHeight;
    }

    /** The samples of a pixel that lie together. */
    int together() {
        return planar ? 1 : samples;
    }

    /** The bytes of a row of a block. */
    int rowBytes() {
        return (int) (((long) blockWidth * together() * bits + 7) / 8);
    }
}
