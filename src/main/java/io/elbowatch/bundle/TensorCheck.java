package io.elbowatch.bundle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/** A look at a constant of a graph: it lies in the file, is as large as it says, and is made of numbers. */
final class TensorCheck {
    /** Of a sparse tensor, which becomes a dense one when it is loaded. */
    private static final long MAX_SPARSE_ELEMENTS = 1 << 26;

    private static final int MAX_QUOTED_CHARS = 60;
    private static final int FLOAT = 1;
    private static final int STRING = 8;
    private static final int DOUBLE = 11;

    /** Numbers of a tensor that one of its bytes can hold: four, of two bits. */
    private static final long ELEMENTS_PER_BYTE = 4;

    private String name = "";
    private long elements = 1;
    private OptionalLong impossible = OptionalLong.empty();
    private int type;
    private boolean external;
    private String place = "?";
    private ProtoFields numbers; // null for none that could be NaN

    private TensorCheck() {}

    /** @throws IllegalArgumentException naming the tensor and what is wrong with it */
    static void dense(ProtoFields tensor) {
        new TensorCheck().read(tensor);
    }

    /** As above. */
    static void sparse(ProtoFields tensor) {
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
            throw whole.broken("is sparse, of more than " + MAX_SPARSE_ELEMENTS + " numbers");
        }
    }

    private void read(ProtoFields tensor) {
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
                case 13 -> readPlace(tensor.message());
                case 14 -> external |= tensor.number() != 0;
                default -> bytes++; // numbers that are not packed are at least a byte
            }
        }
        if (external) {
            throw broken("lies outside of the file, in '" + shown(place) + "'");
        }
        checkDimensions();
        if (type != STRING && elements > bytes * ELEMENTS_PER_BYTE) {
            throw broken("declares " + elements + " numbers, but has " + bytes + " bytes");
        }
        if (numbers != null && (type == FLOAT || type == DOUBLE)) {
            checkNumbers();
        }
    }

    private void readPlace(ProtoFields entry) {
        external = true;
        String key = "";
        while (entry.next()) {
            if (entry.field() == 1) {
                key = entry.text();
            } else if (entry.field() == 2 && "location".equals(key)) {
                place = entry.text();
            }
        }
    }

    /** Infinite ones are of use: as a bound that nothing reaches, and as a mask. */
    private void checkNumbers() {
        ByteBuffer rest = numbers.rest().order(ByteOrder.LITTLE_ENDIAN);
        int size = type == FLOAT ? Float.BYTES : Double.BYTES;
        for (int i = 0; rest.remaining() >= size; i++) {
            double number = type == FLOAT ? rest.getFloat() : rest.getDouble();
            if (Double.isNaN(number)) {
                throw broken("has NaN in place " + i);
            }
        }
    }

    /** They come packed or one by one, and before the name. */
    private void readDimensions(ProtoFields tensor) {
        if (!tensor.isBytes()) {
            readDimension(tensor.number());
            return;
        }
        for (ProtoFields packed = tensor.message(); packed.hasPacked(); ) {
            readDimension(packed.packed());
        }
    }

    private void readDimension(long dimension) {
        if (dimension < 0 || Math.multiplyHigh(elements, dimension) != 0 || elements * dimension < 0) {
            impossible = OptionalLong.of(dimension);
        } else {
            elements *= dimension;
        }
    }

    private void checkDimensions() {
        if (impossible.isPresent()) {
            throw broken("has a dimension of " + impossible.getAsLong());
        }
    }

    private IllegalArgumentException broken(String problem) {
        return new IllegalArgumentException("has a tensor '" + shown(name) + "' that " + problem);
    }

    /** A name from the file, none of whose characters begins a line or ends a quotation. */
    static String shown(String text) {
        String printable = text.replaceAll("[^\\p{Graph} ]|['\"]", "?");
        return printable.length() <= MAX_QUOTED_CHARS ? printable : printable.substring(0, MAX_QUOTED_CHARS) + "…";
    }
}
