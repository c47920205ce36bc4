package io.elbowatch.stream.intake;

import io.elbowatch.core.Rejection.Reason;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * Avro with a registry's header: a zero byte, the number of the schema in four bytes, the value in Avro's binary form. The
 * schema is that of the writer; each is asked for once.
 */
final class AvroEnvelope implements Envelope {
    private static final int MAX_SCHEMAS = 1_000;

    /** A producer registers its schema before it sends; a registry with several servers may be this late. */
    private static final long UNKNOWN_NANOS = 5_000_000_000L;

    private final Wanted wanted;
    private final int maxBytes;
    private final IntFunction<Optional<String>> registry;
    private final LongSupplier nanos;
    private final Map<Integer, Schema> schemas = new HashMap<>();
    private final Map<Integer, Long> unknown = new HashMap<>(); // since when

    /** @param registry the schema of a number, empty where there is none; it may throw a Refusal, which passes through */
    AvroEnvelope(IntakeRules rules, int maxBytes, IntFunction<Optional<String>> registry, LongSupplier nanos) {
        this.wanted = Wanted.of(List.of(rules.image()), rules.pointers());
        this.maxBytes = maxBytes;
        this.registry = registry;
        this.nanos = nanos;
    }

    @Override
    public Contents open(InputRecord record) throws UnfitRecordException {
        byte[] value = record.value();
        if (value == null || value.length == 0) {
            return Contents.ofImage(value, null);
        }
        if (value[0] != 0 || value.length < JsonEnvelope.REGISTRY_HEADER) {
            throw UnfitRecordException.envelope("the value does not begin with the header of a schema registry");
        }
        int id = ByteBuffer.wrap(value).getInt(1);
        return AvroFields.read(schema(id), wanted, value, JsonEnvelope.REGISTRY_HEADER, maxBytes);
    }

    private Schema schema(int id) throws UnfitRecordException {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        Long since = unknown.get(id);
        if (since != null && nanos.getAsLong() - since < UNKNOWN_NANOS) {
            throw unknown(id);
        }
        Optional<String> text = registry.apply(id);
        if (text.isEmpty()) {
            limit(unknown);
            unknown.put(id, nanos.getAsLong());
            throw unknown(id);
        }
        unknown.remove(id);
        limit(schemas);
        Schema schema = parsed(id, text.get());
        schemas.put(id, schema);
        return schema;
    }

    private static void limit(Map<Integer, ?> map) {
        if (map.size() >= MAX_SCHEMAS) {
            map.clear();
        }
    }

    private static UnfitRecordException unknown(int id) {
        return new UnfitRecordException(Reason.UNKNOWN_SCHEMA, "the registry has no schema with the number " + id);
    }

    private static Schema parsed(int id, String text) throws UnfitRecordException {
        try {
            return new Schema.Parser().parse(text);
        } catch (AvroRuntimeException e) {
            throw UnfitRecordException.envelope("the schema " + id
                    + " of the registry is no Avro schema that stands for itself; JSON needs intake.format=json");
        }
    }
}
