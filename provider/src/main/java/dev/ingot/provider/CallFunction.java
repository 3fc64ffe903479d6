package dev.ingot.provider;

import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.OptionalInt;

/** Calls a function of a provider. */
public sealed interface CallFunction {

  /** Asks for the result. */
  record Request(String name, List<Value> arguments) implements CallFunction {
    public Request {
      arguments = List.copyOf(arguments);
    }
  }

  /** The result. */
  record Result(Value value) implements CallFunction, Response {}

  /**
   * An error instead.
   *
   * @param argument the index of the argument at fault; empty if none is
   */
  record Failure(String text, OptionalInt argument) implements CallFunction, Response {}

  /** The result, or why there is none. */
  sealed interface Response permits Result, Failure {}
}
