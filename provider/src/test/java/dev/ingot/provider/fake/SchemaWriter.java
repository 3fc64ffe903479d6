package dev.ingot.provider.fake;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Documentation;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.plugin.protobuf.MessageWriter;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ResourceTypes;
import java.nio.charset.StandardCharsets;

/** Writes what a plugin says of itself. */
final class SchemaWriter {
  private final int protocol;

  SchemaWriter(int protocol) {
    this.protocol = protocol;
  }

  MessageWriter provider(ProviderSchema schema) {
    MessageWriter message = new MessageWriter().message(1, schema(schema.provider()));
    types(2, schema.resourceTypes(), message);
    types(3, schema.dataSources(), message);
    message.message(
        6,
        new MessageWriter()
            .flag(1, schema.capabilities().planDestroy())
            .flag(2, schema.capabilities().getProviderSchemaOptional())
            .flag(3, schema.capabilities().moveResourceState()));
    types(8, schema.ephemeralResources(), message);
    return message;
  }

  private void types(int field, ResourceTypes types, MessageWriter message) {
    types.forEach(
        (name, type) ->
            message.message(
                field, new MessageWriter().text(1, name).message(2, schema(type.block()))));
  }

  private MessageWriter schema(Schema schema) {
    return new MessageWriter().number(1, schema.version()).message(2, block(schema));
  }

  private MessageWriter block(Schema schema) {
    MessageWriter block = new MessageWriter();
    schema.attributes().forEach((name, each) -> block.message(2, attribute(name, each)));
    schema.blocks().forEach((name, each) -> block.message(3, nested(name, each)));
    documentation(schema.documentation(), 4, 5, 6, 7, block);
    return block;
  }

  private static void documentation(
      Documentation said, int text, int kind, int deprecated, int instead, MessageWriter into) {
    into.text(text, said.text())
        .flag(kind, said.format() == Documentation.Format.MARKDOWN)
        .flag(deprecated, said.deprecated())
        .text(instead, said.deprecationMessage());
  }

  private MessageWriter attribute(String name, Attribute attribute) {
    MessageWriter message = new MessageWriter().text(1, name);
    if (attribute.nested().isPresent()) {
      MessageWriter nested = new MessageWriter();
      attribute
          .nested()
          .get()
          .attributes()
          .forEach((part, each) -> nested.message(1, attribute(part, each)));
      nested.number(3, number(attribute.nested().get().nesting()));
      message.message(10, nested);
    } else {
      message.bytes(2, TypeJson.format(attribute.type()).getBytes(StandardCharsets.UTF_8));
    }
    message
        .flag(4, attribute.required())
        .flag(5, attribute.optional())
        .flag(6, attribute.computed())
        .flag(7, attribute.sensitive())
        .flag(protocol == 5 ? 10 : 11, attribute.writeOnly());
    documentation(attribute.documentation(), 3, 8, 9, protocol == 5 ? 11 : 12, message);
    return message;
  }

  private MessageWriter nested(String name, NestedBlock block) {
    return new MessageWriter()
        .text(1, name)
        .message(2, block(block.schema()))
        .number(3, number(block.nesting()))
        .number(4, block.minItems())
        .number(5, block.maxItems());
  }

  private static int number(Nesting nesting) {
    return switch (nesting) {
      case SINGLE -> 1;
      case LIST -> 2;
      case SET -> 3;
      case MAP -> 4;
      case GROUP -> 5;
    };
  }
}
