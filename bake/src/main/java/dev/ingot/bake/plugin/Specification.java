package dev.ingot.bake.plugin;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.plugin.protobuf.MalformedMessageException;
import dev.ingot.plugin.protobuf.MessageReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads what arguments a component takes. Rules: the messages of Packer's plugin SDK, 0.6. */
final class Specification {
  private Specification() {}

  /** The schema of a specification. */
  static Schema read(byte[] bytes) throws MalformedMessageException {
    return nested(new MessageReader(bytes));
  }

  private static void object(
      MessageReader in, Map<String, Attribute> attributes, Map<String, NestedBlock> blocks)
      throws MalformedMessageException {
    while (in.next()) {
      if (in.field() == 1) {
        MessageReader entry = in.message();
        while (entry.next()) {
          if (entry.field() == 2) {
            member(entry.message(), attributes, blocks);
          }
        }
      }
    }
  }

  /** An argument or a block of an object. */
  private static void member(
      MessageReader in, Map<String, Attribute> attributes, Map<String, NestedBlock> blocks)
      throws MalformedMessageException {
    while (in.next()) {
      switch (in.field()) {
        case 2 -> attribute(in.message(), attributes);
        case 3 -> block(in.message(), Nesting.SINGLE, 3, blocks);
        case 4 -> block(in.message(), Nesting.LIST, 2, blocks);
        default -> {}
      }
    }
  }

  private static void attribute(MessageReader in, Map<String, Attribute> attributes)
      throws MalformedMessageException {
    String name = "";
    Type type = Type.DYNAMIC;
    boolean required = false;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.text();
        case 2 -> type = type(in.message());
        case 3 -> required = in.flag();
        default -> {}
      }
    }
    attributes.put(name, required ? Attribute.required(type) : Attribute.optional(type));
  }

  private static void block(
      MessageReader in, Nesting nesting, int nestedField, Map<String, NestedBlock> blocks)
      throws MalformedMessageException {
    String name = "";
    Optional<Schema> schema = Optional.empty();
    while (in.next()) {
      if (in.field() == 1) {
        name = in.text();
      } else if (in.field() == nestedField) {
        schema = Optional.of(nested(in.message()));
      }
    }
    blocks.put(name, NestedBlock.of(schema.orElse(Schema.EMPTY), nesting));
  }

  /** The object that a nested specification is. */
  private static Schema nested(MessageReader in) throws MalformedMessageException {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    Map<String, NestedBlock> blocks = new LinkedHashMap<>();
    while (in.next()) {
      if (in.field() == 1) {
        object(in.message(), attributes, blocks);
      }
    }
    return Schema.of(attributes, blocks);
  }

  private static Type type(MessageReader in) throws MalformedMessageException {
    Type type = Type.DYNAMIC;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> type = primitive(in.message());
        case 2 -> type = new Type.ListType(element(in.message()));
        case 3 -> type = new Type.MapType(element(in.message()));
        default -> {}
      }
    }
    return type;
  }

  private static Type element(MessageReader in) throws MalformedMessageException {
    Type type = Type.DYNAMIC;
    while (in.next()) {
      if (in.field() == 1) {
        type = type(in.message());
      }
    }
    return type;
  }

  private static Type primitive(MessageReader in) throws MalformedMessageException {
    Type type = Type.DYNAMIC;
    while (in.next()) {
      if (in.field() == 1) {
        type =
            switch (in.text()) {
              case "cty.String" -> Type.STRING;
              case "cty.Number" -> Type.NUMBER;
              case "cty.Bool" -> Type.BOOL;
              default -> Type.DYNAMIC;
            };
      }
    }
    return type;
  }
}
