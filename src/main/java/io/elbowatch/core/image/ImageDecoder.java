package io.elbowatch.core.image;

import io.elbowatch.core.Rejection.Reason;
import java.util.Optional;

/**
 * Decodes the value of a record into pixels for a model. It accepts any value, never throws, and is thread-safe. It
 * allocates nothing until the declared size is known to be within the limits and plausible for the number of bytes.
 *
 * <p>The format is the first of these that applies:
 *
 * <ol>
 *   <li>Raw, if the content type is {@code application/octet-stream} or {@code image/x-raw}. Parameters and case do not
 *       matter.
 *   <li>The first bytes: PNG, JPEG, TIFF, BMP.
 *   <li>Raw, if the length is exactly C·H·W, or 2·H·W for a model of 16 bits, and no format is declared.
 * </ol>
 *
 * <p>A value of another format that its first bytes or its content type name is rejected by that name.
 *
 * <p>If a format is declared and the first bytes are those of another, the bytes win: producers often mislabel images,
 * and the first bytes do not match by chance. A value declared raw stays raw even if it begins like a PNG, because raw
 * pixels can begin with anything. For the same reason, declare raw images if they can begin with {@code ff d8 ff}.
 *
 * <p>Pixels equal those of Pillow's {@code Image.open(f).convert("L")} (one channel) or {@code convert("RGB")} (three):
 * alpha is dropped; gamma and colour profiles are ignored. There is one deliberate difference: 16-bit grey keeps its
 * high byte, as Pillow does for every other 16-bit kind. Pillow's {@code convert("L")} would clip nearly every pixel to
 * white. The training side does the same as this class. EXIF's orientation turns an image only where the {@link
 * Preprocessing} says so.
 *
 * <p>For a model of 16 bits, grey PNG and TIFF of 16 bits without alpha keep all of them, also when they are resized. Every
 * other image is decoded as above; a level of it becomes 257 times as much.
 *
 * <p>Equal means every bit, for JPEG too, with one exception: JDKs that bundle libjpeg 6b do not interpolate colour
 * that is halved only in height (4:4:0), so edges of colour differ.
 *
 * <p>Broken files are rejected more strictly than by Pillow: every proper prefix of a file, a wrong checksum of image
 * data, and a JPEG or TIFF with damaged image data, which decoders fill with grey. With {@link DecodeLimits#strict()}
 * false three kinds of broken files that have data for every pixel are decoded as by Pillow.
 *
 * <p>In addition to the value, decoding needs up to 4 bytes a pixel for BMP, TIFF and interlaced PNG, and 7 for a JPEG of
 * several scans or in RGB, CMYK or YCCK (a progressive one up to 8 more in native memory). Of any other JPEG or PNG it holds
 * a copy of a JPEG's value, and of the image the model's width of each row. To turn an image it takes all its pixels and up
 * to 3 bytes a pixel more.
 */
public final class ImageDecoder {
    private static final int COLOURS = 3;

    private final ImageShape shape;
    private final DecodeLimits limits;
    private final Fitter fitter;
    private final boolean turns;
    private final Original same;

    public ImageDecoder(Preprocessing preprocessing, DecodeLimits limits) {
        this.shape = preprocessing.shape();
        this.limits = limits;
        this.fitter = new Fitter(preprocessing, limits);
        this.turns = preprocessing.orientation() == Preprocessing.Orientation.EXIF;
        this.same = Original.same(shape);
    }

    /**
     * Decodes and preprocesses one value.
     *
     * @param value of the record, or null
     * @param contentType of the record, or null
     */
    public Decoded decode(byte[] value, String contentType) {
        try {
            return pixels(value, contentType);
        } catch (UnfitImageException e) {
            return new Decoded.Rejected(e.rejection());
        }
    }

    /**
     * Decodes one value in colour, at its own size, for people. It takes up to 7 bytes a pixel.
     *
     * @param maxSide to which the longer side of a larger image is shrunk
     */
    public Viewed view(byte[] value, String contentType, int maxSide) {
        try {
            checkLength(value);
            ImageFormat format = format(value, contentType);
            Planes image = format == ImageFormat.RAW
                    ? new Planes(shape.channels(), shape.height(), shape.width(), shape.preview(raw(value)))
                    : turned(
                            planes(format, value, COLOURS, 8),
                            turns ? ExifOrientation.of(value) : ExifOrientation.NONE);
            Planes shrunk = shrunk(image, maxSide);
            byte[] png = ImageEncoder.png(
                    new ImageShape(shrunk.channels(), shrunk.height(), shrunk.width()), shrunk.pixels());
            return new Viewed.Picture(png, image.width(), image.height(), fitter.shown(image.height(), image.width()));
        } catch (UnfitImageException e) {
            return new Viewed.Unviewable(e.rejection());
        }
    }

    /** Whether images are turned as their EXIF orientation says. */
    public boolean turns() {
        return turns;
    }

    private static Planes shrunk(Planes image, int maxSide) {
        int side = Math.max(image.height(), image.width());
        if (side <= maxSide) {
            return image;
        }
        int height = (int) Math.max(1, (long) image.height() * maxSide / side);
        int width = (int) Math.max(1, (long) image.width() * maxSide / side);
        return Resizer.resize(image, height, width);
    }

    private Decoded.Pixels pixels(byte[] value, String contentType) throws UnfitImageException {
        checkLength(value);
        ImageFormat format = format(value, contentType);
        if (format == ImageFormat.RAW) {
            return new Decoded.Pixels(raw(value), same);
        }
        int orientation = ExifOrientation.of(value);
        boolean turned = turns && orientation != ExifOrientation.NONE;
        if (!turned && (format == ImageFormat.JPEG || format == ImageFormat.PNG && shape.depth() == 8)) {
            FittedRows fitted = rows(format, value);
            return new Decoded.Pixels(fitted.pixels(), original(fitted.height(), fitted.width(), orientation, false));
        }
        Planes image = turned(
                planes(format, value, shape.channels(), shape.depth()), turned ? orientation : ExifOrientation.NONE);
        return new Decoded.Pixels(fitter.fit(image), original(image.height(), image.width(), orientation, turned));
    }

    private FittedRows rows(ImageFormat format, byte[] value) throws UnfitImageException {
        FittedRows fitted = new FittedRows(fitter, shape);
        if (format == ImageFormat.PNG) {
            PngDecoder.decode(value, shape.channels(), limits, fitted);
        } else {
            JpegDecoder.decode(value, shape.channels(), limits, fitted);
        }
        return fitted;
    }

    private Original original(int height, int width, int orientation, boolean turned) {
        return height == shape.height() && width == shape.width() && orientation == ExifOrientation.NONE
                ? same
                : new Original(width, height, orientation, turned, fitter.shown(height, width), shape);
    }

    private Planes planes(ImageFormat format, byte[] value, int channels, int depth) throws UnfitImageException {
        return switch (format) {
            case PNG -> PngDecoder.decode(value, channels, depth, limits);
            case JPEG -> JpegDecoder.decode(value, channels, limits);
            case TIFF -> TiffDecoder.decode(value, channels, depth, limits);
            case BMP -> BmpDecoder.decode(value, channels, limits);
            case RAW -> throw new IllegalArgumentException("raw pixels have no size of their own");
        };
    }

    private static Planes turned(Planes image, int orientation) {
        return new Turn(orientation).of(image);
    }

    private void checkLength(byte[] value) throws UnfitImageException {
        if (value == null) {
            throw new UnfitImageException(Reason.NULL_VALUE, "the record has no value, expected an image");
        }
        if (value.length == 0) {
            throw new UnfitImageException(Reason.EMPTY, "the value has 0 bytes, expected an image");
        }
        if (value.length > limits.maxBytes()) {
            throw new UnfitImageException(
                    Reason.TOO_MANY_BYTES,
                    "the value has " + value.length + " bytes, but image.max-bytes allows " + limits.maxBytes());
        }
    }

    private ImageFormat format(byte[] value, String contentType) throws UnfitImageException {
        Optional<ImageFormat> declared = ImageFormat.declared(contentType);
        if (declared.isPresent() && declared.get() == ImageFormat.RAW) {
            return ImageFormat.RAW;
        }
        Optional<ImageFormat> magic = ImageFormat.magic(value);
        if (magic.isPresent()) {
            return magic.get();
        }
        if (declared.isEmpty() && value.length == shape.bytes()) {
            return ImageFormat.RAW;
        }
        Optional<String> other = UnsupportedFormat.name(value, contentType);
        if (other.isPresent()) {
            throw UnfitImageException.unsupported(other.get());
        }
        if (declared.isPresent()) {
            // Do not quote the header: its parameters can be anything of any length.
            throw UnfitImageException.undecodable(
                    "declared image/" + declared.get().label() + ", but the first bytes are those of no known format");
        }
        throw new UnfitImageException(
                Reason.UNKNOWN_FORMAT,
                "no known format, and " + value.length + " bytes are not the " + shape.bytes() + " of a raw " + shape
                        + " image");
    }

    private byte[] raw(byte[] value) throws UnfitImageException {
        if (value.length != shape.bytes()) {
            throw new UnfitImageException(
                    Reason.WRONG_LENGTH,
                    "declared raw with " + value.length + " bytes, but a raw " + shape + " image has " + shape.bytes());
        }
        return value;
    }
}
