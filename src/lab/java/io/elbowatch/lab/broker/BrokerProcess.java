package io.elbowatch.lab.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * The entry point of a Kafka node in a process of its own. It stops in order at SIGTERM, and at once when its standard
 * input ends, which means that the process that has started it is gone.
 */
public final class BrokerProcess {
    private static final int PARENT_IS_GONE = 3;

    private BrokerProcess() {}

    /** @param args a file of Kafka's settings, whose data folder is formatted */
    public static void main(String[] args) throws IOException {
        Properties settings = new Properties();
        try (InputStream file = Files.newInputStream(Path.of(args[0]))) {
            settings.load(file);
        }
        Thread parent = new Thread(BrokerProcess::haltWithParent, "elbowatch-parent");
        parent.setDaemon(true);
        parent.start();
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "elbowatch-stop"));
        server.startup();
        server.awaitShutdown();
    }

    private static void haltWithParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Runtime.getRuntime().halt(PARENT_IS_GONE);
        }
    }
}
