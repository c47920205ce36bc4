package io.elbowatch.bundle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/** Checks a constant of a graph: its bytes lie in the file, its size is the declared one, and no value is NaN. */
final class TensorCheck {
    /** The limit of a sparse tensor, which ONNX Runtime loads as a dense one. */
    private static final long MAX_SPARSE_ELEMENTS = 1 << 26;

    private static final int MAX_QUOTED_CHARS = 60;
    private static final int FLOAT = 1;
    private static final int STRING = 8;
    private static final int DOUBLE = 11;

    /** The smallest ONNX numbers have two bits. */
    private static final long ELEMENTS_PER_BYTE = 4;

    private String name = "";
    private long elements = 1;
    private OptionalLong impossibleDimension = OptionalLong.empty();
    private int type;
    private boolean external;
    private String location = "?";
    private ProtobufReader numbers; // null if none of them can be NaN

    private TensorCheck() {}

    /** @throws IllegalArgumentException naming the tensor and what is wrong with it */
    static void dense(ProtobufReader tensor) {
        new TensorCheck().read(tensor);
    }

    /** @throws IllegalArgumentException naming the tensor and what is wrong with it */
    static void sparse(ProtobufReader tensor) {
        TensorCheck whole = new TensorCheck();
        while (tensor.next()) {
            switch (tensor.field()) {
                case 1 -> {
                    TensorCheck values = new TensorCheck();
                    values.read(tensor.message());
                    whole.name = values.name;
                }
                case 2 -> dense(tensor.message());
                case 3 -> whole.readDimensions(tensor);
                default -> {}
            }
        }
        whole.checkDimensions();
        if (whole.elements > MAX_SPARSE_ELEMENTS) {
            throw whole.broken("is sparse and has more than " + MAX_SPARSE_ELEMENTS + " numbers");
        }
    }

    private void read(ProtobufReader tensor) {
        long bytes = 0;
        while (tensor.next()) {
            if (tensor.isBytes()) {
                bytes += tensor.length();
            }
            switch (tensor.field()) {
                case 1 -> readDimensions(tensor);
                case 2 -> type = (int) tensor.number();
                case 4, 9, 10 -> numbers = tensor.isBytes() ? tensor.message() : null;
                case 8 -> name = tensor.text();
                case 13 -> readLocation(tensor.message());
                case 14 -> external |= tensor.number() != 0;
                default -> bytes++; // an unpacked number has at least one byte
            }
        }
        if (external) {
            throw broken("lies outside of the file, in '" + quotable(location) + "'");
        }
        checkDimensions();
        if (type != STRING && elements > bytes * ELEMENTS_PER_BYTE) {
            throw broken("declares " + elements + " numbers, but has " + bytes + " bytes");
        }
        if (numbers != null && (type == FLOAT || type == DOUBLE)) {
            checkNumbers();
        }
    }

    private void readLocation(ProtobufReader entry) {
        external = true;
        String key = "";
        while (entry.next()) {
            if (entry.field() == 1) {
                key = entry.text();
            } else if (entry.field() == 2 && "location".equals(key)) {
                location = entry.text();
            }
        }
    }

    /** Infinity is allowed: graphs use it as an unreachable bound and as a mask. */
    private void checkNumbers() {
        ByteBuffer values = numbers.bytes().order(ByteOrder.LITTLE_ENDIAN);
        int size = type == FLOAT ? Float.BYTES : Double.BYTES;
        for (int i = 0; values.remaining() >= size; i++) {
            double number = type == FLOAT ? values.getFloat() : values.getDouble();
            if (Double.isNaN(number)) {
                throw broken("has NaN at index " + i);
            }
        }
    }

    /** Dimensions come packed or one by one, and before the name. */
    private void readDimensions(ProtobufReader tensor) {
        if (!tensor.isBytes()) {
            readDimension(tensor.number());
            return;
        }
        for (ProtobufReader packed = tensor.message(); packed.hasPacked(); ) {
            readDimension(packed.nextPacked());
        }
    }

    private void readDimension(long dimension) {
        if (dimension < 0 || Math.multiplyHigh(elements, dimension) != 0 || elements * dimension < 0) {
            impossibleDimension = OptionalLong.of(dimension);
        } else {
            elements *= dimension;
        }
    }

    private void checkDimensions() {
        if (impossibleDimension.isPresent()) {
            throw broken("has a dimension of " + impossibleDimension.getAsLong());
        }
    }

    private IllegalArgumentException broken(String problem) {
        return new IllegalArgumentException("has a tensor '" + quotable(name) + "' that " + problem);
    }

    /**
     * A name from the file that is safe to quote in a message: without line breaks and quotation marks, and not too
     * long.
     */
    static String quotable(String text) {
        String printable = text.replaceAll("[^\\p{Graph} ]|['\"]", "?");
        return printable.length() <= MAX_QUOTED_CHARS ? printable : printable.substring(0, MAX_QUOTED_CHARS) + "…";
    }
}
