package io.elbowatch.core.image;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Raw pixels, recognized by their length or declared by content type. */
@State(Scope.Thread)
public class RawBench {
    @Param({"none", "image/x-raw"})
    String contentType;

    private final byte[] value = new byte[784]; // [1, 28, 28]
    private final ImageDecoder decoder = new ImageDecoder(
            new Preprocessing(new ImageShape(1, 28, 28), Preprocessing.Fit.STRETCH), DecodeLimits.DEFAULT);

    @Benchmark
    public Object raw() {
        return decoder.decode(value, contentType.equals("none") ? null : contentType);
    }
}
