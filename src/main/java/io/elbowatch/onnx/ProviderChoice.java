package io.elbowatch.onnx;

import io.elbowatch.core.Labelled;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The requested execution provider, its devices and its memory limit. No provider means {@code auto}: the first of
 * CUDA, WebGPU and the CPU that works.
 *
 * @param named the provider; empty for {@code auto}
 * @param devices device numbers, at least one, none twice; {@code auto} passes them to providers that have device
 *     numbers
 * @param maxMemoryBytes the limit on each device, if any
 */
public record ProviderChoice(Optional<Provider> named, List<Integer> devices, OptionalLong maxMemoryBytes) {
    private static final String AUTO = "auto";
    private static final Pattern SYNTAX =
            Pattern.compile("(auto|cpu|cuda|tensorrt|webgpu)(?::(\\d{1,3}(?:,\\d{1,3})*))?");

    public ProviderChoice {
        devices = List.copyOf(devices);
        if (devices.isEmpty() || devices.stream().distinct().count() < devices.size()) {
            throw new IllegalArgumentException("each device must be named once, not " + devices);
        }
        if (named.isPresent() && !named.get().hasDeviceNumbers() && !devices.equals(List.of(0))) {
            throw new IllegalArgumentException("provider " + named.get().label() + " has no device "
                    + text(devices) + ": it has a single device"
                    + (named.get() == Provider.WEBGPU ? ", which the driver chooses" : ""));
        }
        if (maxMemoryBytes.isPresent() && maxMemoryBytes.getAsLong() < 1) {
            throw new IllegalArgumentException("maxMemoryBytes must be positive, not " + maxMemoryBytes.getAsLong());
        }
        if (maxMemoryBytes.isPresent() && !hasMemoryLimit(named)) {
            throw new IllegalArgumentException("maxMemoryBytes limits the memory of cuda only, not of "
                    + named.get().label());
        }
    }

    /**
     * Reads {@code auto}, {@code cpu}, {@code cuda}, {@code cuda:1}, {@code cuda:0,1} …
     *
     * @throws IllegalArgumentException naming the valid ones
     */
    public static ProviderChoice parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is not a provider; use auto, cpu, cuda, tensorrt or webgpu, cuda:1 for device 1, cuda:0,1 for two");
        }
        List<Integer> devices = matcher.group(2) == null
                ? List.of(0)
                : Arrays.stream(matcher.group(2).split(","))
                        .map(Integer::valueOf)
                        .toList();
        return new ProviderChoice(Labelled.find(Provider.class, matcher.group(1)), devices, OptionalLong.empty());
    }

    /**
     * The same choice with a memory limit for each device.
     *
     * @throws IllegalArgumentException if the provider has no limit
     */
    public ProviderChoice withMaxMemory(long bytes) {
        return new ProviderChoice(named, devices, OptionalLong.of(bytes));
    }

    /** Whether {@link #withMaxMemory} accepts this choice. */
    public boolean hasMemoryLimit() {
        return hasMemoryLimit(named);
    }

    private static boolean hasMemoryLimit(Optional<Provider> named) {
        return named.isEmpty() || named.get().hasMemoryLimit();
    }

    /** The device numbers of a provider; 0 if it has none. */
    List<Integer> devicesOf(Provider provider) {
        return provider.hasDeviceNumbers() ? devices : List.of(0);
    }

    @Override
    public String toString() {
        return named.map(Provider::label).orElse(AUTO) + (devices.equals(List.of(0)) ? "" : ":" + text(devices));
    }

    private static String text(List<Integer> devices) {
        return devices.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
