package dev.ingot.release.record;

import dev.ingot.deploy.Configuration;
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
public final class RecordedVariables {
  private static final String HASHED = "sha256-of-salted:";

  private RecordedVariables() {}

  /** What is recorded of the values of a configuration's variables. */
  public static Map<String, String> recorded(
      Configuration configuration, Map<String, Value> values) {
    Map<String, InputVariable> declared = configuration.root().module().variables();
    Map<String, String> recorded = new HashMap<>();
    values.forEach(
        (name, value) -> {
          InputVariable variable = declared.get(name);
          boolean secret = variable != null && (variable.sensitive() || variable.ephemeral());
          String json = json(value);
          recorded.put(name, secret ? HASHED + hash(name, configuration.digest(), json) : json);
        });
    return recorded;
  }

  /** The JSON of a recorded value; empty for one of which only the hash is known. */
  public static Optional<String> known(String recorded) {
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
