package io.elbowatch.core.image;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Decodes files of cameras in colour (JPEG: 4:2:0) and shrinks them to the grey input of a model. */
@State(Scope.Thread)
public class FitBench {
    @Param({"640x480", "1600x1200"})
    String size;

    @Param({"jpeg", "png"})
    String format;

    private final ImageDecoder decoder = new ImageDecoder(
            new Preprocessing(new ImageShape(1, 64, 64), Preprocessing.Fit.STRETCH), DecodeLimits.DEFAULT);
    private byte[] file;

    @Setup
    public void encode() {
        file = Pictures.file(size, format);
    }

    @Benchmark
    public Object fit() {
        return decoder.decode(file, null);
    }
}
