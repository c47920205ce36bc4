package io.elbowatch.stream.feedback;

import io.elbowatch.stream.wire.LabelRecord;
import io.elbowatch.stream.wire.OutputOrigin;

/** Is told of every label in the order of the topic. Called by one thread, and must neither block nor throw. */
public interface LabelListener {

    /** A label that replaces an earlier one of the same image, if there is one. */
    void labelled(LabelRecord label);

    /** An image whose label holds no more; also one that had none. */
    void withdrawn(OutputOrigin image);
}
