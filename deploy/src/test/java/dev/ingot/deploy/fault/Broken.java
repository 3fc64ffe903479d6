package dev.ingot.deploy.fault;

/** Something that has to hold does not. */
final class Broken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Broken(String message) {
    super(message);
  }
}
