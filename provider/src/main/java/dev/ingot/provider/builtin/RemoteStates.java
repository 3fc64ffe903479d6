package dev.ingot.provider.builtin;

import dev.ingot.lang.value.Value;
import java.util.Optional;
import java.util.SortedMap;

/** Reads the outputs of other deployments. */
public interface RemoteStates {
  /** Why a backend type can't be used; empty if it can. */
  Optional<String> problem(String backend);

  /** Why a kind of backend can't be configured so; empty if it can, or there is no such kind. */
  Optional<String> problem(String backend, Value config);

  /**
   * The outputs of a state.
   *
   * @param backend the kind of backend, such as {@code local}
   * @param config its configuration, an object or null
   * @param workspace the workspace; {@code default} for the default one
   * @param reader the address of the data source that reads it; empty for anything else
   * @return empty if there is no such state
   * @throws RemoteStateException if there is no such backend or the state can't be read
   */
  Optional<SortedMap<String, Value>> outputs(
      String backend, Value config, String workspace, String reader);

  /** A state that can't be read. */
  final class RemoteStateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String summary;
    private final String attribute;

    /**
     * With the problem.
     *
     * @param attribute the attribute at fault; empty for none
     */
    public RemoteStateException(String summary, String detail, String attribute) {
      super(detail);
      this.summary = summary;
      this.attribute = attribute;
    }

    /** The problem, in one line. */
    public String summary() {
      return summary;
    }

    /** The attribute at fault; empty for none. */
    public String attribute() {
      return attribute;
    }
  }
}
