package dev.ingot.lang.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeConstraint;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.lang.value.ValueJson;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeExpressionTest {
  private static final Scope NOTHING = NoFunctions.scope(Map.of());

  private final Diagnostics diagnostics = new Diagnostics();

  private TypeConstraint parse(String text) {
    return TypeExpression.parseVariableType(
        Syntax.parseExpression(new SourceFile("main.tf", text), diagnostics), NOTHING, diagnostics);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "string | \"string\"",
        "any | \"dynamic\"",
        "list | [\"list\",\"dynamic\"]",
        "map | [\"map\",\"dynamic\"]",
        "list(set(number)) | [\"list\",[\"set\",\"number\"]]",
        "tuple([bool, map(any)]) | [\"tuple\",[\"bool\",[\"map\",\"dynamic\"]]]",
        "object({a = string, b = optional(number)})"
            + " | [\"object\",{\"a\":\"string\",\"b\":\"number\"},[\"b\"]]"
      })
  void typesAreReadAsWritten(String text, String json) {
    assertThat(TypeJson.format(parse(text).type())).isEqualTo(json);
    assertThat(diagnostics.list()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "strin | The keyword \"strin\" is not a valid type specification.",
        "object | The object type constructor requires one argument specifying the attribute types"
            + " and values as a map.",
        "list() | The list type constructor requires one argument specifying the element type.",
        "list(string, number) | The list type constructor requires one argument specifying the"
            + " element type.",
        "optional(string) | Keyword \"optional\" is valid only as a modifier for object type"
            + " attributes.",
        "string(1) | Primitive type keyword \"string\" does not expect arguments.",
        "fancy(string) | Keyword \"fancy\" is not a valid type constructor.",
        "1 + 1 | A type specification is either a primitive type keyword (bool, number, string) or"
            + " a complex type constructor call, like list(string).",
        "tuple(string) | Tuple type constructor requires a list of element types.",
        "object({(1) = string}) | Object constructor map keys must be attribute names.",
        "object(string) | Object type constructor requires a map whose keys are attribute names"
            + " and whose values are the corresponding attribute types."
      })
  void whatIsNoTypeIsExplained(String text, String detail) {
    parse(text);
    assertThat(diagnostics.list()).extracting(Diagnostic::detail).containsExactly(detail);
    assertThat(diagnostics.list())
        .extracting(Diagnostic::summary)
        .containsExactly("Invalid type specification");
  }

  @Test
  void quotedTypesAreRefusedWithTheRemedy() {
    parse("\"list\"");
    assertThat(diagnostics.list().getFirst().summary())
        .isEqualTo("Invalid quoted type constraints");
    assertThat(diagnostics.list().getFirst().detail()).contains("write list(string) instead");
  }

  @Test
  void defaultsAreConvertedAndNested() {
    TypeConstraint constraint =
        parse(
            "object({n = optional(string, 12), o = optional(object({x = optional(number, 1)}),"
                + " {})})");
    assertThat(diagnostics.list()).isEmpty();
    assertThat(
            ValueJson.format(
                Conversion.convert(ValueJson.parse("{\"n\":null}"), constraint).value()))
        .isEqualTo("{\"n\":\"12\",\"o\":{\"x\":1}}");
    assertThat(constraint.valueType())
        .isEqualTo(
            TypeJson.parse(
                "[\"object\",{\"n\":\"string\",\"o\":[\"object\",{\"x\":\"number\"}]}]"));
    assertThat(parse("list(string)").type()).isEqualTo(new Type.ListType(Type.STRING));
  }

  @Test
  void aDefaultOfAnotherTypeIsRefused() {
    parse("object({n = optional(number, \"x\")})");
    assertThat(diagnostics.list().getFirst().summary())
        .isEqualTo("Invalid default value for optional attribute");
    assertThat(diagnostics.list().getFirst().detail())
        .isEqualTo(
            "This default value is not compatible with the attribute's type constraint: a number"
                + " is required.");
  }
}
