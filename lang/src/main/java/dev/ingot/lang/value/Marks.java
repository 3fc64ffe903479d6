package dev.ingot.lang.value;

/**
 * The marks of a value, which travel through every operation.
 *
 * @param sensitive must not be shown
 * @param ephemeral must not be stored
 */
public record Marks(boolean sensitive, boolean ephemeral) {
  public static final Marks NONE = new Marks(false, false);
  public static final Marks SENSITIVE = new Marks(true, false);
  public static final Marks EPHEMERAL = new Marks(false, true);

  /** Both sets together. */
  public Marks with(Marks other) {
    if (other.equals(this) || other.isEmpty()) {
      return this;
    }
    return new Marks(sensitive || other.sensitive, ephemeral || other.ephemeral);
  }

  /** Whether there is no mark. */
  public boolean isEmpty() {
    return !sensitive && !ephemeral;
  }
}
