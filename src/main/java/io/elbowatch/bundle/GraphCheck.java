package io.elbowatch.bundle;

import java.util.HashSet;
import java.util.Set;

/**
 * A look through a graph before ONNX Runtime gets it: whatever passes lies wholly within its file, has no other operators than ONNX
 * Runtime's own and its own functions, and no tensor that is larger than its bytes.
 *
 * <p>Fields are numbered as in <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>. Whether the nodes fit
 * each other, ONNX Runtime sees to.
 */
final class GraphCheck {
    /** What protobuf itself allows; deeper ones would be a recursion as deep here. */
    private static final int MAX_DEPTH = 100;

    /** Fused operators, which ONNX Runtime's optimizer writes, are its own. */
    private static final Set<String> KNOWN_DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml", "com.microsoft");

    private final Set<String> domains = new HashSet<>(KNOWN_DOMAINS);

    private GraphCheck() {}

    /** @throws IllegalArgumentException naming what is wrong, as a sentence about the file */
    static void check(byte[] graph) {
        GraphCheck check = new GraphCheck();
        check.findFunctions(new ProtoFields(graph));
        check.model(new ProtoFields(graph));
    }

    private void findFunctions(ProtoFields model) {
        while (model.next()) {
            if (model.field() == 25) {
                ProtoFields function = model.message();
                while (function.next()) {
                    if (function.field() == 10) {
                        domains.add(function.text());
                    }
                }
            }
        }
    }

    private void model(ProtoFields model) {
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

    private void function(ProtoFields function) {
        while (function.next()) {
            if (function.field() == 7) {
                node(function.message(), 1);
            }
        }
    }

    private void graph(ProtoFields graph, int depth) {
        require(depth <= MAX_DEPTH, "has graphs within graphs, more than " + MAX_DEPTH + " deep");
        while (graph.next()) {
            switch (graph.field()) {
                case 1 -> node(graph.message(), depth);
                case 5 -> TensorCheck.dense(graph.message());
                case 15 -> TensorCheck.sparse(graph.message());
                default -> {}
            }
        }
    }

    private void node(ProtoFields node, int depth) {
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
            throw new IllegalArgumentException("has the custom operator '" + TensorCheck.shown(operator) + "' of '"
                    + TensorCheck.shown(domain) + "', which ONNX Runtime does not have");
        }
    }

    private void attribute(ProtoFields attribute, int depth) {
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
