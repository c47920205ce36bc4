package io.elbowatch.bundle;

import java.util.HashSet;
import java.util.Set;

/**
 * Checks a graph before ONNX Runtime reads it. A graph that passes lies wholly in its file, has only operators of ONNX
 * Runtime and functions of its own, and no tensor larger than its bytes. ONNX Runtime checks the rest, for example
 * whether the nodes fit each other.
 *
 * <p>The field numbers are those of <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>.
 */
final class GraphCheck {
    /** The limit of protobuf itself. The check recurses as deep as the graphs are nested. */
    private static final int MAX_DEPTH = 100;

    /** com.microsoft has the fused operators that ONNX Runtime's optimizer writes. */
    private static final Set<String> KNOWN_DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml", "com.microsoft");

    private final Set<String> domains = new HashSet<>(KNOWN_DOMAINS);

    private GraphCheck() {}

    /** @throws IllegalArgumentException whose message is a predicate of the file: what is wrong */
    static void check(byte[] graph) {
        GraphCheck check = new GraphCheck();
        check.findFunctions(new ProtobufReader(graph));
        check.model(new ProtobufReader(graph));
    }

    private void findFunctions(ProtobufReader model) {
        while (model.next()) {
            if (model.field() == 25) {
                ProtobufReader function = model.message();
                while (function.next()) {
                    if (function.field() == 10) {
                        domains.add(function.text());
                    }
                }
            }
        }
    }

    private void model(ProtobufReader model) {
        boolean hasGraph = false;
        while (model.next()) {
            if (model.field() == 7) {
                hasGraph = true;
                graph(model.message(), 1);
            } else if (model.field() == 25) {
                function(model.message());
            }
        }
        require(hasGraph, "has no graph");
    }

    private void function(ProtobufReader function) {
        while (function.next()) {
            if (function.field() == 7) {
                node(function.message(), 1);
            }
        }
    }

    private void graph(ProtobufReader graph, int depth) {
        require(depth <= MAX_DEPTH, "has graphs nested more than " + MAX_DEPTH + " deep");
        while (graph.next()) {
            switch (graph.field()) {
                case 1 -> node(graph.message(), depth);
                case 5 -> TensorCheck.dense(graph.message());
                case 15 -> TensorCheck.sparse(graph.message());
                default -> {}
            }
        }
    }

    private void node(ProtobufReader node, int depth) {
        String operator = "?";
        String domain = "";
        while (node.next()) {
            switch (node.field()) {
                case 4 -> operator = node.text();
                case 5 -> attribute(node.message(), depth);
                case 7 -> domain = node.text();
                default -> {}
            }
        }
        if (!domains.contains(domain)) {
            throw new IllegalArgumentException("has the custom operator '" + TensorCheck.quotable(operator) + "' of '"
                    + TensorCheck.quotable(domain) + "', which ONNX Runtime does not have");
        }
    }

    private void attribute(ProtobufReader attribute, int depth) {
        while (attribute.next()) {
            switch (attribute.field()) {
                case 5, 10 -> TensorCheck.dense(attribute.message());
                case 6, 11 -> graph(attribute.message(), depth + 1);
                case 22, 23 -> TensorCheck.sparse(attribute.message());
                default -> {}
            }
        }
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}
