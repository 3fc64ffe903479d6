package dev.ingot.bake;

import dev.ingot.bake.layer.InputHash;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import java.io.IOException;

/** Changes a machine while its image is baked. One object serves every block of its type. */
public interface Provisioner {
  /** The label of its blocks. */
  String type();

  /** What its blocks hold. */
  Schema schema();

  /**
   * Checks the arguments of one block. Called before anything runs; must not change anything.
   *
   * @param diagnostics receives problems; the result is not used after an error
   */
  Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics);

  /** What a block's work touches. */
  enum Effect {
    /** The machine: what it does can be kept in a snapshot and needn't be done again. */
    IMAGE,
    /**
     * This host, or what is reached from it; the machine is read at most. What it does isn't known
     * from its arguments, so it is done in every bake.
     */
    HOST,
    /** Nothing; it only takes time, for the sake of a machine that runs. */
    TIME
  }

  /** One block, ready to run, any number of times. */
  interface Prepared {
    /** What it touches. */
    Effect effect();

    /**
     * Adds what it depends on beside its arguments: the content of files it reads.
     *
     * @throws IOException when one of them can't be read, or isn't there yet
     */
    void addInputs(InputHash hash) throws IOException;

    /**
     * Does its work.
     *
     * @throws StepException when the work failed; the message says what and why
     * @throws InterruptedException when the calling thread is interrupted or the step cancelled
     */
    void provision(Context context) throws StepException, IOException, InterruptedException;
  }

  /** What a running provisioner has to work with. */
  interface Context {
    /** The machine. */
    Communicator communicator();

    /** Programs of this host. */
    HostPrograms programs();

    /** Takes what is to be shown, line by line. */
    Communicator.Output output();

    /** Ends the work when it is cancelled or its time is over. */
    Cancellation cancellation();
  }
}
