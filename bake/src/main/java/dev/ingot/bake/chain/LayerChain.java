package dev.ingot.bake.chain;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.Builder;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.LayerArchive;
import dev.ingot.bake.layer.LayerCache;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.registry.content.Layer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the layers of an image, as far as they aren't there already. */
public final class LayerChain {
  private final PreparedUnit unit;
  private final Builder.Base base;
  private final LayerCache cache;
  private final LayerArchive archive;
  private final StepRunner runner;
  private final BakeEvent.Observer observer;
  private final boolean force;
  private final Set<PreparedStep> ranBefore = new HashSet<>();

  /** A chain that has not run. */
  public LayerChain(
      PreparedUnit unit,
      Builder.Base base,
      LayerCache cache,
      LayerArchive archive,
      StepRunner runner,
      BakeEvent.Observer observer,
      boolean force) {
    this.unit = unit;
    this.base = base;
    this.cache = cache;
    this.archive = archive;
    this.runner = runner;
    this.observer = observer;
    this.force = force;
  }

  /** A layer in its place. */
  public record MadeLayer(String summary, Layer layer, boolean reused) {}

  /**
   * All layers of an image.
   *
   * @param last the key of the chain, from the inputs that were really used
   */
  public record Made(List<MadeLayer> layers, LayerKey last) {
    public Made {
      layers = List.copyOf(layers);
    }

    /** The layers, the lowest first. */
    public List<Layer> stored() {
      return layers.stream().map(MadeLayer::layer).toList();
    }
  }

  /** What is known before it runs. */
  public ChainPlan plan() {
    return ChainPlan.of(unit, base, archive.modified());
  }

  /** Runs those of the first steps that work on this host, so that what they make is there. */
  public void runHostSteps(int count)
      throws StepException, IOException, InterruptedException, FailedStep {
    for (PreparedStep step : unit.steps().subList(0, count)) {
      if (step.work().effect() == Provisioner.Effect.HOST) {
        observer.on(new BakeEvent.StepStarted(unit.identity(), step.label()));
        runner.onHost(step, List.of());
        ranBefore.add(step);
      }
    }
  }

  /** Makes or finds every layer, in order. */
  public Made make() throws StepException, IOException, InterruptedException, FailedStep {
    observer.on(new BakeEvent.Started(unit.identity(), base.layers().size() + unit.steps().size()));
    List<MadeLayer> layers = new ArrayList<>();
    for (Builder.BaseLayer layer : base.layers()) {
      layers.add(baseLayer(layer));
    }
    LayerKey parent = ChainKeys.base(base.layers(), archive.modified());
    int lastToRun = lastToRun(plan());
    boolean trusted = true;
    for (int i = 0; i < unit.steps().size(); i++) {
      PreparedStep step = unit.steps().get(i);
      parent = ChainKeys.step(parent, step);
      if (step.work().effect() == Provisioner.Effect.HOST) {
        if (!ranBefore.contains(step)
            && (i <= lastToRun || force || cache.find(parent).isEmpty())) {
          runner.run(step, stored(layers));
        }
        cache.put(parent, LayerCache.Entry.NOTHING);
        continue;
      }
      Optional<LayerCache.Entry> known = force || !trusted ? Optional.empty() : cache.find(parent);
      if (known.isPresent()) {
        known
            .get()
            .layer()
            .ifPresent(layer -> layers.add(new MadeLayer(step.label(), layer, true)));
        observer.on(
            new BakeEvent.Reused(
                unit.identity(),
                step.label(),
                known.get().layer().map(layer -> layer.descriptor().size()).orElse(0L)));
        continue;
      }
      StepRunner.Ran ran = runner.layer(step, stored(layers), archive);
      ran.layer().ifPresent(layer -> layers.add(new MadeLayer(step.label(), layer, false)));
      // What comes after a step whose failure didn't count is good for this run only.
      trusted &= ran.succeeded();
      if (trusted) {
        cache.put(parent, new LayerCache.Entry(ran.layer()));
      }
    }
    return new Made(layers, parent);
  }

  /** The last step that has to run, by what is known now; -1 for none. */
  private int lastToRun(ChainPlan plan) {
    for (int i = plan.keys().size() - 1; i >= 0; i--) {
      if (force || cache.find(plan.keys().get(i)).isEmpty()) {
        return i;
      }
    }
    return plan.last().isPresent() ? -1 : unit.steps().size();
  }

  private MadeLayer baseLayer(Builder.BaseLayer layer)
      throws StepException, IOException, InterruptedException {
    return switch (layer) {
      case Builder.BaseLayer.Stored(LayerKey key, String summary, Layer stored) ->
          new MadeLayer(summary, stored, true);
      case Builder.BaseLayer.Made(LayerKey key, String summary, Builder.TreeSource tree) -> {
        LayerKey cacheKey = ChainKeys.baseLayer(key, archive.modified());
        Optional<Layer> known =
            (force ? Optional.<LayerCache.Entry>empty() : cache.find(cacheKey))
                .flatMap(LayerCache.Entry::layer);
        if (known.isPresent()) {
          observer.on(
              new BakeEvent.Reused(unit.identity(), summary, known.get().descriptor().size()));
          yield new MadeLayer(summary, known.get(), true);
        }
        Layer made = runner.base(summary, tree, archive);
        cache.put(cacheKey, new LayerCache.Entry(Optional.of(made)));
        yield new MadeLayer(summary, made, false);
      }
    };
  }

  private static List<Layer> stored(List<MadeLayer> layers) {
    return layers.stream().map(MadeLayer::layer).toList();
  }
}
