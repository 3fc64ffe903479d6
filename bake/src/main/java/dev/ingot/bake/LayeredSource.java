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
   * What the image starts as. Called once per run, before any layer is made.
   *
   * @param progress notified before a slow operation starts
   * @throws StepException when it can't be had; the message says what to do
   */
  Origin origin(Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException;

  /**
   * A machine over layers.
   *
   * @param place what it runs over and where its snapshots go
   * @throws StepException when this host can't run one; the message says what to do
   */
  Machine open(Place place, Cancellation cancellation)
      throws StepException, IOException, InterruptedException;

  /**
   * What an image is built from.
   *
   * @param layers the lowest first
   * @param config the image's configuration without layers and history
   * @param lineage the image it was taken from, where there is one
   */
  record Origin(List<BaseLayer> layers, ImageConfig config, Lineage lineage) {
    public Origin {
      layers = List.copyOf(layers);
    }
  }

  /**
   * Where a machine runs.
   *
   * @param layers the lowest first
   * @param scratch what an earlier snapshot kept beside the layers
   * @param archive where layers of snapshots are written
   */
  record Place(List<Layer> layers, Optional<Layer> scratch, LayerArchive archive) {
    public Place {
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
}
