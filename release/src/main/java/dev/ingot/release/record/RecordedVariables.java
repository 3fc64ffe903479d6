package dev.ingot.release.record;

import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.ledger.Salt;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The values of variables as a release records them: as JSON, sensitive ones as salted hashes. */
public final class RecordedVariables {
  private static final String HASHED = "sha256-of-salted:";

  private RecordedVariables() {}

  /**
   * What is recorded of the values of a configuration's variables.
   *
   * @param salt what sensitive ones are hashed with; the same value gives the same hash
   */
  public static Map<String, String> recorded(
      Configuration configuration, Map<String, Value> values, Salt salt) {
    Map<String, InputVariable> declared = configuration.root().module().variables();
    Map<String, String> recorded = new HashMap<>();
    values.forEach(
        (name, value) -> {
          InputVariable variable = declared.get(name);
          boolean secret = variable != null && (variable.sensitive() || variable.ephemeral());
          String json = json(value);
          recorded.put(name, secret ? HASHED + salt.hash(name, json) : json);
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
}
