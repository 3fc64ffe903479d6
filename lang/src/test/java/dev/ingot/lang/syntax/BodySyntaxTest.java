package dev.ingot.lang.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodySchema;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodySyntaxTest {
  private static final BodySchema SCHEMA =
      new BodySchema(
          List.of(new AttributeSchema("name", true), new AttributeSchema("count", false)),
          List.of(new BlockSchema("resource", "type", "name"), new BlockSchema("locals")));

  private final Diagnostics diagnostics = new Diagnostics();

  private NativeBody parse(String text) {
    return Syntax.parseNative(new SourceFile("main.tf", text), diagnostics);
  }

  private List<String> messages() {
    return diagnostics.list().stream().map(d -> d.summary() + ": " + d.detail()).toList();
  }

  @Test
  void blocksAndAttributesKeepTheirOrder() {
    NativeBody body =
        parse("b = 1\na = 2\nresource \"x\" y {\n  z = 3\n}\nempty {}\none { line = 4 }\n");
    assertThat(diagnostics.list()).isEmpty();
    assertThat(TreeText.of(body))
        .isEqualTo("b = 1\na = 2\nresource [x, y]\n  z = 3\nempty []\none []\n  line = 4\n");
  }

  @Test
  void aSchemaPicksWhatItNamesAndLeavesTheRest() {
    Body.PartialContent partial =
        parse("name = 1\nother = 2\nlocals {}\nmodule \"m\" {}\n")
            .partialContent(SCHEMA, diagnostics);
    assertThat(diagnostics.list()).isEmpty();
    assertThat(partial.content().attributes()).containsOnlyKeys("name");
    assertThat(partial.content().blocks()).extracting(Body.Block::type).containsExactly("locals");
    assertThat(TreeText.of((NativeBody) partial.remain())).isEqualTo("other = 2\nmodule [m]\n");
  }

  @Test
  void whatNoSchemaNamesIsReportedWithTheNearestName() {
    parse("name = 1\ncont = 2\nresorce \"a\" \"b\" {}\ncount {}\nlocals = 1\n")
        .content(SCHEMA, diagnostics);
    assertThat(messages())
        .containsExactly(
            "Unsupported argument: An argument named \"cont\" is not expected here. Did you mean"
                + " \"count\"?",
            "Unsupported argument: An argument named \"locals\" is not expected here. Did you mean"
                + " to define a block of type \"locals\"?",
            "Unsupported block type: Blocks of type \"resorce\" are not expected here. Did you"
                + " mean \"resource\"?",
            "Unsupported block type: Blocks of type \"count\" are not expected here. Did you mean"
                + " to define argument \"count\"? If so, use the equals sign to assign it a"
                + " value.");
  }

  @Test
  void aMissingArgumentIsReportedWhereItWouldBeAdded() {
    NativeBody body = parse("locals {\n  a = 1\n}\n");
    body.blocks().getFirst().body().content(SCHEMA, diagnostics);
    Diagnostic missing = diagnostics.list().getFirst();
    assertThat(missing.summary()).isEqualTo("Missing required argument");
    assertThat(missing.subject().orElseThrow()).hasToString("main.tf:1,8-9");
  }

  @Test
  void theNumberOfLabelsIsChecked() {
    parse("name = 1\nresource \"a\" {}\nlocals \"x\" {}\n").content(SCHEMA, diagnostics);
    assertThat(messages())
        .containsExactly(
            "Missing name for resource: All resource blocks must have 2 labels (type, name).",
            "Extraneous label for locals: No labels are expected for locals blocks.");
  }

  @Test
  void aBodyOfAttributesHasNoBlocks() {
    assertThat(parse("a = 1\nb {}\n").attributes(diagnostics)).containsOnlyKeys("a");
    assertThat(messages()).containsExactly("Unexpected \"b\" block: Blocks are not allowed here.");
  }

  @Test
  void anAttributeIsSetOnce() {
    NativeBody body = parse("a = 1\na = 2\n");
    assertThat(messages())
        .containsExactly(
            "Attribute redefined: The argument \"a\" was already set at main.tf:1,1-2. Each"
                + " argument may be set only once.");
    assertThat(TreeText.of(body)).isEqualTo("a = 1\n");
  }

  @Test
  void aFileMayEndWithoutALineEnd() {
    parse("a = 1\nb {\n}");
    assertThat(diagnostics.list()).isEmpty();
  }
}
