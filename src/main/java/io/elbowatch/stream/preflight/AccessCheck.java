package io.elbowatch.stream.preflight;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.KafkaFailure;
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
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks the cluster what this user may do, before the stream does it: a right that is missing would otherwise show as a thread that dies, is
 * replaced, and dies. It changes nothing but the time at which a transactional id of its own was last used.
 */
final class AccessCheck {
    private static final String PROBE = "access-check";
    private static final String READ = "Read";
    private static final String WRITE = "Write";
    private static final Map<String, AclOperation> OPERATIONS =
            Map.of(READ, AclOperation.READ, WRITE, AclOperation.WRITE);

    private final StreamSettings settings;
    private final String bootstrapServers;
    private final Admin admin;
    private final List<MissingPermission> lacking = new ArrayList<>();

    AccessCheck(StreamSettings settings, String bootstrapServers, Admin admin) {
        this.settings = settings;
        this.bootstrapServers = bootstrapServers;
        this.admin = admin;
    }

    /**
     * Looks at all of it.
     *
     * @return the topics that are named in the settings and do not exist
     * @throws Refusal naming every right that is missing, and what grants it
     */
    List<String> missingTopics() {
        Map<String, List<String>> wanted = wanted();
        String changelog = SourceStore.changelog(settings.applicationId());
        Set<String> absent = absent(wanted);
        if (absent.remove(changelog)) {
            lookAtCreation(changelog);
        }
        lookAtGroup();
        if (settings.guarantee() == Guarantee.EXACTLY_ONCE_V2) {
            lookAtTransactions();
        }
        if (!lacking.isEmpty()) {
            throw refusal();
        }
        return List.copyOf(absent);
    }

    /** Operations by topic. */
    private Map<String, List<String>> wanted() {
        Map<String, List<String>> wanted = new LinkedHashMap<>();
        Topics topics = settings.flow().topics();
        wanted.put(topics.images(), List.of(READ));
        topics.outputs().forEach(name -> wanted.put(name, List.of(WRITE)));
        topics.settings().ifPresent(name -> wanted.put(name, List.of(READ)));
        wanted.put(SourceStore.changelog(settings.applicationId()), List.of(READ, WRITE));
        return wanted;
    }

    private Set<String> absent(Map<String, List<String>> wanted) {
        Set<String> absent = new LinkedHashSet<>();
        Map<String, KafkaFuture<TopicDescription>> described = admin.describeTopics(
                        wanted.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        wanted.forEach((name, operations) -> {
            try {
                lookAt(TopicCheck.await(described.get(name)), operations);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    absent.add(name);
                } else if (e.getCause() instanceof TopicAuthorizationException) {
                    lacking.add(new MissingPermission(invisible(name, operations), MissingPermission.Kind.TOPIC, name));
                } else {
                    throw KafkaFailure.refusal("describe the topic " + name, bootstrapServers, e);
                }
            }
        });
        return absent;
    }

    /** Of what it may not see, a user is not told whether it exists. */
    private List<String> invisible(String name, List<String> operations) {
        if (!name.equals(SourceStore.changelog(settings.applicationId()))) {
            return operations;
        }
        List<String> all = new ArrayList<>(operations);
        all.add("Create");
        return all;
    }

    /** Clusters without ACLs, and old ones, may say nothing of the operations. */
    private void lookAt(TopicDescription topic, List<String> operations) {
        Set<AclOperation> allowed = topic.authorizedOperations();
        if (allowed == null) {
            return;
        }
        List<String> missing = operations.stream()
                .filter(operation -> !allowed.contains(OPERATIONS.get(operation)))
                .toList();
        if (!missing.isEmpty()) {
            lacking.add(new MissingPermission(missing, MissingPermission.Kind.TOPIC, topic.name()));
        }
    }

    private void lookAtCreation(String changelog) {
        NewTopic topic = new NewTopic(changelog, Optional.empty(), Optional.empty());
        if (isForbidden(
                "create the topic " + changelog,
                admin.createTopics(List.of(topic), new CreateTopicsOptions().validateOnly(true))
                        .all())) {
            lacking.add(new MissingPermission(List.of("Create"), MissingPermission.Kind.TOPIC, changelog));
        }
    }

    /** Removes a member that there is not: who may join a group may do that, and nothing is changed. */
    private void lookAtGroup() {
        String group = settings.applicationId();
        if (isForbidden(
                "join the group " + group,
                admin.removeMembersFromConsumerGroup(
                                group, new RemoveMembersFromConsumerGroupOptions(Set.of(new MemberToRemove(PROBE))))
                        .all())) {
            lacking.add(new MissingPermission(List.of(READ), MissingPermission.Kind.GROUP, group));
        }
    }

    /** Fences a producer that there is not: who may produce under an id may do that. */
    private void lookAtTransactions() {
        String prefix = settings.applicationId() + "-";
        if (isForbidden(
                "use transactional ids",
                admin.fenceProducers(List.of(prefix + PROBE)).all())) {
            lacking.add(new MissingPermission(List.of(WRITE), MissingPermission.Kind.TRANSACTIONAL_IDS, prefix));
        }
    }

    private boolean isForbidden(String doing, KafkaFuture<?> answer) {
        try {
            TopicCheck.await(answer);
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return true;
            }
            if (e.getCause() instanceof ApiException) {
                return false; // allowed, and refused for another reason, such as that there is no such member
            }
            throw KafkaFailure.refusal(doing, bootstrapServers, e);
        }
    }

    private Refusal refusal() {
        return new Refusal(
                "cannot score at " + bootstrapServers + ": this user lacks "
                        + lacking.stream().map(MissingPermission::words).collect(Collectors.joining(", ")),
                lacking.get(0).command(bootstrapServers)
                        + (lacking.size() == 1
                                ? ""
                                : ", and so on; docs/security.md lists all rights that are needed"));
    }
}
