package dev.ingot.state.encryption;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.ConstantScope;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content of an {@code encryption} block, of a configuration or of {@code TF_ENCRYPTION}, as it
 * is written: nothing is evaluated.
 *
 * @param keyProviders by address, such as {@code key_provider.pbkdf2.main}
 * @param methods by address, such as {@code method.aes_gcm.main}
 * @param remoteDefault for the states that {@code terraform_remote_state} reads
 * @param remote the same by the address of the data source
 * @param declaration where it stands
 */
public record EncryptionBlock(
    Map<String, Part> keyProviders,
    Map<String, Part> methods,
    Optional<Target> state,
    Optional<Target> plan,
    Optional<Target> remoteDefault,
    Map<String, Target> remote,
    SourceRange declaration) {
  private static final BodySchema TARGET = schema(List.of("method"), new BlockSchema("fallback"));
  private static final BodySchema ENFORCEABLE =
      schema(List.of("method", "enforced"), new BlockSchema("fallback"));
  private static final BodySchema REMOTE =
      schema(
          List.of(),
          new BlockSchema("default"),
          new BlockSchema("remote_state_data_source", "name"));
  private static final BodySchema SCHEMA =
      schema(
          List.of(),
          new BlockSchema("key_provider", "type", "name"),
          new BlockSchema("method", "type", "name"),
          new BlockSchema("state"),
          new BlockSchema("plan"),
          new BlockSchema("remote_state_data_sources"));

  /** The blocks that some kinds of key providers have. */
  private static final BodySchema PART =
      schema(
          List.of(),
          new BlockSchema("endpoints"),
          new BlockSchema("assume_role"),
          new BlockSchema("assume_role_with_web_identity"));

  /**
   * A key provider or a method.
   *
   * @param address such as {@code method.aes_gcm.main}
   * @param blocks the arguments of its blocks, by the type of the block
   */
  record Part(
      String address,
      String type,
      Map<String, Attribute> attributes,
      Map<String, Map<String, Attribute>> blocks,
      SourceRange declaration) {
    Part under(Part over) {
      return new Part(
          address,
          type,
          joined(attributes, over.attributes),
          joined(blocks, over.blocks),
          over.declaration);
    }
  }

  /**
   * What is encrypted, and how.
   *
   * @param enforced whether nothing unencrypted may be written or read
   * @param fallback how it may have been encrypted before
   */
  record Target(
      Optional<Attribute> method,
      boolean enforced,
      Optional<Target> fallback,
      SourceRange declaration) {
    Target under(Target over) {
      return new Target(
          over.method.or(() -> method),
          enforced || over.enforced,
          over.fallback.or(() -> fallback),
          over.declaration);
    }
  }

  private static BodySchema schema(List<String> attributes, BlockSchema... blocks) {
    return new BodySchema(
        attributes.stream().map(name -> new AttributeSchema(name, false)).toList(),
        Arrays.asList(blocks));
  }

  /**
   * Reads a block.
   *
   * @param declaration where it stands
   */
  public static EncryptionBlock read(Body body, SourceRange declaration, Diagnostics diagnostics) {
    BodyContent content = body.content(SCHEMA, diagnostics);
    Optional<BodyContent> remote =
        one(content, "remote_state_data_sources", diagnostics)
            .map(block -> block.body().content(REMOTE, diagnostics));
    Map<String, Target> named = new LinkedHashMap<>();
    for (Block block : remote.map(BodyContent::blocks).orElse(List.of())) {
      if (!block.labels().isEmpty()
          && named.putIfAbsent(block.labels().getFirst(), target(block, TARGET, diagnostics))
              != null) {
        duplicate("remote_state_data_source", block, diagnostics);
      }
    }
    return new EncryptionBlock(
        parts(content.blocks("key_provider"), diagnostics),
        parts(content.blocks("method"), diagnostics),
        one(content, "state", diagnostics).map(block -> target(block, ENFORCEABLE, diagnostics)),
        one(content, "plan", diagnostics).map(block -> target(block, ENFORCEABLE, diagnostics)),
        remote
            .flatMap(found -> one(found, "default", diagnostics))
            .map(block -> target(block, TARGET, diagnostics)),
        named,
        declaration);
  }

  private static Optional<Block> one(BodyContent content, String type, Diagnostics diagnostics) {
    List<Block> blocks = content.blocks(type);
    if (blocks.size() > 1) {
      diagnostics.error(
          "Duplicate " + type + " block",
          "Only one "
              + type
              + " block is allowed. Another was defined at "
              + blocks.getFirst().headerRange()
              + ".",
          blocks.get(1).headerRange());
    }
    return blocks.stream().findFirst();
  }

  private static Map<String, Part> parts(List<Block> blocks, Diagnostics diagnostics) {
    Map<String, Part> parts = new LinkedHashMap<>();
    for (Block block : blocks) {
      Body.PartialContent content = block.body().partialContent(PART, diagnostics);
      Map<String, Map<String, Attribute>> nested = new LinkedHashMap<>();
      for (Block inner : content.content().blocks()) {
        if (nested.putIfAbsent(inner.type(), inner.body().attributes(diagnostics)) != null) {
          duplicate(inner.type(), inner, diagnostics);
        }
      }
      String type = block.labels().getFirst();
      String address = block.type() + "." + type + "." + block.labels().getLast();
      Part part =
          new Part(
              address, type, content.remain().attributes(diagnostics), nested, block.headerRange());
      if (parts.putIfAbsent(address, part) != null) {
        duplicate(block.type(), block, diagnostics);
      }
    }
    return parts;
  }

  private static void duplicate(String kind, Block block, Diagnostics diagnostics) {
    diagnostics.error(
        "Duplicate " + kind,
        "There is more than one " + kind + " of this name in the encryption block.",
        block.headerRange());
  }

  /** Bodies are read as far as they go; how deep they may be nested, the parser says. */
  private static Target target(Block block, BodySchema schema, Diagnostics diagnostics) {
    BodyContent content = block.body().content(schema, diagnostics);
    return new Target(
        Optional.ofNullable(content.attributes().get("method")),
        enforced(content.attributes().get("enforced"), diagnostics),
        one(content, "fallback", diagnostics).map(inner -> target(inner, TARGET, diagnostics)),
        block.headerRange());
  }

  private static boolean enforced(@Nullable Attribute attribute, Diagnostics diagnostics) {
    if (attribute == null) {
      return false;
    }
    Value given = Evaluator.evaluate(attribute.expression(), ConstantScope.INSTANCE, diagnostics);
    Conversion.Result converted = Conversion.convert(given, Type.BOOL);
    boolean isTruth = converted.value() instanceof Value.BoolValue;
    if (!isTruth && !given.isNull()) {
      diagnostics.error(
          "Unsuitable value type",
          "Unsuitable value: enforced has to be true or false.",
          attribute.expression().range());
    }
    // Whatever else it was meant to say.
    return !isTruth || Values.isTrue(converted.value());
  }

  /**
   * This block with what another says in its place: arguments replace arguments, and what one
   * enforces stays enforced. Rules: the configuration of OpenTofu 1.12.
   */
  public EncryptionBlock under(EncryptionBlock over) {
    return new EncryptionBlock(
        merged(keyProviders, over.keyProviders),
        merged(methods, over.methods),
        merged(state, over.state),
        merged(plan, over.plan),
        merged(remoteDefault, over.remoteDefault),
        targets(remote, over.remote),
        over.declaration);
  }

  private static Map<String, Part> merged(Map<String, Part> below, Map<String, Part> above) {
    Map<String, Part> merged = new LinkedHashMap<>(below);
    above.forEach((address, part) -> merged.merge(address, part, Part::under));
    return merged;
  }

  private static Map<String, Target> targets(Map<String, Target> below, Map<String, Target> above) {
    Map<String, Target> merged = new LinkedHashMap<>(below);
    above.forEach((name, target) -> merged.merge(name, target, Target::under));
    return merged;
  }

  private static Optional<Target> merged(Optional<Target> below, Optional<Target> above) {
    return below.isPresent() && above.isPresent()
        ? Optional.of(below.get().under(above.get()))
        : above.or(() -> below);
  }

  private static <T> Map<String, T> joined(Map<String, T> below, Map<String, T> above) {
    Map<String, T> joined = new LinkedHashMap<>(below);
    joined.putAll(above);
    return joined;
  }
}
