package io.elbowatch.core.image;

import io.elbowatch.core.Rejection.Reason;
import java.util.Optional;

/**
 * Makes a model's pixels of a record's value, whatever the value is. It never throws, allocates nothing before the
 * declared size is known to be within the limits and plausible for the bytes, and is safe for use by many threads.
 *
 * <p>The format is, in this order: what the content type declares (png, jpeg, or raw as {@code application/octet-stream}
 * or {@code image/x-raw}; parameters and case do not matter); what the first bytes say; raw, if the length is exactly
 * C·H·W. A content type that says nothing about images counts as none. Where png or jpeg is declared and the first bytes
 * say the other of the two, the bytes win: producers mislabel these two often, and the first bytes of a picture are never
 * those of the other by chance. A value declared raw is taken as raw even if it begins like a PNG, because raw pixels may
 * begin with anything; for the same reason raw images should be declared where they can begin with {@code ff d8 ff}.
 *
 * <p>Pixels equal those of Pillow's {@code Image.open(f).convert("L")} (one channel) or {@code convert("RGB")} (three):
 * alpha is dropped, gamma, colour profiles and EXIF orientation are ignored. One thing differs on purpose: of 16-bit grey
 * the high byte is taken, as Pillow does for every other 16-bit kind, where its {@code convert("L")} would clip nearly
 * every pixel to white. The training side does the same.
 *
 * <p>Equal means every bit, for JPEG too, with one exception: where colour is halved in height only (4:4:0), JDKs that bundle
 * libjpeg 6b do not interpolate it, and edges of colour differ.
 *
 * <p>Broken files are stricter than in Pillow: every proper prefix of a PNG or JPEG is rejected, so is a wrong checksum of
 * PNG image data, and so is a JPEG with damaged image data, for which decoders fill in grey.
 *
 * <p>Besides the value, decoding takes up to 3 bytes a pixel for a PNG and up to 7 for a JPEG (up to 8 more in native
 * memory if it is progressive).
 */
public final class ImageDecoder {
    private final ImageShape shape;
    private final DecodeLimits limits;
    private final Fitter fitter;

    public ImageDecoder(Preprocessing preprocessing, DecodeLimits limits) {
        this.shape = preprocessing.shape();
        this.limits = limits;
        this.fitter = new Fitter(preprocessing, limits);
    }

    /**
     * Decodes and preprocesses one value.
     *
     * @param value as it came, or null
     * @param contentType the record's content type, or null if it has none
     */
    public Decoded decode(byte[] value, String contentType) {
        try {
            return new Decoded.Pixels(pixels(value, contentType));
        } catch (UnfitImageException e) {
            return new Decoded.Rejected(e.rejection());
        }
    }

    private byte[] pixels(byte[] value, String contentType) throws UnfitImageException {
        checkLength(value);
        return switch (format(value, contentType)) {
            case PNG -> fitter.fit(PngDecoder.decode(value, shape.channels(), limits));
            case JPEG -> fitter.fit(JpegDecoder.decode(value, shape.channels(), limits));
            case RAW -> raw(value);
        };
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
        if (declared.isPresent()) {
            // Not as declared: a header's parameters can be anything, and as long as Kafka lets them be.
            throw UnfitImageException.undecodable(
                    "declared image/" + declared.get().label() + ", but the first bytes are neither PNG's nor JPEG's");
        }
        if (value.length == shape.bytes()) {
            return ImageFormat.RAW;
        }
        throw new UnfitImageException(
                Reason.UNKNOWN_FORMAT,
                "neither PNG nor JPEG, and " + value.length + " bytes are not the " + shape.bytes() + " of a raw "
                        + shape + " image");
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
