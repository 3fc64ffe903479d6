package dev.ingot.release.upkeep;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.SettingsBlock;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.release.retire.RetainSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code retain} blocks; no image may be the subject of two. */
final class RetainReader {
  private static final String EVERY = "";

  private static final BodySchema RETAIN =
      new BodySchema(
          SettingsBlock.attributes(
              List.of(),
              List.of("images", "versions", "days", "releases", "delay", "max_share", "protected")),
          List.of());

  private final Scope scope;
  private final Diagnostics diagnostics;

  RetainReader(Scope scope, Diagnostics diagnostics) {
    this.scope = scope;
    this.diagnostics = diagnostics;
  }

  List<RetainSettings> read(List<Block> blocks) {
    List<RetainSettings> all = new ArrayList<>();
    Map<String, Block> first = new HashMap<>();
    for (Block block : blocks) {
      RetainSettings settings = read(block);
      for (String image : settings.images().isEmpty() ? Set.of(EVERY) : settings.images()) {
        Block before = first.putIfAbsent(image, block);
        if (before != null) {
          diagnostics.error(
              "Duplicate retain block",
              "There is already a retain block "
                  + (image.equals(EVERY) ? "without images" : "for the image " + image)
                  + " at "
                  + before.headerRange()
                  + ".",
              block.headerRange());
        }
      }
      all.add(settings);
    }
    return all;
  }

  private RetainSettings read(Block block) {
    BodyContent content = block.body().content(RETAIN, diagnostics);
    SettingsBlock values = new SettingsBlock(content, scope, diagnostics);
    RetainSettings usual = RetainSettings.USUAL;
    if (values.texts("images").filter(List::isEmpty).isPresent()) {
      diagnostics.error(
          "No images",
          "This block would be about nothing. Name images, or leave out images for all whose"
              + " versions releases of this folder were made from.",
          values.range("images"));
    }
    return new RetainSettings(
        values.texts("images").<Set<String>>map(Set::copyOf).orElse(usual.images()),
        UpkeepReader.whole(values, "versions", 1).orElse(usual.versions()),
        UpkeepReader.whole(values, "days", 0).map(Duration::ofDays).orElse(usual.age()),
        UpkeepReader.whole(values, "releases", 1).orElse(usual.releases()),
        UpkeepReader.days(values, "delay").orElse(usual.delay()),
        values
            .read(
                "max_share",
                "a share from above 0% to 100%, such as \"25%\"",
                value -> UpkeepReader.share(value).filter(share -> share > 0))
            .orElse(usual.maxShare()),
        values.texts("protected").<Set<String>>map(Set::copyOf).orElse(usual.protectedLabels()));
  }
}
