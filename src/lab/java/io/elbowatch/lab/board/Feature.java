package io.elbowatch.lab.board;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that lies on a board as a whole, such as a bus or a pad with its trace: layers of copper and of cut-outs, each
 * over the ones before it.
 */
record Feature(List<Layer> layers) {

    Feature {
        layers = List.copyOf(layers);
    }

    /** One shape of copper, or one cut out of the copper below it. */
    record Layer(Shape shape, boolean copper) {}

    static Builder builder() {
        return new Builder();
    }

    /** The layers of a feature, from below. */
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
