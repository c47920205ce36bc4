package io.elbowatch.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which execution provider is asked for, on which devices, with how much of their memory. Empty stands for {@code auto}: the first
 * of CUDA, WebGPU and the CPU that works.
 *
 * @param named the provider, if one was
 * @param devices numbers of the devices, at least one, none twice; {@code auto} passes them on to providers that number theirs
 * @param maxMemoryBytes of each device, if bounded
 */
public record ProviderChoice(Optional<Provider> named, List<Integer> devices, OptionalLong maxMemoryBytes) {
    private static final String AUTO = "auto";
    private static final Pattern SYNTAX =
            Pattern.compile("(auto|cpu|cuda|tensorrt|webgpu)(?::(\\d{1,3}(?:,\\d{1,3})*))?");

    public ProviderChoice {
        devices = List.copyOf(devices);
        if (devices.isEmpty() || devices.stream().distinct().count() < devices.size()) {
            throw new IllegalArgumentException("each device is named once, not " + devices);
        }
        if (named.isPresent() && !named.get().numbersDevices() && !devices.equals(List.of(0))) {
            throw new IllegalArgumentException("provider " + named.get().label() + " has no device "
                    + text(devices) + ": it knows one alone"
                    + (named.get() == Provider.WEBGPU ? ", which the driver chooses" : ""));
        }
        if (maxMemoryBytes.isPresent() && maxMemoryBytes.getAsLong() < 1) {
            throw new IllegalArgumentException("maxMemoryBytes must be positive, not " + maxMemoryBytes.getAsLong());
        }
        if (maxMemoryBytes.isPresent() && !boundsMemory(named)) {
            throw new IllegalArgumentException("maxMemoryBytes limits the memory of cuda only, not of "
                    + named.get().label());
        }
    }

    /**
     * Reads {@code auto}, {@code cpu}, {@code cuda}, {@code cuda:1}, {@code cuda:0,1} …
     *
     * @throws IllegalArgumentException naming them
     */
    public static ProviderChoice parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is no provider; there are auto, cpu, cuda, tensorrt and webgpu, or cuda:1 for device 1, cuda:0,1 for two");
        }
        List<Integer> devices = matcher.group(2) == null
                ? List.of(0)
                : Arrays.stream(matcher.group(2).split(","))
                        .map(Integer::valueOf)
                        .toList();
        return new ProviderChoice(provider(matcher.group(1)), devices, OptionalLong.empty());
    }

    private static Optional<Provider> provider(String name) {
        return Arrays.stream(Provider.values())
                .filter(provider -> provider.label().equals(name))
                .findFirst();
    }

    /** The same choice with so much memory of each device. @throws IllegalArgumentException when the provider has no such bound */
    public ProviderChoice within(long bytes) {
        return new ProviderChoice(named, devices, OptionalLong.of(bytes));
    }

    /** Whether {@link #within} accepts this choice. */
    public boolean boundsMemory() {
        return boundsMemory(named);
    }

    private static boolean boundsMemory(Optional<Provider> named) {
        return named.isEmpty() || named.get().boundsMemory();
    }

    /** The devices of a provider: one alone where it numbers none. */
    List<Integer> devicesOf(Provider provider) {
        return provider.numbersDevices() ? devices : List.of(0);
    }

    @Override
    public String toString() {
        return named.map(Provider::label).orElse(AUTO) + (devices.equals(List.of(0)) ? "" : ":" + text(devices));
    }

    private static String text(List<Integer> devices) {
        return devices.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
