package io.elbowatch.lab.board;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a layout, such as a bus or a pad with its trace: layers of copper and of cut-outs, each over the previous
 * ones.
 */
record Feature(List<Layer> layers) {

    Feature {
        layers = List.copyOf(layers);
    }

    /** A shape of copper, or a shape that is cut out of the copper below. */
    record Layer(Shape shape, boolean copper) {}

    static Builder builder() {
        return new Builder();
    }

    /** Collects the layers of a feature, the lowest first. */
    static final class Builder {
        private final List<Layer> layers = new ArrayList<>();

        Builder copper(Shape shape) {
            layers.add(new Layer(shape, true));
            return this;
        }

        Builder cut(Shape shape) {
            layers.add(new Layer(shape, false));
            return this;
        }

        Feature build() {
            return new Feature(layers);
        }
    }
}
