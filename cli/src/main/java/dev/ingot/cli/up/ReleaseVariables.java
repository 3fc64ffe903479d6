package dev.ingot.cli.up;

import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** The values of variables as a release records them: as JSON, sensitive ones as salted hashes. */
final class ReleaseVariables {
  private static final String HASHED = "sha256-of-salted:";

  private ReleaseVariables() {}

  static Map<String, String> recorded(Deployment deployment) {
    Map<String, InputVariable> declared = deployment.configuration().root().module().variables();
    Map<String, String> recorded = new HashMap<>();
    deployment
        .variables()
        .forEach(
            (name, value) -> {
              InputVariable variable = declared.get(name);
              boolean secret = variable != null && (variable.sensitive() || variable.ephemeral());
              String json = json(value);
              recorded.put(
                  name,
                  secret ? HASHED + hash(name, deployment.configuration().digest(), json) : json);
            });
    return recorded;
  }

  /** The JSON of a recorded value; empty for one of which only the hash is known. */
  static Optional<String> known(String recorded) {
    return recorded.startsWith(HASHED) ? Optional.empty() : Optional.of(recorded);
  }

  private static String json(Value value) {
    return ValueJson.format(value);
  }

  private static String hash(String name, String salt, String json) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((name + "\0" + salt + "\0").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(json.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
