package io.elbowatch.stream.flow;

import io.elbowatch.core.Causes;
import java.util.Optional;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * The answers of a broker, or of the producer, to what one record contains. The same record gets the same answer again,
 * until the topic changes.
 */
public final class RecordRefusal {
    /** Kafka has no exception type for a good record in the batch of a bad one. */
    private static final String OF_ANOTHER = "part of a batch";

    private RecordRefusal() {}

    /** The answer among the causes of a failure; empty where the failure concerns no record. */
    public static Optional<ApiException> in(Throwable failure) {
        return Causes.find(ApiException.class, failure).filter(RecordRefusal::isOne);
    }

    /** Whether a timestamp was refused. */
    public static boolean ofTimestamp(Throwable failure) {
        return Causes.find(InvalidTimestampException.class, failure).isPresent()
                || in(failure).filter(answer -> mentions(answer, "Timestamp")).isPresent();
    }

    /** Whether the failure is that of another record of the same batch. */
    static boolean isOfAnother(Throwable failure) {
        return failure instanceof InvalidRecordException answer && mentions(answer, OF_ANOTHER);
    }

    private static boolean isOne(ApiException answer) {
        return answer instanceof InvalidTimestampException
                || answer instanceof InvalidRecordException
                || answer instanceof RecordTooLargeException
                || answer instanceof RecordBatchTooLargeException;
    }

    private static boolean mentions(ApiException answer, String words) {
        return String.valueOf(answer.getMessage()).contains(words);
    }
}
