package io.elbowatch.onnx;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which execution provider is asked for: {@code auto}, {@code cpu}, {@code cuda} or {@code tensorrt}, the latter two
 * with a device number ({@code cuda:1}) where it is not 0.
 *
 * @param kind the provider
 * @param device number of the GPU, 0 or more
 */
public record ProviderChoice(Kind kind, int device) {
    private static final Pattern SYNTAX = Pattern.compile("(auto|cpu|cuda|tensorrt)(?::(\\d{1,3}))?");

    /** The providers that can be asked for. */
    public enum Kind {
        /** CUDA where it works, else the CPU. */
        AUTO,
        CPU,
        CUDA,
        TENSORRT
    }

    public ProviderChoice {
        if (device < 0 || (device > 0 && kind == Kind.CPU)) {
            throw new IllegalArgumentException("provider " + kind + " has no device " + device);
        }
    }

    /** Reads {@code auto}, {@code cpu}, {@code cuda}, {@code cuda:1} … @throws IllegalArgumentException naming them */
    public static ProviderChoice parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no provider; there are auto, cpu, cuda and tensorrt, or cuda:1 for device 1");
        }
        int device = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        return new ProviderChoice(Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)), device);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + (device == 0 ? "" : ":" + device);
    }
}
