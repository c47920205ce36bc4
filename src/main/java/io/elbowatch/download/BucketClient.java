package io.elbowatch.download;

import java.io.IOException;
import java.time.Duration;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * A client of S3, or of what speaks its protocol, made when it is first used. Region, credentials and endpoint come from the
 * SDK's own variables, files and roles, such as {@code AWS_REGION} and {@code AWS_ENDPOINT_URL}. Used by many threads.
 */
final class BucketClient implements AutoCloseable {
    static final int MAX_KEY_BYTES = 1024;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration READ = Duration.ofSeconds(30);

    private S3Client client; // null until the first object; guarded by this
    private boolean closed; // guarded by this

    synchronized S3Client get() throws IOException {
        if (closed) {
            throw new IOException("buckets are asked no more");
        }
        if (client == null) {
            S3ClientBuilder builder = S3Client.builder()
                    .httpClientBuilder(UrlConnectionHttpClient.builder()
                            .connectionTimeout(CONNECT)
                            .socketTimeout(READ));
            if (elsewhere()) {
                // Servers other than Amazon's have no host for each bucket, and not all know its newer checksums.
                builder.forcePathStyle(true).requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED);
            }
            client = builder.build();
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
