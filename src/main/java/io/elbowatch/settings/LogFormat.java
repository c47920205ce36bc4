package io.elbowatch.settings;

import io.elbowatch.core.Labelled;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How log events are written to standard error. */
public enum LogFormat implements Labelled {
    /** One line for people. */
    TEXT,
    /** One JSON object per line, for log collectors. */
    JSON;

    /**
     * The format that is asked for, read before anything is checked: what refuses the settings is told in it, too.
     *
     * @param arguments of the command line
     */
    public static LogFormat asked(List<String> arguments, Map<String, String> environment) {
        String key = SettingsTable.LOG_FORMAT.key();
        return value(arguments, SettingsTable.LOG_FORMAT.flag())
                .or(() -> value(arguments, "--set " + key))
                .or(() -> Optional.ofNullable(environment.get(SettingsTable.LOG_FORMAT.environmentName())))
                .or(() -> value(arguments, "--config")
                        .or(() -> Optional.ofNullable(environment.get(Environment.CONFIG_FILE)))
                        .flatMap(file -> inFile(file, key)))
                .filter(text -> text.strip().equalsIgnoreCase(JSON.label()))
                .map(text -> JSON)
                .orElse(TEXT);
    }

    /** Of {@code --flag value}, {@code --flag=value} and {@code --set key=value}; of two the last. */
    private static Optional<String> value(List<String> arguments, String flag) {
        String line = String.join(" ", arguments).replace("--set=", "--set ");
        int at = line.lastIndexOf(flag);
        if (at < 0 || at + flag.length() >= line.length() || " =".indexOf(line.charAt(at + flag.length())) < 0) {
            return Optional.empty();
        }
        return Stream.of(line.substring(at + flag.length() + 1).strip().split(" "))
                .filter(word -> !word.isEmpty())
                .findFirst();
    }

    /** A file that cannot be read is refused later, with the other problems. */
    private static Optional<String> inFile(String file, String key) {
        if (file.isBlank()) {
            return Optional.empty();
        }
        return SettingsFile.read(Path.of(file), new Problems()).stream()
                .filter(given -> given.key().equals(key))
                .map(Given::value)
                .findFirst();
    }
}
