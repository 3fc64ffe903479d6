package dev.ingot.provider.protocol;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Documentation;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeConstraint;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.plugin.protobuf.MalformedMessageException;
import dev.ingot.plugin.protobuf.MessageReader;
import dev.ingot.provider.FunctionSignature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/** Reads schemas of blocks and signatures of functions. */
final class SchemaReader {
  private static final Map<String, Type> PRIMITIVES =
      Map.of(
          "\"string\"", Type.STRING,
          "\"number\"", Type.NUMBER,
          "\"bool\"", Type.BOOL,
          "\"dynamic\"", Type.DYNAMIC);

  private final Protocol protocol;

  /** Types that were read, by their text: a provider has thousands of attributes of few types. */
  private final Map<String, Type> types = new HashMap<>(PRIMITIVES);

  SchemaReader(Protocol protocol) {
    this.protocol = protocol;
  }

  /** A schema with its version. */
  Schema schema(MessageReader message) throws IOException {
    long version = 0;
    Schema block = Schema.EMPTY;
    while (message.next()) {
      switch (message.field()) {
        case 1 -> version = message.number();
        case 2 -> block = block(message.message());
        default -> {}
      }
    }
    return new Schema(version, block.attributes(), block.blocks(), block.documentation());
  }

  private Schema block(MessageReader message) throws IOException {
    TreeMap<String, Attribute> attributes = new TreeMap<>(Value.KEY_ORDER);
    TreeMap<String, NestedBlock> blocks = new TreeMap<>(Value.KEY_ORDER);
    DocumentationParts documentation = new DocumentationParts();
    while (message.next()) {
      switch (message.field()) {
        case 2 -> attribute(message.message(), attributes);
        case 3 -> nestedBlock(message.message(), blocks);
        case 4 -> documentation.text = message.text();
        case 5 -> documentation.markdown = message.number() == 1;
        case 6 -> documentation.deprecated = message.flag();
        case 7 -> documentation.deprecation = message.text();
        default -> {}
      }
    }
    return new Schema(0, attributes, blocks, documentation.whole());
  }

  /** What is said to people, as it is read. */
  private static final class DocumentationParts {
    String text = "";
    boolean markdown;
    boolean deprecated;
    String deprecation = "";

    Documentation whole() {
      return text.isEmpty() && !markdown && !deprecated && deprecation.isEmpty()
          ? Documentation.NONE
          : new Documentation(
              text,
              markdown ? Documentation.Format.MARKDOWN : Documentation.Format.PLAIN,
              deprecated,
              deprecation);
    }
  }

  private void attribute(MessageReader message, Map<String, Attribute> into) throws IOException {
    String name = "";
    Optional<Type> type = Optional.empty();
    Optional<Attribute.Nested> nested = Optional.empty();
    boolean required = false;
    boolean optional = false;
    boolean computed = false;
    boolean sensitive = false;
    boolean writeOnly = false;
    DocumentationParts documentation = new DocumentationParts();
    while (message.next()) {
      switch (message.field()) {
        case 1 -> name = message.text();
        case 2 -> type = Optional.of(type(message.bytes()));
        case 3 -> documentation.text = message.text();
        case 4 -> required = message.flag();
        case 5 -> optional = message.flag();
        case 6 -> computed = message.flag();
        case 7 -> sensitive = message.flag();
        case 8 -> documentation.markdown = message.number() == 1;
        case 9 -> documentation.deprecated = message.flag();
        default -> {
          // From here on the two protocols differ.
          if (message.field() == protocol.writeOnlyField()) {
            writeOnly = message.flag();
          } else if (message.field() == protocol.deprecationField()) {
            documentation.deprecation = message.text();
          } else if (message.field() == 10 && protocol == Protocol.SIX) {
            nested = Optional.of(nestedType(message.message()));
          }
        }
      }
    }
    if (type.isEmpty() && nested.isEmpty()) {
      throw new MalformedMessageException("the attribute " + name + " has no type");
    }
    Type own = nested.isPresent() ? nested.get().type() : type.orElse(Type.DYNAMIC);
    into.put(
        name,
        new Attribute(
            TypeConstraint.of(own),
            nested,
            required,
            optional,
            computed,
            sensitive,
            writeOnly,
            documentation.whole()));
  }

  private Attribute.Nested nestedType(MessageReader message) throws IOException {
    TreeMap<String, Attribute> attributes = new TreeMap<>(Value.KEY_ORDER);
    Nesting nesting = Nesting.SINGLE;
    while (message.next()) {
      switch (message.field()) {
        case 1 -> attribute(message.message(), attributes);
        case 3 -> nesting = nesting(message.number(), false);
        default -> {}
      }
    }
    return new Attribute.Nested(attributes, nesting);
  }

  private void nestedBlock(MessageReader message, Map<String, NestedBlock> into)
      throws IOException {
    String name = "";
    Schema block = Schema.EMPTY;
    Nesting nesting = Nesting.SINGLE;
    long least = 0;
    long most = 0;
    while (message.next()) {
      switch (message.field()) {
        case 1 -> name = message.text();
        case 2 -> block = block(message.message());
        case 3 -> nesting = nesting(message.number(), true);
        case 4 -> least = message.number();
        case 5 -> most = message.number();
        default -> {}
      }
    }
    into.put(
        name,
        new NestedBlock(
            block,
            nesting,
            Math.clamp(least, 0, Integer.MAX_VALUE),
            Math.clamp(most, 0, Integer.MAX_VALUE)));
  }

  private static Nesting nesting(long number, boolean ofBlock) throws MalformedMessageException {
    return switch (Math.clamp(number, 0, 6)) {
      case 1 -> Nesting.SINGLE;
      case 2 -> Nesting.LIST;
      case 3 -> Nesting.SET;
      case 4 -> Nesting.MAP;
      default -> {
        if (number == 5 && ofBlock) {
          yield Nesting.GROUP;
        }
        throw new MalformedMessageException("unknown nesting mode " + number);
      }
    };
  }

  private Type type(byte[] json) throws MalformedMessageException {
    String text = new String(json, StandardCharsets.UTF_8);
    Type known = types.get(text);
    if (known != null) {
      return known;
    }
    try {
      Type type = TypeJson.parse(text);
      types.put(text, type);
      return type;
    } catch (ValueJsonException | JacksonException e) {
      throw new MalformedMessageException("a schema has a malformed type: " + e.getMessage());
    }
  }

  /** A function's signature. */
  FunctionSignature function(MessageReader message) throws IOException {
    List<FunctionSignature.Parameter> parameters = new ArrayList<>();
    Optional<FunctionSignature.Parameter> variadic = Optional.empty();
    Type returns = Type.DYNAMIC;
    String summary = "";
    String description = "";
    String deprecation = "";
    while (message.next()) {
      switch (message.field()) {
        case 1 -> parameters.add(parameter(message.message()));
        case 2 -> variadic = Optional.of(parameter(message.message()));
        case 3 -> returns = returned(message.message());
        case 4 -> summary = message.text();
        case 5 -> description = message.text();
        case 7 -> deprecation = message.text();
        default -> {}
      }
    }
    return new FunctionSignature(parameters, variadic, returns, summary, description, deprecation);
  }

  private Type returned(MessageReader message) throws IOException {
    Type type = Type.DYNAMIC;
    while (message.next()) {
      if (message.field() == 1) {
        type = type(message.bytes());
      }
    }
    return type;
  }

  private FunctionSignature.Parameter parameter(MessageReader message) throws IOException {
    String name = "";
    Type type = Type.DYNAMIC;
    boolean allowNull = false;
    boolean allowUnknown = false;
    String description = "";
    while (message.next()) {
      switch (message.field()) {
        case 1 -> name = message.text();
        case 2 -> type = type(message.bytes());
        case 3 -> allowNull = message.flag();
        case 4 -> allowUnknown = message.flag();
        case 5 -> description = message.text();
        default -> {}
      }
    }
    return new FunctionSignature.Parameter(name, type, allowNull, allowUnknown, description);
  }
}
