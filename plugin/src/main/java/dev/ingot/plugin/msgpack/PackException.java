package dev.ingot.plugin.msgpack;

import dev.ingot.lang.value.ValuePath;
import java.io.IOException;

/** Bytes that are no value of the type that is needed; the message says what is wrong and where. */
public final class PackException extends IOException {
  private static final long serialVersionUID = 1;

  private final boolean placed;

  /** With what is wrong, without its place. */
  public PackException(String message) {
    this(message, false);
  }

  private PackException(String message, boolean placed) {
    super(message);
    this.placed = placed;
  }

  /** The same with the place of the part it is about, unless it has one. */
  public PackException at(ValuePath path) {
    String what = String.valueOf(getMessage());
    return placed ? this : new PackException(path.isRoot() ? what : path + ": " + what, true);
  }
}
