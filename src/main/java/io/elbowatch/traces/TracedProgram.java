package io.elbowatch.traces;

import java.util.Objects;

/**
 * Names the program whose spans are sent.
 *
 * @param service the same for all instances: the application id
 * @param instance another one for each process
 */
public record TracedProgram(String service, String version, String instance) {

    public TracedProgram {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(instance, "instance");
    }
}
