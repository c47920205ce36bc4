package io.elbowatch.stream.preflight;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.ClusterAdmin;
import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.flow.SourceStore;
import io.elbowatch.stream.flow.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Checks what this user may do before the stream needs it. A missing right would otherwise kill a stream thread, and
 * each of its replacements. The check changes nothing but the last use of a transactional id that only it uses.
 */
final class AccessCheck {
    private static final String PROBE = "access-check";
    private static final String READ = "Read";
    private static final String WRITE = "Write";
    private static final String CREATE = "Create";
    private static final Map<String, AclOperation> OPERATIONS =
            Map.of(READ, AclOperation.READ, WRITE, AclOperation.WRITE);

    private final StreamSettings settings;
    private final ClusterAdmin cluster;
    private final String changelog;
    private final List<MissingPermission> missing = new ArrayList<>();

    AccessCheck(StreamSettings settings, ClusterAdmin cluster) {
        this.settings = settings;
        this.cluster = cluster;
        this.changelog = SourceStore.changelog(settings.applicationId());
    }

    /**
     * Checks all rights.
     *
     * @return the topics that the settings name and that do not exist
     * @throws Refusal naming every missing right, and the command that grants the first
     */
    List<String> missingTopics() {
        Set<String> missingTopics = checkTopics(operationsByTopic());
        if (missingTopics.remove(changelog)) {
            checkCreation();
        }
        checkGroup();
        if (settings.guarantee() == Guarantee.EXACTLY_ONCE_V2) {
            checkTransactions();
        }
        if (!missing.isEmpty()) {
            throw refusal();
        }
        return List.copyOf(missingTopics);
    }

    private Map<String, List<String>> operationsByTopic() {
        Map<String, List<String>> operations = new LinkedHashMap<>();
        Topics topics = settings.flow().topics();
        topics.inputs().forEach(name -> operations.put(name, List.of(READ)));
        topics.outputs().forEach(name -> operations.put(name, List.of(WRITE)));
        topics.settings().ifPresent(name -> operations.put(name, List.of(READ)));
        topics.shadow().ifPresent(name -> operations.put(name, List.of(WRITE)));
        topics.instances().ifPresent(name -> operations.put(name, List.of(READ, WRITE)));
        topics.people().feedback().ifPresent(name -> operations.put(name, List.of(READ, WRITE)));
        topics.people().review().ifPresent(name -> operations.put(name, List.of(READ, WRITE)));
        topics.people().handling().ifPresent(name -> operations.put(name, List.of(READ, WRITE)));
        operations.put(changelog, List.of(READ, WRITE));
        return operations;
    }

    /** @return the topics that do not exist */
    private Set<String> checkTopics(Map<String, List<String>> operationsByTopic) {
        Set<String> missingTopics = new LinkedHashSet<>();
        Map<String, KafkaFuture<TopicDescription>> described = cluster.client()
                .describeTopics(
                        operationsByTopic.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        operationsByTopic.forEach((name, operations) -> {
            try {
                checkTopic(cluster.await(described.get(name)), operations);
            } catch (UnknownTopicOrPartitionException e) {
                missingTopics.add(name);
            } catch (TopicAuthorizationException e) {
                lacks(invisible(name, operations), MissingPermission.Kind.TOPIC, name);
            } catch (KafkaException e) {
                throw cluster.refusal("describe the topic " + name, e);
            }
        });
        return missingTopics;
    }

    /**
     * Kafka does not say whether an invisible topic exists, so the right to create the changelog counts as missing too.
     */
    private List<String> invisible(String name, List<String> operations) {
        return name.equals(changelog) ? List.of(READ, WRITE, CREATE) : operations;
    }

    private void checkTopic(TopicDescription topic, List<String> operations) {
        Set<AclOperation> allowed = topic.authorizedOperations();
        if (allowed == null) {
            return; // Clusters without ACLs, and old ones, may not report the operations.
        }
        List<String> forbidden = operations.stream()
                .filter(operation -> !allowed.contains(OPERATIONS.get(operation)))
                .toList();
        if (!forbidden.isEmpty()) {
            lacks(forbidden, MissingPermission.Kind.TOPIC, topic.name());
        }
    }

    private void checkCreation() {
        NewTopic topic = new NewTopic(changelog, Optional.empty(), Optional.empty());
        if (isForbidden(
                "create the topic " + changelog,
                cluster.client()
                        .createTopics(List.of(topic), new CreateTopicsOptions().validateOnly(true))
                        .all())) {
            lacks(List.of(CREATE), MissingPermission.Kind.TOPIC, changelog);
        }
    }

    /** Removes a member that does not exist. This takes the right to join the group, and changes nothing. */
    private void checkGroup() {
        String group = settings.applicationId();
        if (isForbidden(
                "join the group " + group,
                cluster.client()
                        .removeMembersFromConsumerGroup(
                                group, new RemoveMembersFromConsumerGroupOptions(Set.of(new MemberToRemove(PROBE))))
                        .all())) {
            lacks(List.of(READ), MissingPermission.Kind.GROUP, group);
        }
    }

    /** Fences a producer that does not exist. This takes the right to produce under the transactional id. */
    private void checkTransactions() {
        String prefix = settings.applicationId() + "-";
        if (isForbidden(
                "use transactional ids",
                cluster.client().fenceProducers(List.of(prefix + PROBE)).all())) {
            lacks(List.of(WRITE), MissingPermission.Kind.TRANSACTIONAL_IDS, prefix);
        }
    }

    private boolean isForbidden(String doing, KafkaFuture<?> answer) {
        try {
            cluster.await(answer);
            return false;
        } catch (AuthorizationException e) {
            return true;
        } catch (TimeoutException e) {
            throw cluster.refusal(doing, e); // an ApiException, too, but no answer
        } catch (ApiException e) {
            return false; // Permitted, and refused for another reason, such as that the member does not exist.
        } catch (KafkaException e) {
            throw cluster.refusal(doing, e);
        }
    }

    private void lacks(List<String> operations, MissingPermission.Kind kind, String name) {
        missing.add(new MissingPermission(operations, kind, name));
    }

    private Refusal refusal() {
        return new Refusal(
                "cannot score at " + cluster.bootstrapServers() + ": this user lacks "
                        + missing.stream().map(MissingPermission::words).collect(Collectors.joining(", ")),
                missing.get(0).command(cluster.bootstrapServers())
                        + (missing.size() == 1 ? "" : ", and so on; docs/security.md lists all required rights"));
    }
}
