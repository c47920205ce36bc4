package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.Decoded;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.image.Preprocessing;
import java.util.ArrayList;
import java.util.List;

/**
 * The images of a model in one format. Each value decodes to its pixels.
 *
 * @param input format of the values
 * @param encoded shape of the values' images
 * @param values as records carry them
 * @param pixels what the decoder makes of them, each [C, H, W]
 */
record Workload(BenchModel model, InputFormat input, ImageShape encoded, List<byte[]> values, List<byte[]> pixels) {

    /** JPEG changes pixels, so they are those of the values and not those that were encoded. */
    static Workload of(BenchModel model, InputFormat input, BenchPlan plan) {
        ImageShape shape = model.model().shape();
        int height = input == InputFormat.RAW ? shape.height() : plan.side().orElse(shape.height());
        int width = input == InputFormat.RAW ? shape.width() : plan.side().orElse(shape.width());
        ImageDecoder decoder = decoder(model.preprocessing());
        List<byte[]> values = new ArrayList<>();
        List<byte[]> pixels = new ArrayList<>();
        for (byte[] image : model.images().pixels()) {
            byte[] value = input.encode(image, shape, height, width);
            values.add(value);
            pixels.add(pixels(decoder.decode(value, input.contentType())));
        }
        ImageShape encoded = new ImageShape(shape.channels(), height, width);
        return new Workload(model, input, encoded, List.copyOf(values), List.copyOf(pixels));
    }

    /** Decodes and preprocesses, as the flow does. */
    ImageDecoder decoder() {
        return decoder(model.preprocessing());
    }

    /** Decodes, and leaves the size as it is. */
    ImageDecoder decoderAlone() {
        return decoder(new Preprocessing(encoded, model.preprocessing().fit()));
    }

    boolean isDecoded() {
        return input == InputFormat.RAW;
    }

    private static ImageDecoder decoder(Preprocessing preprocessing) {
        return new ImageDecoder(preprocessing, DecodeLimits.DEFAULT);
    }

    /** Of a value that this package has made. */
    static byte[] pixels(Decoded decoded) {
        if (decoded instanceof Decoded.Pixels found) {
            return found.pixels();
        }
        throw new IllegalStateException("an image of the bench's own is rejected: " + decoded);
    }
}
