package io.elbowatch.core.image;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Decodes files to grey planes, without resizing. */
@State(Scope.Thread)
public class DecodeBench {
    @Param({"28x28", "64x64", "640x480", "1920x1080"})
    String size;

    private byte[] png;
    private byte[] jpeg;

    @Setup
    public void encode() {
        png = Pictures.file(size, "png");
        jpeg = Pictures.file(size, "jpeg");
    }

    @Benchmark
    public Object png() throws UnfitImageException {
        return PngDecoder.decode(png, 1, DecodeLimits.DEFAULT);
    }

    @Benchmark
    public Object jpeg() throws UnfitImageException {
        return JpegDecoder.decode(jpeg, 1, DecodeLimits.DEFAULT);
    }
}
