package dev.ingot.bake;

import dev.ingot.bake.layer.InputHash;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import java.io.IOException;
import java.time.Instant;

/** Does something with a baked image. One object serves every block of its type. */
public interface PostProcessor {
  /** The label of its blocks. */
  String type();

  /** What its blocks hold. */
  Schema schema();

  /** Checks the arguments of one block; must not change anything. */
  Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics);

  /** One block, ready to run. */
  interface Prepared {
    /**
     * Adds what it depends on beside its arguments and the artifact: the content of files it reads.
     *
     * @throws IOException when one of them can't be read, or isn't there yet
     */
    default void addInputs(InputHash hash) throws IOException {}

    /** Whether what it made of the same artifact earlier is still there, as far as it can tell. */
    default boolean isDone() {
      return true;
    }

    /**
     * Does its work.
     *
     * @return the artifact for the next one of its chain; often the one it was given
     */
    Artifact process(Artifact artifact, Context context)
        throws StepException, IOException, InterruptedException;
  }

  /** What a running post-processor has to work with. */
  interface Context {
    /** Programs of this host. */
    HostPrograms programs();

    /** Takes what is to be shown. */
    Communicator.Output output();

    /** Ends the work. */
    Cancellation cancellation();

    /** The id of this run, a UUID. */
    String runId();

    /** Now. */
    Instant now();
  }
}
