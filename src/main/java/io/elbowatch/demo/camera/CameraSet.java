package io.elbowatch.demo.camera;

import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.core.image.ImageShape;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What cameras see, as an endless set of images: one frame of each in turn. The name of an image says what is really on
 * it, which is for the demo's reckoning alone.
 *
 * @param cameras at least one
 */
public record CameraSet(List<Camera> cameras) implements ImageSet {
    private static final long SEED = 42;

    public CameraSet {
        cameras = List.copyOf(cameras);
        if (cameras.isEmpty()) {
            throw new IllegalArgumentException("there is no camera");
        }
    }

    /** So many cameras that go wrong now and then, always in the same way. */
    public static CameraSet ofDemo(int cameras) {
        return new CameraSet(Camera.lines(SEED, cameras, FaultRates.DEFAULT));
    }

    @Override
    public Stream<SetImage> images() {
        return LongStream.iterate(0, number -> number + 1).mapToObj(number -> {
            Camera camera = cameras.get((int) (number % cameras.size()));
            return image(camera.frame(number / cameras.size()));
        });
    }

    private static SetImage image(Frame frame) {
        String name = "%s/%06d.png#%s"
                .formatted(frame.camera(), frame.number(), frame.truth().label());
        return new SetImage(name, frame.camera(), frame.png(), "image/png");
    }

    /** What is really on the image of this name; empty for images that no camera took. */
    public static Optional<String> truth(String imageName) {
        int at = imageName.lastIndexOf(".png#");
        return at < 0 ? Optional.empty() : Optional.of(imageName.substring(at + ".png#".length()));
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.empty();
    }

    @Override
    public Optional<ImageShape> shape() {
        return Optional.empty();
    }
}
