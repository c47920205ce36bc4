package io.elbowatch.core.image;

import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Resizes grey planes to the size of a model. */
@State(Scope.Thread)
public class ResizeBench {
    @Param({"28x28 to 64x64", "64x64 to 28x28", "640x480 to 64x64", "1920x1080 to 64x64"})
    String sizes;

    private Planes image;
    private int height;
    private int width;

    @Setup
    public void fill() {
        String[] fromTo = sizes.split(" to ");
        image = Planes.black(1, Pictures.height(fromTo[0]), Pictures.width(fromTo[0]));
        new Random(7).nextBytes(image.pixels());
        height = Pictures.height(fromTo[1]);
        width = Pictures.width(fromTo[1]);
    }

    @Benchmark
    public Object resize() {
        return Resizer.resize(image, height, width);
    }
}
