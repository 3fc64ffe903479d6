package dev.ingot.bake;

import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.TreeEntry;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Value;
import dev.ingot.registry.catalog.Lineage;
import dev.ingot.registry.content.ImageConfig;
import dev.ingot.registry.content.Layer;
import dev.ingot.registry.evidence.Component;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Gives builds of one source type what they start from. */
public interface Builder {
  /** The first label of its sources. */
  String type();

  /** What its sources hold. */
  Schema schema();

  /**
   * Checks the arguments of one source. Must not change anything.
   *
   * @param diagnostics takes what is wrong; the result is not used after an error
   */
  Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics);

  /** One source, ready to be built on. */
  interface Prepared {
    /** The bucket the image goes to when the build names none. */
    String bucket();

    /**
     * Values of {@code build.NAME} that only this builder knows; the ones common to all are there
     * already.
     */
    Map<String, Value> generated();

    /**
     * What the image starts as. Called once per run, before any layer is made.
     *
     * @param progress told before something slow begins
     * @throws StepException when it can't be had; the message says what to do
     */
    Base base(Progress progress, Cancellation cancellation)
        throws StepException, IOException, InterruptedException;

    /**
     * A machine over layers, for one step of the build.
     *
     * @param layers the lowest first
     * @throws StepException when this host can't run one; the message says what to do
     */
    Machine open(List<Layer> layers, Cancellation cancellation)
        throws StepException, IOException, InterruptedException;

    /** What is inside the base, for the bill of materials. */
    List<Component> components() throws IOException, InterruptedException;
  }

  /**
   * What an image starts as.
   *
   * @param layers the lowest first
   * @param config the image's configuration without layers and history
   * @param lineage the image it was taken from, where there is one
   */
  record Base(List<BaseLayer> layers, ImageConfig config, Lineage lineage) {
    public Base {
      layers = List.copyOf(layers);
    }
  }

  /** A layer of the base. */
  sealed interface BaseLayer {
    /** What tells it from others. */
    LayerKey key();

    /** What it is, for people. */
    String summary();

    /** One that is stored already. */
    record Stored(LayerKey key, String summary, Layer layer) implements BaseLayer {}

    /** One that is made unless it is cached. */
    record Made(LayerKey key, String summary, TreeSource tree) implements BaseLayer {}
  }

  /** Makes the tree of a layer. */
  @FunctionalInterface
  interface TreeSource {
    /** The entries, in any order; files of this host are read until the layer is written. */
    List<TreeEntry> entries(Cancellation cancellation)
        throws StepException, IOException, InterruptedException;
  }

  /** Takes what a person who waits wants to know. */
  @FunctionalInterface
  interface Progress {
    /** One line. */
    void note(String text);
  }

  /** A machine with a writable layer on top. Closing it ends all that runs in it. */
  interface Machine extends AutoCloseable {
    /** How to reach it. */
    Communicator communicator();

    /** What was changed in it; valid until it is closed. Nothing may run in it any more. */
    List<TreeEntry> changes() throws IOException;

    @Override
    void close() throws IOException;
  }
}
