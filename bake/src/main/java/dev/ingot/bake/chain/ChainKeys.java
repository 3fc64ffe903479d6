package dev.ingot.bake.chain;

import dev.ingot.bake.LayeredSource;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.registry.content.ImageConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The keys of a chain: each step's from the one before it, the fingerprint from all of them. */
public final class ChainKeys {
  /** Increased when the same inputs would give another image than before. */
  private static final long GENERATION = 3;

  private ChainKeys() {}

  /** The key of all layers of a base. */
  static LayerKey base(List<LayeredSource.BaseLayer> layers, long modified) {
    InputHash hash = new InputHash("base").number(GENERATION).number(modified);
    layers.forEach(layer -> hash.key(layer.key()));
    return hash.key();
  }

  /** The key of a machine that is only reached through a communicator. */
  static LayerKey machine(LayerKey origin) {
    return new InputHash("machine").number(GENERATION).key(origin).key();
  }

  /** The key under which a layer of a base is cached. */
  static LayerKey baseLayer(LayerKey key, long modified) {
    return new InputHash("base layer").number(GENERATION).number(modified).key(key).key();
  }

  /**
   * The key of a step.
   *
   * @throws IOException when an input can't be read or doesn't exist yet
   */
  static LayerKey step(LayerKey parent, PreparedStep step) throws IOException {
    if (step.work().effect() == Provisioner.Effect.TIME) {
      return parent;
    }
    InputHash hash = new InputHash("step").key(parent).key(step.configuration());
    step.work().addInputs(hash);
    return hash.key();
  }

  /** The fingerprint of an image of layers: its last key and its configuration. */
  public static LayerKey fingerprint(
      LayerKey last, ImageConfig config, SortedMap<String, String> labels) {
    InputHash hash = new InputHash("fingerprint").key(last);
    hash.text(config.platform().toString())
        .text(config.author())
        .text(config.user())
        .texts(config.exposedPorts())
        .texts(config.environment())
        .texts(config.entrypoint())
        .texts(config.command())
        .texts(config.volumes())
        .text(config.workingDirectory())
        .text(config.stopSignal());
    SortedMap<String, String> all = new TreeMap<>(config.labels());
    for (Map.Entry<String, String> label : labels.entrySet()) {
      all.put(label.getKey(), label.getValue());
    }
    return hash.texts(all).key();
  }

  /**
   * The fingerprint of an image that its source makes from a machine.
   *
   * @param result decides how it is made, where something does
   */
  public static LayerKey fingerprint(
      LayerKey last, Optional<LayerKey> result, SortedMap<String, String> labels) {
    InputHash hash = new InputHash("fingerprint of a machine").key(last).texts(labels);
    result.ifPresent(hash::key);
    return hash.key();
  }

  /**
   * The key of post-processors that were run on an image.
   *
   * @throws IOException when an input can't be read
   */
  public static LayerKey postProcessed(LayerKey fingerprint, PreparedUnit.PostChain chain)
      throws IOException {
    InputHash hash = new InputHash("post-processed").key(fingerprint).key(chain.configuration());
    for (PreparedUnit.PostStep step : chain.steps()) {
      step.work().addInputs(hash);
    }
    return hash.key();
  }
}
