package io.elbowatch.lab.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The program of a Kafka node in a process of its own: this build's version of Kafka, or another one by its jars.
 *
 * @param classPath of the process
 * @param mainClass its argument is a file of Kafka's settings
 * @param version of Kafka, if it is not this build's
 */
public record BrokerProgram(String classPath, String mainClass, Optional<String> version) {
    private static final String FORMAT = "kafka.tools.StorageTool";
    /** Those of slf4j-simple, which {@code deploy/brokers} adds. Coordinators say when they are ready. */
    private static final List<String> LOG = List.of(
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dorg.slf4j.simpleLogger.log.org.apache.kafka.coordinator=info",
            "-Dorg.slf4j.simpleLogger.log.kafka.coordinator=info",
            "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS");

    private static final Pattern JAR = Pattern.compile("kafka_[0-9.]+-([0-9.]+)\\.jar");

    /** Kafka of this build. @param classPath that of this process */
    public static BrokerProgram ofThisBuild(String classPath) {
        return new BrokerProgram(classPath, BrokerProcess.class.getName(), Optional.empty());
    }

    /** Another version. @param jars folder of its jars @throws IllegalArgumentException for a folder without them */
    public static BrokerProgram of(Path jars) {
        return new BrokerProgram(jars.toAbsolutePath() + "/*", "kafka.Kafka", Optional.of(version(jars)));
    }

    private static String version(Path jars) {
        try (Stream<Path> files = Files.list(jars)) {
            return files.map(file -> JAR.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(jar -> jar.group(1))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no kafka_*.jar is in " + jars));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the jars of the brokers: " + e, e);
        }
    }

    /** Options of the Java virtual machine: where the log goes. This build has a configuration of its own. */
    List<String> options() {
        return version.isPresent() ? LOG : List.of();
    }

    List<String> node(Path settings) {
        return List.of(mainClass, settings.toString());
    }

    /** The program that prepares the data folder of a node. */
    List<String> format(String cluster, Path settings) {
        return List.of(FORMAT, "format", "--cluster-id", cluster, "--config", settings.toString());
    }
}
