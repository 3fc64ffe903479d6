package dev.ingot.bake.run;

import dev.ingot.bake.chain.Ground;
import dev.ingot.bake.chain.PreparedUnit;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.HistoryEntry;
import dev.ingot.registry.content.ImageConfig;
import dev.ingot.registry.content.OciImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Assembles layers into an image; the same layers and configuration give the same digest. */
record ImageAssembly(ContentStore store, PreparedUnit unit, long modified) {
  OciImage write(ImageConfig base, List<Ground.MadeLayer> layers) {
    Instant created = Instant.ofEpochSecond(modified);
    List<HistoryEntry> history = new ArrayList<>();
    for (Ground.MadeLayer layer : layers) {
      history.add(new HistoryEntry(Optional.of(created), "ingot: " + layer.summary(), "", false));
    }
    Map<String, String> labels = new TreeMap<>(base.labels());
    labels.putAll(unit.destination().labels());
    ImageConfig config =
        base.toBuilder()
            .created(created)
            .labels(labels)
            .diffIds(layers.stream().map(each -> each.layer().diffId()).toList())
            .history(history)
            .build();
    return OciImage.write(
        store, config, layers.stream().map(each -> each.layer().descriptor()).toList(), Map.of());
  }
}
