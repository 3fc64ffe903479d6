package dev.ingot.release.policy;

import dev.ingot.address.AddressException;
import dev.ingot.address.ResourceAddress;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.SettingsBlock;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.release.policy.Policy.InPlace;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the blocks {@code protect} and {@code in_place}. */
public final class PolicyReader {
  private static final String PROTECT = "protect";
  private static final String IN_PLACE = "in_place";

  /** The headers of the blocks in a file. */
  public static final List<BlockSchema> BLOCKS =
      List.of(new BlockSchema(PROTECT), new BlockSchema(IN_PLACE));

  private static final BodySchema IN_PROTECT =
      new BodySchema(SettingsBlock.attributes(List.of("resources"), List.of()), List.of());
  private static final BodySchema IN_IN_PLACE =
      new BodySchema(SettingsBlock.attributes(List.of("machines"), List.of("allow")), List.of());

  private final Scope scope;
  private final Diagnostics diagnostics;

  private PolicyReader(Scope scope, Diagnostics diagnostics) {
    this.scope = scope;
    this.diagnostics = diagnostics;
  }

  /** Reads the blocks of all files; errors are reported. */
  public static Policy read(List<Block> blocks, Scope scope, Diagnostics diagnostics) {
    return new PolicyReader(scope, diagnostics).read(blocks);
  }

  private Policy read(List<Block> blocks) {
    Set<String> kept = new HashSet<>();
    Optional<Block> inPlace = Optional.empty();
    for (Block block : blocks) {
      if (block.type().equals(PROTECT)) {
        kept.addAll(resources(block.body().content(IN_PROTECT, diagnostics), "resources"));
      } else if (block.type().equals(IN_PLACE)) {
        inPlace.ifPresent(
            first ->
                diagnostics.error(
                    "Two in_place blocks",
                    "There is one already, at " + first.headerRange() + ". Keep only one.",
                    block.headerRange()));
        inPlace = Optional.of(block);
      }
    }
    Optional<BodyContent> content =
        inPlace.map(block -> block.body().content(IN_IN_PLACE, diagnostics));
    return new Policy(
        kept,
        content.flatMap(this::machines).orElse(InPlace.WARN),
        content.map(one -> resources(one, "allow")).orElse(Set.of()));
  }

  private Optional<InPlace> machines(BodyContent content) {
    return new SettingsBlock(content, scope, diagnostics)
        .read(
            "machines",
            "\"allow\", \"warn\" or \"error\"",
            value ->
                Arrays.stream(InPlace.values())
                    .filter(one -> SettingsBlock.textOf(value).equals(Optional.of(one.word())))
                    .findFirst());
  }

  private Set<String> resources(BodyContent content, String name) {
    Attribute attribute = content.attributes().get(name);
    if (attribute == null) {
      return Set.of();
    }
    if (!(attribute.expression() instanceof Expression.TupleConstructor list)) {
      wrong(attribute.expression());
      return Set.of();
    }
    Set<String> resources = new HashSet<>();
    for (Expression element : list.elements()) {
      try {
        resources.add(ResourceAddress.parse(element.range().text()).toString());
      } catch (AddressException e) {
        wrong(element);
      }
    }
    return resources;
  }

  private void wrong(Expression expression) {
    diagnostics.error(
        "Invalid list of resources",
        "This must be a list of whole resources, as in [ingot_volume.data,"
            + " module.db.aws_db_instance.main].",
        expression.range());
  }
}
