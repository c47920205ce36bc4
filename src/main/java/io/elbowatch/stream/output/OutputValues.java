package io.elbowatch.stream.output;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.registry.SchemaRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * Turns plain JSON into the values of output records, in the form that is set, and values of every form back. Used by
 * many threads.
 */
public final class OutputValues {
    private static final List<ConnectJson> ENVELOPES =
            Arrays.stream(RecordKind.values()).map(ConnectJson::new).toList();

    private final OutputFormat format;
    private final Optional<SchemaRegistry> registry;
    /** By number; a registry never gives a number again. Empty for a number that is not of a schema of Avro. */
    private final Map<Integer, Optional<Schema>> schemas = new ConcurrentHashMap<>();

    public OutputValues(OutputSettings settings) {
        this.format = settings.format();
        this.registry = settings.registry().map(SchemaRegistry::new);
    }

    /**
     * Writes the values of a topic, without asking the registry again.
     *
     * @throws Refusal when the registry does not answer, or refuses the schema
     */
    public UnaryOperator<byte[]> writer(RecordKind kind, String topic) {
        return switch (format) {
            case JSON -> json -> json;
            case CONNECT_JSON -> ENVELOPES.get(kind.ordinal())::of;
            case AVRO -> {
                Schema schema = new Schema.Parser().parse(kind.avro());
                int id = registry.orElseThrow().id(topic + "-value", kind.avro());
                yield json -> AvroJson.write(schema, id, json);
            }
        };
    }

    /**
     * The plain JSON of a value; anything else as it is, also Avro of an unknown schema.
     *
     * @param value null for null
     * @throws Refusal when the registry does not answer
     */
    public byte[] json(byte[] value) {
        if (value == null) {
            return null;
        }
        if (registry.isEmpty() || !AvroJson.isAvro(value)) {
            return ConnectJson.payload(value, ENVELOPES);
        }
        Optional<Schema> schema = schema(AvroJson.id(value));
        try {
            return schema.isEmpty() ? value : AvroJson.read(schema.get(), value);
        } catch (IllegalArgumentException e) {
            return value; // the reader of plain JSON counts it
        }
    }

    /**
     * The plain JSON of a value that this program wrote, in whichever form. The schema is its own: no registry is asked.
     *
     * @throws IllegalArgumentException for Avro that is not of this kind
     */
    public static byte[] written(RecordKind kind, byte[] value) {
        return AvroJson.isAvro(value)
                ? AvroJson.read(new Schema.Parser().parse(kind.avro()), value)
                : ConnectJson.payload(value, ENVELOPES);
    }

    private Optional<Schema> schema(int id) {
        Optional<Schema> known = schemas.get(id);
        if (known != null) {
            return known;
        }
        Optional<Schema> found = registry.orElseThrow().schema(id).flatMap(OutputValues::parse);
        schemas.put(id, found);
        return found;
    }

    private static Optional<Schema> parse(String text) {
        try {
            return Optional.of(new Schema.Parser().parse(text));
        } catch (SchemaParseException e) {
            return Optional.empty(); // a schema of another kind, such as Protobuf's
        }
    }
}
