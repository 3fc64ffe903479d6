package dev.ingot.bake.chain;

import dev.ingot.bake.LayeredSource;
import dev.ingot.bake.Machine;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.LayerArchive;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.bake.layer.SnapshotCache;
import dev.ingot.graph.Cancellation;
import dev.ingot.registry.content.Layer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The layers of a chain: those of the base, and one for each step that changed something. */
public final class LayeredGround implements Ground {
  private final LayeredSource source;
  private final LayeredSource.Origin origin;
  private final Surroundings surroundings;
  private final List<MadeLayer> layers = new ArrayList<>();
  private Optional<Layer> scratch = Optional.empty();
  private boolean prepared;

  /**
   * The tools of a layered ground.
   *
   * @param cache the cache of base layers
   * @param force whether existing layers of the base are made again
   */
  public record Surroundings(
      SnapshotCache cache,
      LayerArchive archive,
      StepRunner runner,
      Cancellation cancellation,
      boolean force) {}

  /** Without any layers yet. */
  public LayeredGround(
      LayeredSource source, LayeredSource.Origin origin, Surroundings surroundings) {
    this.source = source;
    this.origin = origin;
    this.surroundings = surroundings;
  }

  @Override
  public LayerKey key() {
    return ChainKeys.base(origin.layers(), surroundings.archive().modified());
  }

  @Override
  public int layers() {
    return origin.layers().size();
  }

  @Override
  public void prepare() throws StepException, IOException, InterruptedException {
    if (!prepared) {
      for (LayeredSource.BaseLayer layer : origin.layers()) {
        layers.add(baseLayer(layer));
      }
      prepared = true;
    }
  }

  private MadeLayer baseLayer(LayeredSource.BaseLayer layer)
      throws StepException, IOException, InterruptedException {
    return switch (layer) {
      case LayeredSource.BaseLayer.Stored(LayerKey _, String summary, Layer stored) ->
          new MadeLayer(summary, stored, true);
      case LayeredSource.BaseLayer.Made(
              LayerKey key,
              String summary,
              LayeredSource.TreeSource tree) -> {
        LayerKey cacheKey = ChainKeys.baseLayer(key, surroundings.archive().modified());
        Optional<Layer> known = known(cacheKey);
        if (known.isPresent()) {
          surroundings.runner().reused(summary, known.get().descriptor().size());
          yield new MadeLayer(summary, known.get(), true);
        }
        Layer made = surroundings.runner().base(summary, tree, surroundings.archive());
        surroundings
            .cache()
            .put(cacheKey, new Snapshot.Layers(Optional.of(made), Optional.empty()));
        yield new MadeLayer(summary, made, false);
      }
    };
  }

  private Optional<Layer> known(LayerKey key) {
    return !surroundings.force()
            && surroundings.cache().find(key).orElse(Snapshot.Layers.NOTHING)
                instanceof Snapshot.Layers(Optional<Layer> layer, Optional<Layer> _)
        ? layer
        : Optional.empty();
  }

  @Override
  public boolean canResume(Snapshot snapshot) {
    return snapshot instanceof Snapshot.Layers;
  }

  @Override
  public void add(String step, Snapshot snapshot, boolean reused) {
    if (snapshot instanceof Snapshot.Layers(Optional<Layer> layer, Optional<Layer> left)) {
      layer.ifPresent(each -> layers.add(new MadeLayer(step, each, reused)));
      scratch = left;
    }
  }

  @Override
  public Machine open() throws StepException, IOException, InterruptedException {
    prepare();
    return source.open(
        new LayeredSource.Place(
            layers.stream().map(MadeLayer::layer).toList(), scratch, surroundings.archive()),
        surroundings.cancellation());
  }

  @Override
  public Made made(OpenMachine machine) {
    return new Made.Layers(layers);
  }
}
