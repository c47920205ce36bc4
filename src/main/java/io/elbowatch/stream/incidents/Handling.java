package io.elbowatch.stream.incidents;

import io.elbowatch.core.source.HandlingAct;
import io.elbowatch.stream.wire.HandlingRecord;

/** Takes down what people do with incidents. When a call returns, it is kept. Used by many threads. */
public interface Handling {

    /** @throws io.elbowatch.core.Refusal when it cannot be kept */
    void write(HandlingRecord record);

    /** Takes back an act that is not a comment; nothing happens where there was none. @throws io.elbowatch.core.Refusal as above */
    void withdraw(String incident, HandlingAct act);
}
