package io.elbowatch.lab.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Short commands of the operating system. Each waits for its end. */
final class Shell {
    private static final int NOT_FOUND = 127;

    private Shell() {}

    /**
     * The end of a command.
     *
     * @param output standard output and standard error
     */
    record Result(int exit, String output) {
        boolean worked() {
            return exit == 0;
        }
    }

    /** Runs a command. A program that is not there is a result like any other failure. */
    static Result run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output.strip());
        } catch (IOException e) {
            return new Result(NOT_FOUND, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(NOT_FOUND, "interrupted");
        }
    }

    /** As above. @throws IllegalStateException when it fails @return its output */
    static String require(String... command) {
        Result result = run(command);
        if (!result.worked()) {
            throw new IllegalStateException(String.join(" ", command) + " failed: " + result.output());
        }
        return result.output();
    }
}
