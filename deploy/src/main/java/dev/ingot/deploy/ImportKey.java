package dev.ingot.deploy;

/**
 * What an object is imported by.
 *
 * @param text its id, or its identity as a JSON object
 * @param identity whether it is an identity
 */
public record ImportKey(String text, boolean identity) {
  /** An id. */
  public static ImportKey id(String id) {
    return new ImportKey(id, false);
  }

  /** An identity, as a JSON object. */
  public static ImportKey identity(String json) {
    return new ImportKey(json, true);
  }
}
