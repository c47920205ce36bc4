package io.elbowatch.lab.demo;

import io.elbowatch.cli.SettingsFlags;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The settings of a demo by the address of its broker: defaults that the user overrides, and values that the command
 * itself knows.
 */
final class DemoSettings {
    /** The images of a folder come one group after the other: none of them is a camera that falls silent. */
    static final Map<String, String> OWN_IMAGES = Map.of(SettingsTable.INCIDENTS_SILENCE.key(), "0s");

    /** Incidents are silent after ten minutes by default, longer than a demo. */
    static final Map<String, String> CAMERAS = Map.of(SettingsTable.INCIDENTS_SILENCE.key(), "5s");

    private static final int DEFAULT_PORT =
            Integer.parseInt(SettingsTable.HTTP_PORT.fallback().orElseThrow());
    private static final int MAX_PORTS = 100;

    private final SettingsFlags flags;
    private final Map<String, String> defaults;
    private final Map<String, String> fixed;
    private final int port = freePort();

    DemoSettings(SettingsFlags flags, Map<String, String> defaults, Map<String, String> fixed) {
        this.flags = flags;
        this.defaults = Map.copyOf(defaults);
        this.fixed = Map.copyOf(fixed);
    }

    /** The same with one more value that no flag changes. */
    DemoSettings with(String key, String value) {
        Map<String, String> more = new HashMap<>(fixed);
        more.put(key, value);
        return new DemoSettings(flags, defaults, more);
    }

    /** Before there is a broker. */
    Settings early() {
        return of("127.0.0.1:1");
    }

    /** With this broker, which is new and has no settings topic. */
    Settings of(String bootstrapServers) {
        Map<String, String> presets = new HashMap<>(defaults);
        presets.put(SettingsTable.TOPICS_SETTINGS.key(), "settings");
        presets.put(SettingsTable.TOPICS_FEEDBACK.key(), "feedback");
        presets.put(SettingsTable.TOPICS_REVIEW.key(), "review");
        presets.put(SettingsTable.TOPICS_HANDLING.key(), "incident-handling");
        presets.put(SettingsTable.HTTP_PORT.key(), Integer.toString(port));
        Map<String, String> known = new HashMap<>(fixed);
        known.put(SettingsTable.BOOTSTRAP_SERVERS.key(), bootstrapServers);
        known.put(SettingsTable.TOPICS_CREATE.key(), "true");
        return flags.load(presets, known);
    }

    /** What to tell the user if the page is not at its usual port. */
    Optional<String> movedPort(Settings early) {
        return port != DEFAULT_PORT && early.http().port() == port
                ? Optional.of("port " + DEFAULT_PORT + " is taken; the page is on port " + port)
                : Optional.empty();
    }

    /** The default port or the next one that is free; 0 where a hundred are taken. */
    private static int freePort() {
        return IntStream.range(DEFAULT_PORT, DEFAULT_PORT + MAX_PORTS)
                .filter(DemoSettings::isFree)
                .findFirst()
                .orElse(0);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
