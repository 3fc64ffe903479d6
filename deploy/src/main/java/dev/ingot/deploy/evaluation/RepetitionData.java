package dev.ingot.deploy.evaluation;

import dev.ingot.address.InstanceKey;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;

/** What {@code count} and {@code each} mean in one instance. */
public sealed interface RepetitionData {
  /** Neither is set. */
  RepetitionData NONE = Single.NONE;

  /** The only inhabitant: no repetition. */
  enum Single implements RepetitionData {
    NONE
  }

  /** An instance by {@code count}. */
  record Counted(Value index) implements RepetitionData {}

  /** An instance by {@code for_each}. */
  record Each(Value key, Value value) implements RepetitionData {}

  /** Of an instance by {@code count}. */
  static RepetitionData counted(long index) {
    return new Counted(Value.of(index));
  }

  /** Of every instance at once, while checking only. */
  static RepetitionData anyCount() {
    return new Counted(Value.unknown(dev.ingot.lang.value.Type.NUMBER));
  }

  /** Of every instance at once, while checking only. */
  static RepetitionData anyEach() {
    return new Each(Value.unknown(dev.ingot.lang.value.Type.STRING), Values.DYNAMIC_UNKNOWN);
  }

  /** The repetition of an instance no longer configured, as far as its key tells it. */
  static RepetitionData of(InstanceKey key) {
    return switch (key) {
      case InstanceKey.None() -> NONE;
      case InstanceKey.Index(long index) -> counted(index);
      case InstanceKey.Text(String text) -> new Each(Value.of(text), Values.DYNAMIC_UNKNOWN);
    };
  }
}
