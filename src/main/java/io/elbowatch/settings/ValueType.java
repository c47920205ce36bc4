package io.elbowatch.settings;

import io.elbowatch.core.Labelled;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.flow.Overlap;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * How the values of a setting are written and read. Whatever its reader takes is a value of the type; everything else
 * throws {@link IllegalArgumentException}.
 *
 * @param type what is read
 * @param label stands for a value in the help
 * @param allowed what may be written, to be read after "allowed is"
 * @param reader from the text
 */
public record ValueType<T>(Class<T> type, String label, String allowed, Function<String, T> reader) {
    static final ValueType<String> TEXT = new ValueType<>(String.class, "TEXT", "any text", Function.identity());
    static final ValueType<Integer> WHOLE =
            new ValueType<>(Integer.class, "NUMBER", "a whole number", Integer::valueOf);
    static final ValueType<Long> LONG = new ValueType<>(Long.class, "NUMBER", "a whole number", Long::valueOf);
    static final ValueType<Double> SHARE =
            new ValueType<>(Double.class, "SHARE", "a number between 0 and 1, both excluded", ValueType::share);
    static final ValueType<Boolean> SWITCH =
            new ValueType<>(Boolean.class, "BOOLEAN", "true or false", ValueType::trueOrFalse);
    static final ValueType<Duration> DURATION = new ValueType<>(
            Duration.class, "DURATION", "a duration such as 50ms, 2s, 5m or PT0.05S", DurationText::parse);
    static final ValueType<ByteSize> SIZE =
            new ValueType<>(ByteSize.class, "SIZE", "a number of bytes such as 16MiB, 64m or 1048576", ByteSize::parse);
    static final ValueType<ProviderChoice> PROVIDER = new ValueType<>(
            ProviderChoice.class,
            "PROVIDER",
            "auto, cpu, cuda, tensorrt or webgpu, with devices as in cuda:1 or cuda:0,1",
            ProviderChoice::parse);
    static final ValueType<Decider> DECIDER = oneOf(Decider.class, "SCORE");
    static final ValueType<Guarantee> GUARANTEE = oneOf(Guarantee.class, "GUARANTEE");
    static final ValueType<Preset> PRESET = oneOf(Preset.class, "PRESET");
    static final ValueType<Overlap> OVERLAP = oneOf(Overlap.class, "WHEN");
    static final ValueType<LogFormat> LOG_FORMAT = oneOf(LogFormat.class, "FORMAT");

    private static final List<ValueType<?>> ALL = List.of(
            TEXT,
            WHOLE,
            LONG,
            SHARE,
            SWITCH,
            DURATION,
            SIZE,
            PROVIDER,
            DECIDER,
            GUARANTEE,
            PRESET,
            OVERLAP,
            LOG_FORMAT);
    private static final int ABOVE_BUILT_IN = 200;

    public ValueType {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(reader, "reader");
    }

    private static <E extends Enum<E> & Labelled> ValueType<E> oneOf(Class<E> type, String label) {
        List<String> labels = Labelled.labels(type);
        String allButLast = String.join(", ", labels.subList(0, labels.size() - 1));
        String allowed = allButLast + " or " + labels.get(labels.size() - 1);
        return new ValueType<>(type, label, allowed, text -> Labelled.of(type, text));
    }

    /** Teaches SmallRye Config to read all types; its own Boolean takes every typing error for false. */
    static void register(SmallRyeConfigBuilder builder) {
        ALL.forEach(type -> type.registerOne(builder));
    }

    private void registerOne(SmallRyeConfigBuilder builder) {
        // SmallRye asks what an empty text stands for where there is no value: for none.
        builder.withConverter(type, ABOVE_BUILT_IN, text -> text.isBlank() ? null : reader.apply(text.strip()));
    }

    private static Double share(String text) {
        double value = Double.parseDouble(text);
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(text + " does not lie between 0 and 1");
        }
        return value;
    }

    private static Boolean trueOrFalse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }
}
