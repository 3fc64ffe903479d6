package dev.ingot.bake.gate;

import dev.ingot.bake.gate.BootTest.Check;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.SettingsBlock;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code promote} blocks. */
public final class PromotionReader {
  /** The header of the block in a file. */
  public static final BlockSchema BLOCK = new BlockSchema("promote", "channel");

  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final int FIRST_GOOD_STATUS = 200;
  private static final int LAST_GOOD_STATUS = 299;

  private static final BodySchema PROMOTE =
      new BodySchema(
          SettingsBlock.attributes(List.of("bucket"), List.of()),
          List.of(new BlockSchema("boot_test")));

  private static final BodySchema BOOT_TEST =
      new BodySchema(
          SettingsBlock.attributes(
              List.of(),
              List.of("tcp_port", "http_port", "http_path", "command", "timeout", "stay_up")),
          List.of());

  private PromotionReader() {}

  /** Reads the blocks of all files; what is wrong is reported and left out. */
  public static List<Promotion> read(List<Block> blocks, Scope scope, Diagnostics diagnostics) {
    List<Promotion> promotions = new ArrayList<>();
    Map<String, Block> seen = new HashMap<>();
    for (Block block : blocks) {
      BodyContent content = block.body().content(PROMOTE, diagnostics);
      SettingsBlock values = new SettingsBlock(content, scope, diagnostics);
      List<Block> tests = content.blocks("boot_test");
      if (tests.size() > 1) {
        diagnostics.error(
            "Two boot tests",
            "A promotion has one boot test. Leave one of them.",
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
                      "Two promotions to one channel",
                      "There is one to "
                          + bucket
                          + ":"
                          + channel
                          + " at "
                          + before.headerRange()
                          + " already.",
                      block.headerRange());
                }
                promotions.add(new Promotion(channel, bucket, test, block.headerRange()));
              });
    }
    return promotions;
  }

  private static Optional<BootTest> bootTest(Block block, Scope scope, Diagnostics diagnostics) {
    SettingsBlock values =
        new SettingsBlock(block.body().content(BOOT_TEST, diagnostics), scope, diagnostics);
    List<Check> checks = new ArrayList<>();
    values.port("tcp_port").ifPresent(port -> checks.add(new Check.Tcp(port, ANSWER)));
    values
        .port("http_port")
        .ifPresent(
            port ->
                checks.add(
                    new Check.Http(
                        port,
                        values.text("http_path").orElse("/"),
                        FIRST_GOOD_STATUS,
                        LAST_GOOD_STATUS,
                        ANSWER)));
    values.texts("command").ifPresent(command -> checks.add(new Check.Command(command, ANSWER)));
    if (checks.size() != 1) {
      diagnostics.error(
          "A boot test asks one thing",
          "Give one of tcp_port, http_port (with http_path) and command.",
          block.headerRange());
      return Optional.empty();
    }
    return Optional.of(
        new BootTest(
            checks.getFirst(),
            values.duration("timeout").orElse(BootTest.DEFAULT_WITHIN),
            values.duration("stay_up").orElse(BootTest.DEFAULT_STAY_UP),
            BootTest.DEFAULT_INTERVAL,
            Map.of()));
  }
}
