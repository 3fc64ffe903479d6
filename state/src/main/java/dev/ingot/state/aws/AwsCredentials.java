package dev.ingot.state.aws;

import java.time.Instant;
import java.util.Optional;

/**
 * Who signs requests. Its text never has the secrets.
 *
 * @param token of temporary credentials
 * @param expiry when they end; empty if they don't
 */
public record AwsCredentials(
    String accessKey, String secretKey, Optional<String> token, Optional<Instant> expiry) {
  /** Credentials that don't end. */
  public static AwsCredentials of(String accessKey, String secretKey, Optional<String> token) {
    return new AwsCredentials(accessKey, secretKey, token, Optional.empty());
  }

  @Override
  public String toString() {
    return accessKey;
  }
}
