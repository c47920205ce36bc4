package io.elbowatch.lab.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A Java program to be started.
 *
 * @param classPath of the process
 * @param options of its virtual machine
 * @param arguments the main class and its arguments
 * @param environment variables beside those of this process
 * @param log file of its standard output and standard error
 */
public record JavaProgram(
        String classPath, List<String> options, List<String> arguments, Map<String, String> environment, Path log) {

    public JavaProgram {
        options = List.copyOf(options);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }
}
