package dev.ingot.release.stack;

import dev.ingot.bake.gate.Promotion;
import dev.ingot.bake.gate.PromotionReader;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Block;
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
 * @param verify what has to hold of a release as its users see it
 * @param upkeep how the stack is kept as it was released
 * @param policy what may happen to its resources
 */
public record StackSettings(
    List<Promotion> promotions,
    List<RolloutSettings> rollouts,
    Verification verify,
    Upkeep upkeep,
    Policy policy) {
  private static final BodySchema FILE =
      new BodySchema(
          List.of(),
          Stream.of(
                  List.of(PromotionReader.BLOCK, RolloutReader.BLOCK, Verification.BLOCK),
                  UpkeepReader.BLOCKS,
                  PolicyReader.BLOCKS)
              .flatMap(List::stream)
              .toList());

  /** There are none. */
  public static final StackSettings NONE =
      new StackSettings(List.of(), List.of(), Verification.NONE, Upkeep.NONE, Policy.NONE);

  public StackSettings {
    promotions = List.copyOf(promotions);
    rollouts = List.copyOf(rollouts);
  }

  /** The same with other rollouts. */
  public StackSettings with(List<RolloutSettings> others) {
    return new StackSettings(promotions, others, verify, upkeep, policy);
  }

  /** The same, but nobody is asked in a rollout, and it ends without a bake time. */
  public StackSettings unattended() {
    return with(rollouts.stream().map(one -> one.with(one.strategy().unattended())).toList());
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
        Verification.read(of(blocks, Verification.BLOCK.type()), scope, diagnostics),
        UpkeepReader.read(blocks, rollouts, scope, diagnostics),
        PolicyReader.read(blocks, scope, diagnostics));
  }

  /** The same, but all machines are switched at once, as soon as they are healthy. */
  public StackSettings instant() {
    return with(rollouts.stream().map(one -> one.with(one.strategy().instant())).toList());
  }

  private static List<Block> of(List<Block> blocks, String type) {
    return blocks.stream().filter(block -> block.type().equals(type)).toList();
  }
}
