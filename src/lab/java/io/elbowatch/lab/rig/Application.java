package io.elbowatch.lab.rig;

import java.util.Map;

/** The application that is measured. What it starts scores images until it is closed, as {@code elbowatch run} does. */
@FunctionalInterface
public interface Application {

    /** @param settings by key, before all that is set otherwise */
    Running start(Map<String, String> settings);

    /** One that has started. */
    @FunctionalInterface
    interface Running extends AutoCloseable {
        @Override
        void close();
    }
}
