package io.elbowatch.testing.graph;

import io.elbowatch.testing.ProtobufWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Writes an ONNX graph node by node, opset 17. The field numbers are those of
 * <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>.
 */
public final class OnnxGraph {
    public static final int FLOAT = 1;
    public static final int UINT8 = 2;
    private static final int INT64 = 7;

    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_INTS = 7;

    private final ProtobufWriter graph = new ProtobufWriter().text(2, "test");
    private int names;

    /** One node with one output, whose name is returned. */
    public String node(String operator, List<String> inputs, Attribute... attributes) {
        return node(operator, operator + names++, inputs, attributes);
    }

    /** One node with one output of this name. */
    public String node(String operator, String output, List<String> inputs, Attribute... attributes) {
        ProtobufWriter node = new ProtobufWriter();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(3, output + "_node").text(4, operator);
        for (Attribute attribute : attributes) {
            node.message(5, attribute.message);
        }
        graph.message(1, node);
        return output;
    }

    /** A constant, whose name is returned. */
    public String constant(double[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            bytes.putFloat((float) value);
        }
        return initializer(FLOAT, bytes.array(), shape);
    }

    /** A number without dimensions. */
    public String constant(double value) {
        return constant(new double[] {value});
    }

    /** Whole numbers, such as axes. */
    public String integers(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            bytes.putLong(value);
        }
        return initializer(INT64, bytes.array(), values.length);
    }

    private String initializer(int type, byte[] bytes, long... shape) {
        String name = "constant" + names++;
        ProtobufWriter tensor = new ProtobufWriter();
        for (long size : shape) {
            tensor.number(1, size);
        }
        graph.message(5, tensor.number(2, type).text(8, name).bytes(9, bytes));
        return name;
    }

    /** −1 is any size. */
    public void input(String name, int type, long... shape) {
        graph.message(11, value(name, type, shape));
    }

    /** −1 is any size. */
    public void output(String name, long... shape) {
        graph.message(12, value(name, FLOAT, shape));
    }

    private static ProtobufWriter value(String name, int type, long... shape) {
        ProtobufWriter sizes = new ProtobufWriter();
        for (long size : shape) {
            sizes.message(1, size < 0 ? new ProtobufWriter().text(2, "N") : new ProtobufWriter().number(1, size));
        }
        ProtobufWriter tensor = new ProtobufWriter().number(1, type).message(2, sizes);
        return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensor));
    }

    /** The file. */
    public byte[] model() {
        return new ProtobufWriter()
                .number(1, 8)
                .message(7, graph)
                .message(8, new ProtobufWriter().text(1, "").number(2, 17))
                .array();
    }

    /** An attribute of a node. */
    public static final class Attribute {
        private final ProtobufWriter message;

        private Attribute(ProtobufWriter message) {
            this.message = message;
        }

        public static Attribute list(String name, long... values) {
            ProtobufWriter attribute = new ProtobufWriter().text(1, name);
            for (long value : values) {
                attribute.number(8, value);
            }
            return new Attribute(attribute.number(20, ATTRIBUTE_INTS));
        }

        public static Attribute number(String name, int value) {
            return new Attribute(
                    new ProtobufWriter().text(1, name).number(3, value).number(20, ATTRIBUTE_INT));
        }
    }
}
