package io.elbowatch.download;

import java.io.IOException;
import java.io.OutputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.InvalidObjectStateException;
import software.amazon.awssdk.services.s3.model.S3Exception;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Objects in S3 and in what speaks its protocol. {@link BucketClient} says where region and credentials come from. */
public final class BucketDownload implements Download<Place.Bucket>, AutoCloseable {
    private static final int NOT_FOUND = 404;

    private final BucketClient client = new BucketClient();

    @Override
    public String to(OutputStream out, Place.Bucket place, ByteBudget budget, Deadline deadline) throws IOException {
        if (place.key().getBytes(UTF_8).length > BucketClient.MAX_KEY_BYTES) {
            throw new RefusedException("its key has more than " + BucketClient.MAX_KEY_BYTES + " bytes");
        }
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(place.bucket())
                .key(place.key())
                .overrideConfiguration(override -> override.apiCallTimeout(deadline.left()))
                .build();
        try (ResponseInputStream<GetObjectResponse> body = client.get().getObject(request)) {
            try {
                Long length = body.response().contentLength();
                budget.copy(body, length == null ? -1 : length, out, deadline);
                return body.response().contentType();
            } catch (IOException | RuntimeException e) {
                body.abort(); // closing would read the rest
                throw e;
            }
        } catch (InvalidObjectStateException e) { // archived: it comes back only if somebody restores it
            throw new RefusedException(e.getMessage(), e);
        } catch (S3Exception e) {
            throw e.statusCode() == NOT_FOUND
                    ? new NotThereException(e.getMessage(), e)
                    : new IOException(e.getMessage(), e);
        } catch (SdkException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
