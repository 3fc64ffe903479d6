package dev.ingot.deploy.configuration;

import dev.ingot.deploy.configuration.Provisioner.OnFailure;
import dev.ingot.deploy.configuration.Provisioner.When;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Traversal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code provisioner} blocks. */
final class ProvisionerReader {
  private static final BodySchema META =
      new BodySchema(
          List.of(new AttributeSchema("when", false), new AttributeSchema("on_failure", false)),
          List.of(
              new BlockSchema("connection"), new BlockSchema("lifecycle"), JoinedBody.ESCAPING));
  private static final Set<String> GONE = Set.of("chef", "habitat", "puppet", "salt-masterless");

  private final Diagnostics diagnostics;

  ProvisionerReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  List<Provisioner> read(List<Block> blocks, Optional<Body> connection) {
    List<Provisioner> found = new ArrayList<>();
    for (Block block : blocks) {
      read(block, connection).ifPresent(found::add);
    }
    return found;
  }

  private Optional<Provisioner> read(Block block, Optional<Body> connection) {
    String type = block.labels().getFirst();
    if (GONE.contains(type)) {
      diagnostics.error(
          "The \"" + type + "\" provisioner has been removed",
          "The \""
              + type
              + "\" provisioner was deprecated in Terraform 0.13.4 has been removed from Terraform."
              + " Visit https://learn.hashicorp.com/collections/terraform/provision for"
              + " alternatives to using provisioners that are a better fit for the Terraform"
              + " workflow.",
          block.labelRanges().getFirst());
      return Optional.empty();
    }
    Body.PartialContent partial = block.body().partialContent(META, diagnostics);
    When when = when(partial.content().attributes().get("when"));
    OnFailure onFailure = onFailure(partial.content().attributes().get("on_failure"));
    Optional<Block> own = connection(partial.content().blocks("connection"));
    for (Block nested : partial.content().blocks("lifecycle")) {
      diagnostics.error(
          "Reserved block type name in provisioner block",
          Phrase.of(
              "The block type name \"%s\" is reserved for use by Ingot in a future version.",
              nested.type()),
          nested.typeRange());
    }
    Body body =
        JoinedBody.escaped(
            partial.remain(),
            partial.content(),
            "provisioner",
            "provisioner-type-specific",
            diagnostics);
    Optional<Body> reached = own.map(Block::body).or(() -> connection);
    if (when == When.DESTROY) {
      checkDestroyReferences(body);
      reached.ifPresent(this::checkDestroyReferences);
    }
    return Optional.of(
        new Provisioner(
            type,
            when,
            onFailure,
            reached,
            body,
            block.headerRange(),
            block.labelRanges().getFirst()));
  }

  private Optional<Block> connection(List<Block> blocks) {
    for (int i = 1; i < blocks.size(); i++) {
      diagnostics.error(
          "Duplicate connection block",
          "This provisioner already has a connection block at "
              + blocks.getFirst().headerRange()
              + ".",
          blocks.get(i).headerRange());
    }
    return blocks.stream().findFirst();
  }

  private void checkDestroyReferences(Body body) {
    Diagnostics ignored = new Diagnostics();
    for (Attribute attribute : body.attributes(ignored).values()) {
      for (Traversal reference : Evaluator.references(attribute.expression())) {
        boolean allowed =
            switch (reference.root()) {
              case "self" -> true;
              case "count" -> named(reference, "index");
              case "each" -> named(reference, "key");
              case "path", "terraform" -> true;
              default -> false;
            };
        if (!allowed) {
          diagnostics.error(
              "Invalid reference from destroy provisioner",
              "Destroy-time provisioners and their connection configurations may only reference"
                  + " attributes of the related resource, via 'self', 'count.index', or"
                  + " 'each.key'.\n\nReferences to other resources during the destroy phase can"
                  + " cause dependency cycles and interact poorly with create_before_destroy.",
              attribute.expression().range());
        }
      }
    }
  }

  private static boolean named(Traversal reference, String name) {
    return !reference.steps().isEmpty()
        && reference.steps().getFirst() instanceof Traversal.Attribute(String found, var _)
        && found.equals(name);
  }

  private When when(@org.jspecify.annotations.Nullable Attribute attribute) {
    if (attribute == null) {
      return When.CREATE;
    }
    return switch (StaticTraversals.quotedKeyword(attribute.expression(), diagnostics).orElse("")) {
      case "create" -> When.CREATE;
      case "destroy" -> When.DESTROY;
      default -> {
        diagnostics.error(
            "Invalid \"when\" keyword",
            "The \"when\" argument requires one of the following keywords: create or destroy.",
            attribute.expression().range());
        yield When.CREATE;
      }
    };
  }

  private OnFailure onFailure(@org.jspecify.annotations.Nullable Attribute attribute) {
    if (attribute == null) {
      return OnFailure.FAIL;
    }
    return switch (StaticTraversals.quotedKeyword(attribute.expression(), diagnostics).orElse("")) {
      case "continue" -> OnFailure.CONTINUE;
      case "fail" -> OnFailure.FAIL;
      default -> {
        diagnostics.error(
            "Invalid \"on_failure\" keyword",
            "The \"on_failure\" argument requires one of the following keywords: continue or"
                + " fail.",
            attribute.expression().range());
        yield OnFailure.FAIL;
      }
    };
  }
}
