package dev.ingot.release.drift;

import dev.ingot.address.InstanceAddress;
import java.util.List;

/**
 * The {@code drift} block: what may differ.
 *
 * @param ignored attributes that may differ, each with all below it
 */
public record DriftSettings(List<Ignored> ignored) {
  /** Nothing may differ. */
  public static final DriftSettings NONE = new DriftSettings(List.of());

  public DriftSettings {
    ignored = List.copyOf(ignored);
  }

  /**
   * An attribute that may differ.
   *
   * @param resource the resource without module and key, such as {@code aws_instance.web}, or
   *     {@code *} for all
   * @param attribute its name, such as {@code tags} or {@code tags.owner}
   */
  public record Ignored(String resource, String attribute) {
    /** Reads {@code aws_instance.web.tags} or {@code *.tags}; empty if it is neither. */
    public static java.util.Optional<Ignored> parse(String text) {
      String[] parts = text.split("\\.", -1);
      int named = text.startsWith("*.") ? 1 : 2;
      boolean whole = parts.length > named && List.of(parts).stream().noneMatch(String::isBlank);
      return whole
          ? java.util.Optional.of(
              new Ignored(
                  String.join(".", List.of(parts).subList(0, named)),
                  String.join(".", List.of(parts).subList(named, parts.length))))
          : java.util.Optional.empty();
    }
  }

  /** Whether an attribute of an instance may differ. */
  public boolean ignores(InstanceAddress address, String attribute) {
    String resource = address.resource().type() + "." + address.resource().name();
    return ignored.stream()
        .filter(one -> one.resource().equals("*") || one.resource().equals(resource))
        .anyMatch(
            one ->
                attribute.equals(one.attribute()) || attribute.startsWith(one.attribute() + "."));
  }
}
