package io.elbowatch.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An ONNX model without what one of its outputs does not need. Weights, nodes and their order stay the same. Field
 * numbers are those of onnx.proto.
 */
final class CutGraph {
    private static final int GRAPH = 7;
    private static final int NODE = 1;
    private static final int INITIALIZER = 5;
    private static final int OUTPUT = 12;
    private static final int NODE_INPUT = 1;
    private static final int NODE_OUTPUT = 2;
    private static final int INITIALIZER_NAME = 8;
    private static final int OUTPUT_NAME = 1;

    private CutGraph() {}

    /** @param model the bytes of model.onnx */
    static byte[] to(String output, byte[] model) throws InvalidProtocolBufferException {
        UnknownFieldSet whole = UnknownFieldSet.parseFrom(model);
        UnknownFieldSet graph = UnknownFieldSet.parseFrom(
                whole.getField(GRAPH).getLengthDelimitedList().get(0));
        Set<String> needed = new HashSet<>(Set.of(output));
        List<ByteString> nodes = new ArrayList<>();
        List<ByteString> backwards = new ArrayList<>(graph.getField(NODE).getLengthDelimitedList());
        Collections.reverse(backwards); // the nodes of a model are in the order in which they can run
        for (ByteString node : backwards) {
            UnknownFieldSet fields = UnknownFieldSet.parseFrom(node);
            if (texts(fields, NODE_OUTPUT).stream().anyMatch(needed::contains)) {
                needed.addAll(texts(fields, NODE_INPUT));
                nodes.add(node);
            }
        }
        Collections.reverse(nodes);
        UnknownFieldSet cut = graph.toBuilder()
                .addField(NODE, field(nodes))
                .addField(INITIALIZER, named(graph, INITIALIZER, INITIALIZER_NAME, needed))
                .addField(OUTPUT, named(graph, OUTPUT, OUTPUT_NAME, Set.of(output)))
                .build();
        return whole.toBuilder()
                .addField(GRAPH, field(List.of(cut.toByteString())))
                .build()
                .toByteArray();
    }

    private static Field named(UnknownFieldSet graph, int number, int nameNumber, Set<String> names)
            throws InvalidProtocolBufferException {
        List<ByteString> kept = new ArrayList<>();
        for (ByteString item : graph.getField(number).getLengthDelimitedList()) {
            if (names.containsAll(texts(UnknownFieldSet.parseFrom(item), nameNumber))) {
                kept.add(item);
            }
        }
        return field(kept);
    }

    private static Field field(List<ByteString> items) {
        Field.Builder field = Field.newBuilder();
        items.forEach(field::addLengthDelimited);
        return field.build();
    }

    private static List<String> texts(UnknownFieldSet fields, int number) {
        return fields.getField(number).getLengthDelimitedList().stream()
                .map(ByteString::toStringUtf8)
                .collect(Collectors.toList());
    }
}
