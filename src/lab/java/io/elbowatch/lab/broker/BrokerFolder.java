package io.elbowatch.lab.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A new folder for the data of one node. */
final class BrokerFolder {
    private BrokerFolder() {}

    static Path create() {
        try {
            return Files.createTempDirectory("elbowatch-broker-");
        } catch (IOException failure) {
            throw new BrokerException(
                    "no folder for the broker's data in " + System.getProperty("java.io.tmpdir") + ": " + failure
                            + "; set java.io.tmpdir to one that can be written to",
                    failure);
        }
    }
}
