package io.elbowatch.stream.preflight;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Operations that this user may not do on one resource of the cluster, as an ACL would grant them.
 *
 * @param operations Kafka's names, such as {@code Read}
 * @param kind of the resource
 * @param name of the resource, or the prefix of its name
 */
record MissingPermission(List<String> operations, Kind kind, String name) {

    /** The kinds of resources that ACLs are set on. */
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

    /** The command that grants it. An administrator fills in the user's name, which clients need not know. */
    String command(String bootstrapServers) {
        return "kafka-acls.sh --bootstrap-server " + bootstrapServers + " --add --allow-principal User:NAME "
                + operations.stream()
                        .map(operation -> "--operation " + operation)
                        .collect(Collectors.joining(" "))
                + " " + String.format(Locale.ROOT, kind.flags, name);
    }
}
