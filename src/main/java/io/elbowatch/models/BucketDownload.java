package io.elbowatch.models;

import io.elbowatch.stream.flow.BundleProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Archives in S3 and in what speaks its protocol. Region, credentials and endpoint come from the SDK's own variables,
 * files and roles, such as {@code AWS_REGION} and {@code AWS_ENDPOINT_URL}. The only class that uses the SDK.
 */
final class BucketDownload implements Download<BundlePlace.Bucket> {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration READ = Duration.ofSeconds(30);

    @Override
    public void to(OutputStream out, BundlePlace.Bucket place, ByteBudget budget, Deadline deadline)
            throws IOException, BundleProblem {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(place.bucket())
                .key(place.key())
                .build();
        try (S3Client client = client(deadline);
                ResponseInputStream<GetObjectResponse> body = client.getObject(request)) {
            try {
                budget.require(body.response().contentLength());
                budget.copy(body, out, deadline);
            } catch (IOException | BundleProblem | RuntimeException e) {
                body.abort(); // closing would read the rest
                throw e;
            }
        } catch (SdkException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static S3Client client(Deadline deadline) {
        boolean elsewhere =
                set("AWS_ENDPOINT_URL", "aws.endpointUrl") || set("AWS_ENDPOINT_URL_S3", "aws.endpointUrlS3");
        return S3Client.builder()
                // Servers other than Amazon's have no host for each bucket.
                .forcePathStyle(elsewhere)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(READ))
                .overrideConfiguration(override -> override.apiCallTimeout(deadline.left()))
                .build();
    }

    private static boolean set(String variable, String property) {
        return System.getenv(variable) != null || System.getProperty(property) != null;
    }
}
