package dev.ingot.release.stack;

import dev.ingot.bake.gate.Promotion;
import dev.ingot.bake.gate.PromotionReader;
import dev.ingot.health.Check;
import dev.ingot.health.CheckReader;
import dev.ingot.health.HealthCheck;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.release.policy.Policy;
import dev.ingot.release.policy.PolicyReader;
import dev.ingot.release.upkeep.Upkeep;
import dev.ingot.release.upkeep.UpkeepReader;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.configuration.RolloutReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the {@code *.ingot.hcl} files of a stack say.
 *
 * @param promotions which channels follow which buckets, behind which gates
 * @param rollouts how the instances of resources are replaced
 * @param verify the checks of a release: what users see of it
 * @param upkeep how the stack is kept as it was released
 * @param policy what may happen to its resources
 */
public record StackSettings(
    List<Promotion> promotions,
    List<RolloutSettings> rollouts,
    List<HealthCheck> verify,
    Upkeep upkeep,
    Policy policy) {
  private static final BlockSchema VERIFY = new BlockSchema("verify", "type");
  private static final BodySchema FILE =
      new BodySchema(
          List.of(),
          Stream.of(
                  List.of(PromotionReader.BLOCK, RolloutReader.BLOCK, VERIFY),
                  UpkeepReader.BLOCKS,
                  PolicyReader.BLOCKS)
              .flatMap(List::stream)
              .toList());

  /** There are none. */
  public static final StackSettings NONE =
      new StackSettings(List.of(), List.of(), List.of(), Upkeep.NONE, Policy.NONE);

  public StackSettings {
    promotions = List.copyOf(promotions);
    rollouts = List.copyOf(rollouts);
    verify = List.copyOf(verify);
  }

  /** The same, but nobody is asked in a rollout, and it ends without a bake time. */
  public StackSettings unattended() {
    return new StackSettings(
        promotions,
        rollouts.stream().map(one -> one.with(one.strategy().unattended())).toList(),
        verify,
        upkeep,
        policy);
  }

  /**
   * Reads the files.
   *
   * @param texts by the names they are shown by
   */
  public static StackSettings read(
      Map<String, byte[]> texts, Scope scope, Diagnostics diagnostics) {
    List<Block> blocks = new ArrayList<>();
    texts.forEach(
        (name, bytes) -> {
          SourceFile file = Syntax.source(name, bytes, diagnostics);
          Body body = Syntax.parse(file, diagnostics);
          blocks.addAll(body.content(FILE, diagnostics).blocks());
        });
    List<RolloutSettings> rollouts =
        RolloutReader.read(of(blocks, RolloutReader.BLOCK.type()), scope, diagnostics);
    return new StackSettings(
        PromotionReader.read(of(blocks, PromotionReader.BLOCK.type()), scope, diagnostics),
        rollouts,
        verify(of(blocks, VERIFY.type()), scope, diagnostics),
        UpkeepReader.read(blocks, rollouts, scope, diagnostics),
        PolicyReader.read(blocks, scope, diagnostics));
  }

  /** The same, but all machines are switched at once, as soon as they are healthy. */
  public StackSettings instant() {
    return new StackSettings(
        promotions,
        rollouts.stream().map(one -> one.with(one.strategy().instant())).toList(),
        verify,
        upkeep,
        policy);
  }

  private static List<HealthCheck> verify(
      List<Block> blocks, Scope scope, Diagnostics diagnostics) {
    List<HealthCheck> checks = new ArrayList<>();
    for (Block block : blocks) {
      for (HealthCheck check : new CheckReader(scope, diagnostics, "output").read(List.of(block))) {
        if (check.check() instanceof Check.Http || check.check() instanceof Check.Tcp) {
          diagnostics.error(
              "Check of a release without a host",
              "A release has no address of its own: use url, or host and port, as in url ="
                  + " output.url.",
              block.headerRange());
        } else {
          checks.add(check);
        }
      }
    }
    return checks;
  }

  private static List<Block> of(List<Block> blocks, String type) {
    return blocks.stream().filter(block -> block.type().equals(type)).toList();
  }
}
