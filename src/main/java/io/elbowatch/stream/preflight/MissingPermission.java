package io.elbowatch.stream.preflight;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Rights on one thing of the cluster, as an ACL grants them.
 *
 * @param operations by Kafka's names, such as {@code Read}
 * @param kind of the thing
 * @param name of it, or what its name begins with
 */
record MissingPermission(List<String> operations, Kind kind, String name) {

    /** What rights are granted on. */
    enum Kind {
        TOPIC("the topic ", "--topic %s"),
        GROUP("the group ", "--group %s"),
        TRANSACTIONAL_IDS(
                "the transactional ids that begin with ", "--transactional-id %s --resource-pattern-type prefixed");

        private final String words;
        private final String flags;

        Kind(String words, String flags) {
            this.words = words;
            this.flags = flags;
        }
    }

    /** As in "this user lacks ...". */
    String words() {
        return String.join(" and ", operations) + " on " + kind.words + name;
    }

    /** What an administrator types, without the user's name, which clients need not know. */
    String command(String bootstrapServers) {
        return "kafka-acls.sh --bootstrap-server " + bootstrapServers + " --add --allow-principal User:NAME "
                + operations.stream()
                        .map(operation -> "--operation " + operation)
                        .collect(Collectors.joining(" "))
                + " " + kind.flags.formatted(name);
    }
}
