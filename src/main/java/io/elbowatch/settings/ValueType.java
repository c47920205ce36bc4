package io.elbowatch.settings;

import io.elbowatch.core.Labelled;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.download.AllowedPlaces;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.flow.Overlap;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.intake.IntakeFormat;
import io.elbowatch.stream.intake.Place;
import io.elbowatch.stream.intake.Places;
import io.elbowatch.stream.output.OutputFormat;
import io.elbowatch.stream.storage.StoreAddress;
import io.elbowatch.web.Credentials;
import io.elbowatch.web.Users;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How the values of a setting are written and read. The reader throws {@link IllegalArgumentException} for every text
 * that is no value of the type.
 *
 * @param label stands for a value in the help
 * @param syntax how a value is written, to be read after "allowed is"; empty where the range lists all values
 * @param range of all values of the type; a setting may narrow it
 * @param reader from the text
 */
public record ValueType<T>(String label, String syntax, Range<T> range, Function<String, T> reader) {
    private static final String OF_TOPICS = "; other values of single topics follow as in ', line-2=…'";

    static final ValueType<String> TEXT = open("TEXT", "any text", Function.identity());
    static final ValueType<String> PATH =
            open("PATH", "a path", text -> Path.of(text).toString());
    static final ValueType<String> TOPIC =
            open("TOPIC", "a topic name: 1 to 249 letters, digits, '.', '_' and '-'", ValueType::topic);
    static final ValueType<List<String>> TOPICS = open(
            "TOPIC[,TOPIC]",
            "topic names with commas between them, each once and of 1 to 249 letters, digits, '.', '_' and '-'",
            ValueType::topics);
    static final ValueType<ByTopic<IntakeFormat>> INTAKE_FORMATS = open(
            "[TOPIC=]FORMAT",
            String.join(", ", Labelled.labels(IntakeFormat.class)) + OF_TOPICS,
            text -> ByTopic.parse(text, format -> Labelled.of(IntakeFormat.class, format)));
    static final ValueType<ByTopic<String>> POINTERS = open(
            "[TOPIC=]POINTER",
            "a JSON pointer such as /frame/image" + OF_TOPICS,
            text -> ByTopic.parse(text, ValueType::pointer));
    static final ValueType<ByTopic<Places>> WHERE = open(
            "[TOPIC=]PLACE",
            "key, topic, topic-partition, header:NAME, constant:TEXT, attribute:NAME (of a CloudEvent) or a JSON pointer;"
                    + " several with 'or' between them" + OF_TOPICS,
            text -> ByTopic.parse(text, Places::parse));
    static final ValueType<Integer> WHOLE = open("NUMBER", "a whole number", Integer::valueOf);
    static final ValueType<Long> LONG = open("NUMBER", "a whole number", Long::valueOf);
    static final ValueType<Double> SHARE = open("SHARE", "a number", Double::valueOf);
    static final ValueType<Duration> DURATION =
            open("DURATION", "a duration such as 50ms, 2s, 5m or PT0.05S", DurationText::parse);
    static final ValueType<ByteSize> SIZE =
            open("SIZE", "a number of bytes such as 16MiB, 64m or 1048576", ByteSize::parse);
    static final ValueType<AllowedPlaces> PLACES = open(
            "PLACES",
            "folder, file:, https:, s3:, or the beginning of an address that ends with /, separated by commas",
            AllowedPlaces::parse);
    static final ValueType<AllowedPlaces> ADDRESSES = open(
            "ADDRESSES",
            "the beginnings of addresses, file:/folder/, https://host/ or s3://bucket/, separated by commas",
            AllowedPlaces::parseAddresses);
    static final ValueType<StoreAddress> STORE = open(
            "ADDRESS",
            "the address of a bucket with a prefix or of a folder, s3://bucket/prefix/ or file:/folder/, with a slash at the"
                    + " end",
            StoreAddress::new);
    static final ValueType<Users> USERS = open(
            "USERS",
            "lines name:password, each name once, passwords of at least " + Credentials.MIN_CHARACTERS + " characters",
            Users::parse);
    static final ValueType<Boolean> SWITCH = choice("BOOLEAN", "true or false", ValueType::trueOrFalse);
    static final ValueType<ProviderChoice> PROVIDER = choice(
            "PROVIDER",
            "auto, cpu, cuda, tensorrt or webgpu; devices as in cuda:1 and cuda:0,1",
            ProviderChoice::parse);
    static final ValueType<Decider> DECIDER = oneOf(Decider.class, "SCORE");
    static final ValueType<Guarantee> GUARANTEE = oneOf(Guarantee.class, "GUARANTEE");
    static final ValueType<Preset> PRESET = oneOf(Preset.class, "PRESET");
    static final ValueType<Overlap> OVERLAP = oneOf(Overlap.class, "WHEN");
    static final ValueType<OutputFormat> OUTPUT_FORMAT = oneOf(OutputFormat.class, "FORMAT");
    static final ValueType<LogFormat> LOG_FORMAT = oneOf(LogFormat.class, "FORMAT");

    public ValueType {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(syntax, "syntax");
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(reader, "reader");
    }

    private static <E extends Enum<E> & Labelled> ValueType<E> oneOf(Class<E> type, String label) {
        List<String> labels = Labelled.labels(type);
        String allButLast = String.join(", ", labels.subList(0, labels.size() - 1));
        return choice(label, allButLast + " or " + labels.get(labels.size() - 1), text -> Labelled.of(type, text));
    }

    private static <T> ValueType<T> open(String label, String syntax, Function<String, T> reader) {
        return new ValueType<>(label, syntax, Range.any(), reader);
    }

    private static <T> ValueType<T> choice(String label, String values, Function<String, T> reader) {
        return new ValueType<>(label, "", Range.listed(values), reader);
    }

    private static String topic(String text) {
        if (!Topics.isLegal(text)) {
            throw new IllegalArgumentException("'" + text + "' is no topic name");
        }
        return text;
    }

    private static String pointer(String text) {
        Place place = Place.parse(text);
        if (place.kind() != Place.Kind.POINTER) {
            throw new IllegalArgumentException("'" + text + "' is no JSON pointer");
        }
        return place.name();
    }

    private static List<String> topics(String text) {
        List<String> names = Stream.of(text.split(",", -1))
                .map(String::strip)
                .map(ValueType::topic)
                .toList();
        if (Set.copyOf(names).size() != names.size()) {
            throw new IllegalArgumentException("'" + text + "' names a topic twice");
        }
        return names;
    }

    private static Boolean trueOrFalse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }
}
