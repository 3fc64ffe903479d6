package dev.ingot.deploy.evaluation;

import dev.ingot.address.InstanceKey;
import dev.ingot.lang.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The instances of a resource or module call.
 *
 * @param kind how they are told apart
 * @param instances each key with what {@code count} or {@code each} means there, in order
 */
public record Expansion(Kind kind, Map<InstanceKey, RepetitionData> instances) {
  /** How instances are told apart. */
  public enum Kind {
    /** There is one, without a key. */
    SINGLE,
    /** By number. */
    COUNT,
    /** By text. */
    FOR_EACH,
    /** Not known; while checking only. */
    UNKNOWN
  }

  /** One instance without a key. */
  public static final Expansion SINGLE =
      new Expansion(Kind.SINGLE, Map.of(InstanceKey.none(), RepetitionData.NONE));

  /** No instance where there could be one without a key. */
  public static final Expansion DISABLED = new Expansion(Kind.SINGLE, Map.of());

  /** Instances by number. */
  public static Expansion count(long count) {
    return new Expansion(Kind.COUNT, new CountedInstances(count));
  }

  /** Instances by text. */
  public static Expansion forEach(Map<String, Value> values) {
    Map<InstanceKey, RepetitionData> instances = LinkedHashMap.newLinkedHashMap(values.size());
    values.forEach(
        (key, value) ->
            instances.put(InstanceKey.of(key), new RepetitionData.Each(Value.of(key), value)));
    return new Expansion(Kind.FOR_EACH, instances);
  }

  /** Whether a key is one of an instance. */
  public boolean contains(InstanceKey key) {
    return instances.containsKey(key);
  }
}
