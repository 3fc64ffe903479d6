package dev.ingot.bake.run;

import dev.ingot.bake.chain.LayerChain;
import dev.ingot.bake.chain.PreparedUnit;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.HistoryEntry;
import dev.ingot.registry.content.ImageConfig;
import dev.ingot.registry.content.Layer;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.evidence.Sbom;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts layers together to an image; the same layers and configuration give the same digest. */
record ImageAssembly(ContentStore store, PreparedUnit unit, long modified) {
  OciImage write(ImageConfig base, LayerChain.Made made) {
    Instant created = Instant.ofEpochSecond(modified);
    List<HistoryEntry> history = new ArrayList<>();
    for (LayerChain.MadeLayer layer : made.layers()) {
      history.add(new HistoryEntry(Optional.of(created), "ingot: " + layer.summary(), "", false));
    }
    Map<String, String> labels = new TreeMap<>(base.labels());
    labels.putAll(unit.labels());
    ImageConfig config =
        base.toBuilder()
            .created(created)
            .labels(labels)
            .diffIds(made.stored().stream().map(Layer::diffId).toList())
            .history(history)
            .build();
    return OciImage.write(
        store, config, made.stored().stream().map(Layer::descriptor).toList(), Map.of());
  }

  Descriptor writeSbom(OciImage image) throws IOException, InterruptedException {
    return new Sbom(
            unit.bucket(),
            image.digest().toString(),
            Instant.ofEpochSecond(modified),
            unit.source().components())
        .write(store);
  }
}
