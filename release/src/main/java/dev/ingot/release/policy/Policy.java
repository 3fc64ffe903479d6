package dev.ingot.release.policy;

import java.util.Set;

/**
 * The {@code protect} and {@code in_place} blocks of a stack.
 *
 * @param kept addresses of resources that no plan may destroy, once a release has named them
 * @param inPlace what a change of a machine in place is
 * @param mutable addresses of resources whose machines may change in place all the same
 */
public record Policy(Set<String> kept, InPlace inPlace, Set<String> mutable) {
  /** Nothing is protected, and machines that change in place are warned of. */
  public static final Policy NONE = new Policy(Set.of(), InPlace.WARN, Set.of());

  /** What a change of a machine in place is. */
  public enum InPlace {
    /** As good as any other. */
    ALLOW("allow"),
    /** Made, with a warning. */
    WARN("warn"),
    /** Refused before anything is changed. */
    ERROR("error");

    private final String word;

    InPlace(String word) {
      this.word = word;
    }

    /** Its name in files. */
    public String word() {
      return word;
    }
  }

  public Policy {
    kept = Set.copyOf(kept);
    mutable = Set.copyOf(mutable);
  }

  /** The same, but nothing that changes in place is refused. */
  public Policy lenient() {
    return inPlace == InPlace.ERROR ? new Policy(kept, InPlace.WARN, mutable) : this;
  }
}
