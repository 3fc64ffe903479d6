package dev.ingot.state.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.state.remote.ServiceAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AwsSignatureTest {
  private static final AwsCredentials EXAMPLE =
      AwsCredentials.of(
          "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", Optional.empty());

  /** The worked example of the general reference of AWS. */
  @Test
  void theExampleOfTheReferenceIsSignedAsThere() {
    Map<String, String> added =
        new AwsSignature("us-east-1", "iam")
            .headers(
                "GET",
                URI.create("https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08"),
                Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                new byte[0],
                EXAMPLE,
                Instant.parse("2015-08-30T12:36:00Z"));
    assertThat(added.get("Authorization"))
        .isEqualTo(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request,"
                + " SignedHeaders=content-type;host;x-amz-date,"
                + " Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
  }

  /** Signed by botocore 1.44.8 for the same request, token and moment. */
  @Test
  void anObjectWithAnOddKeyIsSignedAsOtherClientsDo() {
    URI uri =
        URI.create(
            "http://127.0.0.1:5055/tfstate/"
                + ServiceAddress.encoded("env:/a~b'c;d é/x y.tfstate", true));
    Map<String, String> added =
        new AwsSignature("eu-west-1", "s3")
            .headers(
                "PUT",
                uri,
                Map.of("If-None-Match", "*"),
                "{}".getBytes(StandardCharsets.UTF_8),
                AwsCredentials.of("k", "s", Optional.of("t/o=k")),
                Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(uri.getRawPath()).isEqualTo("/tfstate/env%3A/a~b%27c%3Bd%20%C3%A9/x%20y.tfstate");
    assertThat(added.get("Authorization"))
        .endsWith("Signature=0e957ac70f9b78e28ae9a761f0955c68b8ca498dbe29c997929a90f822117824");
  }
}
