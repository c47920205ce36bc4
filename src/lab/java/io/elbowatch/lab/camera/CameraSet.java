package io.elbowatch.lab.camera;

import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.core.image.ImageShape;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * An endless set of images: one frame of each camera in turn. The name of an image contains its true content, which
 * only the demo uses, to count detections.
 *
 * @param cameras at least one
 */
public record CameraSet(List<Camera> cameras) implements ImageSet {
    private static final long SEED = 42;

    /** The camera, the number of the frame and its true content. */
    private static final Pattern NAME = Pattern.compile(".*/(\\d{6,18})\\.png#(\\w+)");

    public CameraSet {
        cameras = List.copyOf(cameras);
        if (cameras.isEmpty()) {
            throw new IllegalArgumentException("there is no camera");
        }
    }

    /** Cameras that play the story; then faults come by chance, the same in every run. */
    public static CameraSet withStory(int cameras) {
        return new CameraSet(Camera.story(SEED, cameras, FaultRates.DEFAULT));
    }

    /** Cameras whose faults come by chance, the same in every run. */
    public static CameraSet byChance(int cameras) {
        return new CameraSet(Camera.lines(SEED, cameras, FaultRates.DEFAULT));
    }

    @Override
    public Stream<SetImage> images() {
        return LongStream.iterate(0, number -> number + 1)
                .filter(number -> of(number).sends(number / cameras.size()))
                .mapToObj(number -> image(of(number).frame(number / cameras.size())));
    }

    private Camera of(long number) {
        return cameras.get((int) (number % cameras.size()));
    }

    private static SetImage image(Frame frame) {
        String name = String.format(
                Locale.ROOT,
                "%s/%06d.png#%s",
                frame.camera(),
                frame.number(),
                frame.truth().label());
        return new SetImage(name, frame.camera(), frame.png(), "image/png");
    }

    /** The frame number of an image with this name; empty for images from no camera. */
    public static OptionalLong frame(String imageName) {
        Matcher name = NAME.matcher(imageName);
        return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
    }

    /** The chapter of an image with this name; empty for images from no camera. */
    public static Optional<Story.Chapter> chapter(String imageName) {
        OptionalLong frame = frame(imageName);
        return frame.isPresent() ? Optional.of(Story.Chapter.of(frame.getAsLong())) : Optional.empty();
    }

    /** The true content of an image with this name; empty for images from no camera. */
    public static Optional<String> truth(String imageName) {
        Matcher name = NAME.matcher(imageName);
        return name.matches() ? Optional.of(name.group(2)) : Optional.empty();
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
