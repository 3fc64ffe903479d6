package dev.ingot.provider.builtin;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.CallFunction;
import dev.ingot.provider.FunctionSignature;
import dev.ingot.provider.FunctionSignature.Parameter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Functions that read and write the language itself. Rules: as recorded. */
final class LanguageFunctions {
  static final SortedMap<String, FunctionSignature> SIGNATURES =
      Collections.unmodifiableSortedMap(
          new TreeMap<>(
              Map.of(
                  "decode_tfvars",
                  signature(
                      "src",
                      Type.STRING,
                      Type.DYNAMIC,
                      "Reads the text of a .tfvars file",
                      "Returns the values that the text of a .tfvars file sets, as an object."),
                  "encode_expr",
                  signature(
                      "value",
                      Type.DYNAMIC,
                      Type.STRING,
                      "Writes a value as an expression",
                      "Returns an expression that produces the given value, as closely as the"
                          + " language allows."),
                  "encode_tfvars",
                  signature(
                      "value",
                      Type.DYNAMIC,
                      Type.STRING,
                      "Writes an object as a .tfvars file",
                      "Returns the text of a .tfvars file that sets a variable for each"
                          + " attribute."))));

  private LanguageFunctions() {}

  private static FunctionSignature signature(
      String parameter, Type type, Type result, String summary, String description) {
    return new FunctionSignature(
        List.of(new Parameter(parameter, type, false, false, "")),
        Optional.empty(),
        result,
        summary,
        description,
        "");
  }

  static CallFunction.Response call(CallFunction.Request request) {
    Value argument = request.arguments().isEmpty() ? Values.NULL : request.arguments().getFirst();
    return switch (request.name()) {
      case "encode_expr" -> new CallFunction.Result(Value.of(ExpressionText.expression(argument)));
      case "encode_tfvars" -> encodeVariables(argument);
      case "decode_tfvars" -> decodeVariables(Values.text(argument).orElse(""));
      default -> failure("there is no function named " + request.name());
    };
  }

  private static CallFunction.Failure failure(String text) {
    return new CallFunction.Failure(text, OptionalInt.empty());
  }

  private static CallFunction.Response encodeVariables(Value value) {
    Optional<? extends Map<String, Value>> variables = Values.entries(value);
    if (variables.isEmpty()) {
      return failure(
          "invalid value to encode: must be an object whose attribute names will become the"
              + " encoded variable names");
    }
    for (String name : variables.get().keySet()) {
      if (!ExpressionText.isIdentifier(name)) {
        return failure(
            "invalid variable name \""
                + name
                + "\": must be a valid identifier, per Terraform's rules for input variable"
                + " declarations");
      }
    }
    return new CallFunction.Result(Value.of(ExpressionText.attributes(variables.get())));
  }

  private static CallFunction.Response decodeVariables(String text) {
    Diagnostics diagnostics = new Diagnostics();
    SourceFile file = new SourceFile("<decode_tfvars argument>", text);
    Body body = Syntax.parse(file, diagnostics);
    if (diagnostics.hasErrors()) {
      return failure("invalid tfvars syntax: " + first(diagnostics));
    }
    Map<String, Body.Attribute> attributes = body.attributes(diagnostics);
    if (diagnostics.hasErrors()) {
      return failure("invalid tfvars content: " + first(diagnostics));
    }
    TreeMap<String, Value> values = new TreeMap<>(Value.KEY_ORDER);
    for (Body.Attribute attribute : attributes.values()) {
      values.put(
          attribute.name(), Evaluator.evaluate(attribute.expression(), new Nothing(), diagnostics));
      if (diagnostics.hasErrors()) {
        return failure(
            "invalid expression for variable \"" + attribute.name() + "\": " + first(diagnostics));
      }
    }
    return new CallFunction.Result(new Value.ObjectValue(values));
  }

  private static String first(Diagnostics diagnostics) {
    Diagnostic first =
        diagnostics.list().stream().filter(Diagnostic::isError).findFirst().orElseThrow();
    return first.subject().map(range -> range + ": ").orElse("")
        + first.summary()
        + "; "
        + first.detail();
  }

  /** A scope without names and functions. */
  private record Nothing() implements Scope {
    @Override
    public Optional<Resolved> resolve(Traversal traversal, Diagnostics diagnostics) {
      return Optional.empty();
    }

    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public Functions functions() {
      return new Functions() {
        @Override
        public Optional<Function> find(String name) {
          return Optional.empty();
        }

        @Override
        public List<String> names() {
          return List.of();
        }
      };
    }

    @Override
    public Environment environment() {
      return new Environment(
          Path.of("."),
          Path.of("."),
          Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
          new SplittableRandom(0),
          true);
    }
  }
}
