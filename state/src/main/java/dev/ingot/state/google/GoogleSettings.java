package dev.ingot.state.google;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Which credentials are used.
 *
 * @param token a token that was given, for which nothing is looked for
 * @param given the content of a credentials file; otherwise the application default credentials are
 *     looked for
 * @param impersonated a service account to act as
 * @param delegates those it is done through
 * @param scope what they are used for, such as {@link #STORAGE}
 * @param iam the service that gives tokens of other service accounts, with a slash at its end
 */
public record GoogleSettings(
    Optional<String> token,
    Optional<String> given,
    Optional<String> impersonated,
    List<String> delegates,
    String scope,
    URI iam) {
  /** Where Google has that service. */
  public static final URI IAM = URI.create("https://iamcredentials.googleapis.com/v1/");

  /** Objects in the storage service. */
  public static final String STORAGE = "https://www.googleapis.com/auth/devstorage.read_write";

  /** Keys of the key management service. */
  public static final String KEYS = "https://www.googleapis.com/auth/cloudkms";

  public GoogleSettings {
    delegates = List.copyOf(delegates);
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "GoogleSettings";
  }
}
