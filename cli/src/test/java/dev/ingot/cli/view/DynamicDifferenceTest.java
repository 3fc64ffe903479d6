package dev.ingot.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DynamicDifferenceTest {
  private static String changed(String before, String after) {
    return text(Differences.of(ValueJson.parse(before), ValueJson.parse(after), Type.DYNAMIC));
  }

  private static String text(Difference difference) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]), nowhere, nowhere, false, false, false, 78);
    return new DifferenceText(terminal, Wording.OWN).text(difference, 0, true);
  }

  @Test
  void listsOfOneLengthThatLoseAMemberChangeByPlace() {
    assertThat(changed("[1,2,3]", "[1,3,4]"))
        .isEqualTo(
            """
            [
                1,
              ~ 2 -> 3,
              ~ 3 -> 4,
            ]\
            """);
  }

  @Test
  void reorderedListsAreAligned() {
    assertThat(changed("[\"a\",\"b\"]", "[\"b\",\"a\"]"))
        .isEqualTo(
            """
            [
              - "a",
                "b",
              + "a",
            ]\
            """);
  }

  @Test
  void listsOfOtherLengthAreAlignedAndTheirObjectsPaired() {
    assertThat(changed("[{\"a\":1},{\"a\":2},{\"a\":3}]", "[{\"a\":1},{\"a\":9},{\"a\":3},\"x\"]"))
        .isEqualTo(
            """
            [
                {
                    a = 1
                },
              ~ {
                  ~ a = 2 -> 9
                },
                {
                    a = 3
                },
              + "x",
            ]\
            """);
  }

  @Test
  void nullIsAValueOfAPart() {
    assertThat(changed("{\"a\":null,\"b\":1}", "{\"a\":1,\"b\":null}"))
        .isEqualTo(
            """
            {
              ~ a = null -> 1
              ~ b = 1 -> null
            }\
            """);
  }

  @Test
  void emptyDocumentsStayOnTheLine() {
    assertThat(changed("\"{}\"", "\"[]\"")).isEqualTo("jsonencode({} -> [])");
    assertThat(changed("\"{}\"", "\"{ }\"")).isEqualTo("jsonencode({}) # whitespace changes");
    assertThat(changed("\"x\"", "\"[]\"")).isEqualTo("\"x\" -> jsonencode([])");
  }

  @Test
  void allOfAnAttributeThatTellsWhatIsChangedIsShown() {
    assertThat(
            changed(
                "{\"name\":{\"a\":1,\"b\":{\"c\":1,\"d\":2}},\"x\":1}",
                "{\"name\":{\"a\":2,\"b\":{\"c\":1,\"d\":2}},\"x\":1}"))
        .isEqualTo(
            """
            {
              ~ name = {
                  ~ a = 1 -> 2
                    b = {
                        c = 1
                        d = 2
                    }
                }
                # (1 unchanged attribute hidden)
            }\
            """);
  }

  @Test
  void anEmptyTextThatBecomesUnknownCountsAsNone() {
    assertThat(text(Differences.of(Value.of(""), Value.unknown(Type.STRING), Type.DYNAMIC)))
        .isEqualTo("null -> (known after apply)");
  }

  @Test
  void aSensitiveNullThatBecomesSomethingIsAChangeOfTheInnerValue() {
    Difference difference =
        Differences.ofPart(
            Value.nullOf(Type.STRING).marked(Marks.SENSITIVE),
            Value.of("x").marked(Marks.SENSITIVE),
            Type.DYNAMIC);
    assertThat(difference.action()).isEqualTo(Difference.Action.UPDATE);
    assertThat(text(difference)).isEqualTo("(sensitive value)");
  }
}
