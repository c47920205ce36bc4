package io.elbowatch.download;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.InvalidObjectStateException;
import software.amazon.awssdk.services.s3.model.S3Exception;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Objects in S3 and in what speaks its protocol. Region, credentials and endpoint come from the SDK's own variables,
 * files and roles, such as {@code AWS_REGION} and {@code AWS_ENDPOINT_URL}.
 */
public final class BucketDownload implements Download<Place.Bucket>, AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration READ = Duration.ofSeconds(30);
    private static final int NOT_FOUND = 404;
    private static final int MAX_KEY_BYTES = 1024;

    private S3Client client; // null until the first object; guarded by this
    private boolean closed; // guarded by this

    @Override
    public String to(OutputStream out, Place.Bucket place, ByteBudget budget, Deadline deadline) throws IOException {
        if (place.key().getBytes(UTF_8).length > MAX_KEY_BYTES) {
            throw new RefusedException("its key has more than " + MAX_KEY_BYTES + " bytes");
        }
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(place.bucket())
                .key(place.key())
                .overrideConfiguration(override -> override.apiCallTimeout(deadline.left()))
                .build();
        try (ResponseInputStream<GetObjectResponse> body = client().getObject(request)) {
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

    private synchronized S3Client client() throws IOException {
        if (closed) {
            throw new IOException("no more objects are fetched");
        }
        if (client == null) {
            client = S3Client.builder()
                    // Servers other than Amazon's have no host for each bucket.
                    .forcePathStyle(elsewhere())
                    .httpClientBuilder(UrlConnectionHttpClient.builder()
                            .connectionTimeout(CONNECT)
                            .socketTimeout(READ))
                    .build();
        }
        return client;
    }

    private static boolean elsewhere() {
        return set("AWS_ENDPOINT_URL", "aws.endpointUrl") || set("AWS_ENDPOINT_URL_S3", "aws.endpointUrlS3");
    }

    private static boolean set(String variable, String property) {
        return System.getenv(variable) != null || System.getProperty(property) != null;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.close();
        }
    }
}
