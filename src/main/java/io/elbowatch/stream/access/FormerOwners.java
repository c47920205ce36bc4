package io.elbowatch.stream.access;

import io.elbowatch.core.Refusal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the transactions that former owners of partitions have left open, so that nobody waits for their timeout. A
 * thread that has begun to restore the state of a partition owns it: whoever has an open transaction on its changelog
 * owned it before, and can commit no more. To end such a transaction is what its timeout would do later.
 */
public final class FormerOwners implements StateRestoreListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FormerOwners.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Map<String, Object> properties;
    private final String bootstrapServers;
    private final String prefix;
    private final Predicate<String> isOwn;
    private final Set<TopicPartition> restored = new HashSet<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "elbowatch-former-owners");
        made.setDaemon(true);
        return made;
    });

    /**
     * @param properties of the stream, with the addresses and credentials that this client uses too
     * @param isOwn whether a producer of this process has this id: the restore may be over by the time at which the
     *     transactions are listed, and the new owner has one of its own
     */
    public FormerOwners(StreamSettings settings, Properties properties, Predicate<String> isOwn) {
        this.properties = new StreamsConfig(properties).getAdminConfigs(settings.applicationId() + "-former-owners");
        this.bootstrapServers = settings.bootstrapServers();
        this.prefix = settings.applicationId() + "-";
        this.isOwn = isOwn;
    }

    /** Does not wait: the caller is about to read the changelog. */
    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long startingOffset, long endingOffset) {
        synchronized (restored) {
            restored.add(changelog);
        }
        thread.execute(this::endAll);
    }

    private void endAll() {
        Set<TopicPartition> changelogs;
        synchronized (restored) {
            changelogs = Set.copyOf(restored);
            restored.clear();
        }
        if (changelogs.isEmpty()) {
            return; // an earlier call has taken them
        }
        try (ClusterAdmin cluster = new ClusterAdmin(properties, bootstrapServers, TIMEOUT)) {
            List<String> left = left(cluster, changelogs);
            if (!left.isEmpty()) {
                cluster.get(
                        "end transactions",
                        cluster.client().fenceProducers(left).all());
                LOG.info("transactions ended that former owners had open count={} ids={}", left.size(), left);
            }
        } catch (Refusal e) {
            LOG.info("transactions of former owners end by their timeout reason=\"{}\"", e.getMessage());
        }
    }

    private List<String> left(ClusterAdmin cluster, Set<TopicPartition> changelogs) {
        Set<Long> writers = new HashSet<>();
        cluster.get(
                        "list producers",
                        cluster.client().describeProducers(changelogs).all())
                .values()
                .forEach(partition -> partition.activeProducers().stream()
                        .filter(producer ->
                                producer.currentTransactionStartOffset().isPresent())
                        .map(ProducerState::producerId)
                        .forEach(writers::add));
        if (writers.isEmpty()) {
            return List.of();
        }
        List<String> ids = cluster
                .get(
                        "list transactions",
                        cluster.client()
                                .listTransactions(new ListTransactionsOptions().filterProducerIds(writers))
                                .all())
                .stream()
                .map(TransactionListing::transactionalId)
                .filter(id -> id.startsWith(prefix) && !isOwn.test(id))
                .toList();
        // A member that gave its partitions up in order has committed, but the markers may not be in the log yet, and
        // its next transaction may be open: only the coordinator knows both at one moment.
        Map<String, TransactionDescription> described = cluster.get(
                "describe transactions",
                cluster.client().describeTransactions(ids).all());
        return described.entrySet().stream()
                .filter(entry -> isOpenOn(changelogs, entry.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static boolean isOpenOn(Collection<TopicPartition> changelogs, TransactionDescription transaction) {
        return transaction.state() == TransactionState.ONGOING
                && transaction.topicPartitions().stream().anyMatch(changelogs::contains);
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long batchEndOffset, long numRestored) {
        // of no concern
    }

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long totalRestored) {
        // of no concern
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
