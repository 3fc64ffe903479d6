package dev.ingot.bake;

import dev.ingot.bake.layer.InputHash;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.registry.content.Descriptor;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Processes a baked image. One object serves all blocks of its type. */
public interface PostProcessor {
  /** The label of its blocks. */
  String type();

  /** The schema of its blocks. */
  Schema schema();

  /** Checks the arguments of one block; must not change anything. */
  Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics);

  /** One block, ready to run. */
  interface Prepared {
    /**
     * Adds its dependencies other than its arguments and the artifact: the content of files it
     * reads.
     *
     * @throws IOException when one of them can't be read or doesn't exist yet
     */
    default void addInputs(InputHash hash) throws IOException {}

    /** Whether its earlier results for the same artifact still exist, as far as it can tell. */
    default boolean isDone() {
      return true;
    }

    /**
     * Runs it.
     *
     * @return the artifact for the next one of its chain; often the same one
     */
    Artifact process(Artifact artifact, Context context)
        throws StepException, IOException, InterruptedException;
  }

  /** The context of a running post-processor. */
  interface Context {
    /** Programs of this host. */
    HostPrograms programs();

    /** Receives lines to show. */
    Communicator.Output output();

    /** Cancels the work. */
    Cancellation cancellation();

    /** Documents about the image that the registry's content store has. */
    List<Descriptor> evidence();

    /** The id of this run, a UUID. */
    String runId();

    /** The current time. */
    Instant now();
  }
}
