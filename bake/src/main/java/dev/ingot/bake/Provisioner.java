package dev.ingot.bake;

import dev.ingot.bake.layer.InputHash;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Value;
import java.io.IOException;
import java.util.Map;

/** Changes a machine while its image is baked. One object serves all blocks of its type. */
public interface Provisioner {
  /** The label of its blocks. */
  String type();

  /** The schema of its blocks. */
  Schema schema();

  /**
   * Checks the arguments of one block. Called before anything runs; must not change anything.
   *
   * @param diagnostics receives problems; the result is not used after an error
   */
  Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics);

  /** The effect of a block. */
  enum Effect {
    /** It changes the machine: its effect can be kept in a snapshot and need not be repeated. */
    IMAGE,
    /**
     * It affects this host or others, and at most reads the machine. Its effect can't be derived
     * from its arguments, so it runs in every bake.
     */
    HOST,
    /** It only waits, for the sake of a running machine. */
    TIME
  }

  /** One block, ready to run, any number of times. */
  interface Prepared {
    /** Its effect. */
    Effect effect();

    /**
     * Adds its dependencies other than its arguments: the content of files it reads.
     *
     * @throws IOException when one of them can't be read or doesn't exist yet
     */
    void addInputs(InputHash hash) throws IOException;

    /**
     * Runs it.
     *
     * @throws StepException when the work failed; the message says what and why
     * @throws InterruptedException when the calling thread is interrupted or the step cancelled
     */
    void provision(Context context) throws StepException, IOException, InterruptedException;
  }

  /** The context of a running provisioner. */
  interface Context {
    /** The machine. */
    Communicator communicator();

    /** Values of {@code build.NAME} of the machine; see {@link Machine#values}. */
    default Map<String, Value> values() {
      return Map.of();
    }

    /**
     * Lets a user look at the machine; returns when the user says so, at once where nobody is
     * there.
     *
     * @param why what the user is told
     */
    default void pause(String why) throws InterruptedException {}

    /** Programs of this host. */
    HostPrograms programs();

    /** Receives lines to show. */
    Communicator.Output output();

    /** Cancels the work, also after its timeout. */
    Cancellation cancellation();
  }
}
