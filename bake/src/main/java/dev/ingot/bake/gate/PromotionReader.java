package dev.ingot.bake.gate;

import dev.ingot.health.CheckReader;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.SettingsBlock;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code promote} blocks. */
public final class PromotionReader {
  /** The header of the block in a file. */
  public static final BlockSchema BLOCK = new BlockSchema("promote", "channel");

  private static final BodySchema PROMOTE =
      new BodySchema(
          SettingsBlock.attributes(List.of("bucket"), List.of()),
          List.of(new BlockSchema("boot_test")));

  private static final BodySchema BOOT_TEST =
      new BodySchema(
          SettingsBlock.attributes(
              List.of(),
              Stream.concat(CheckReader.ATTRIBUTES.stream(), Stream.of("timeout", "stay_up"))
                  .toList()),
          List.of());

  private PromotionReader() {}

  /** Reads the blocks of all files; invalid ones are reported and left out. */
  public static List<Promotion> read(List<Block> blocks, Scope scope, Diagnostics diagnostics) {
    List<Promotion> promotions = new ArrayList<>();
    Map<String, Block> seen = new HashMap<>();
    for (Block block : blocks) {
      BodyContent content = block.body().content(PROMOTE, diagnostics);
      SettingsBlock values = new SettingsBlock(content, scope, diagnostics);
      List<Block> tests = content.blocks("boot_test");
      if (tests.size() > 1) {
        diagnostics.error(
            "Duplicate boot test",
            "A promotion has at most one boot test. Keep only one.",
            tests.get(1).headerRange());
      }
      Optional<BootTest> test =
          tests.stream().findFirst().flatMap(one -> bootTest(one, scope, diagnostics));
      String channel = block.labels().getFirst();
      values
          .text("bucket")
          .ifPresent(
              bucket -> {
                Block before = seen.putIfAbsent(bucket + ":" + channel, block);
                if (before != null) {
                  diagnostics.error(
                      "Duplicate promotion",
                      "There is already a promotion to "
                          + bucket
                          + ":"
                          + channel
                          + " at "
                          + before.headerRange()
                          + ".",
                      block.headerRange());
                }
                promotions.add(new Promotion(channel, bucket, test, block.headerRange()));
              });
    }
    return promotions;
  }

  private static Optional<BootTest> bootTest(Block block, Scope scope, Diagnostics diagnostics) {
    BodyContent content = block.body().content(BOOT_TEST, diagnostics);
    SettingsBlock values = new SettingsBlock(content, scope, diagnostics);
    return new CheckReader(scope, diagnostics)
        .readOne("boot test", block, content)
        .map(
            check ->
                new BootTest(
                    check,
                    values.duration("timeout").orElse(BootTest.DEFAULT_WITHIN),
                    values.duration("stay_up").orElse(BootTest.DEFAULT_STAY_UP),
                    BootTest.DEFAULT_INTERVAL,
                    Map.of()));
  }
}
