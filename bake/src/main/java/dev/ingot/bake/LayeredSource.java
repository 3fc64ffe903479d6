package dev.ingot.bake;

import dev.ingot.bake.layer.LayerArchive;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.TreeEntry;
import dev.ingot.graph.Cancellation;
import dev.ingot.registry.catalog.Lineage;
import dev.ingot.registry.content.ImageConfig;
import dev.ingot.registry.content.Layer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A source whose machines run over layers of files. */
public non-sealed interface LayeredSource extends Source {
  /**
   * The origin of the image. Called once per run, before any layer is made.
   *
   * @param progress notified before a slow operation starts
   * @throws StepException when it is unavailable; the message says what to do
   */
  Origin origin(Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException;

  /**
   * A machine over layers.
   *
   * @param place its layers and the place for its snapshots
   * @throws StepException when this host can't run one; the message says what to do
   */
  Machine open(Place place, Cancellation cancellation)
      throws StepException, IOException, InterruptedException;

  /**
   * The origin of an image.
   *
   * @param layers the lowest first
   * @param config the image's configuration without layers and history
   * @param lineage the image it comes from, if any
   */
  record Origin(List<BaseLayer> layers, ImageConfig config, Lineage lineage) {
    public Origin {
      layers = List.copyOf(layers);
    }
  }

  /**
   * The place of a machine.
   *
   * @param layers the lowest first
   * @param scratch the scratch files of an earlier snapshot
   * @param archive stores the layers of snapshots
   */
  record Place(List<Layer> layers, Optional<Layer> scratch, LayerArchive archive) {
    public Place {
      layers = List.copyOf(layers);
    }
  }

  /** A layer of the base. */
  sealed interface BaseLayer {
    /** Its key. */
    LayerKey key();

    /** Its description for users. */
    String summary();

    /** A layer that is stored already. */
    record Stored(LayerKey key, String summary, Layer layer) implements BaseLayer {}

    /** A layer that is made unless it is cached. */
    record Made(LayerKey key, String summary, TreeSource tree) implements BaseLayer {}
  }

  /** Makes the tree of a layer. */
  @FunctionalInterface
  interface TreeSource extends AutoCloseable {
    /** The entries, in any order; files of this host are read until the layer is written. */
    List<TreeEntry> entries(Cancellation cancellation)
        throws StepException, IOException, InterruptedException;

    /** The layer is written, or won't be: what the files were made for may go. */
    @Override
    default void close() throws IOException {}
  }
}
