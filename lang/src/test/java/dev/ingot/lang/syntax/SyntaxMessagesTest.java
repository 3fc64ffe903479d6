package dev.ingot.lang.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.DiagnosticFormat;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is said about malformed text, word by word: {@code messages.txt} has a line {@code === kind}
 * for each text, then the text, a line {@code ---}, and the messages with carets. The summaries,
 * details and places are the recorded ones of Terraform 1.11 where those exist.
 */
class SyntaxMessagesTest {
  record Case(String kind, String text, String messages) {
    @Override
    public String toString() {
      return kind + ": " + text.replace("\n", "\\n");
    }
  }

  static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    try (InputStream in = SyntaxMessagesTest.class.getResourceAsStream("/syntax/messages.txt")) {
      assertThat(in).isNotNull();
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String part : all.split("(?m)^=== ", -1)) {
        if (!part.isEmpty()) {
          int kind = part.indexOf('\n');
          int middle = part.indexOf("\n---\n");
          cases.add(
              new Case(
                  part.substring(0, kind),
                  part.substring(kind + 1, middle),
                  part.substring(middle + 5)));
        }
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aMalformedTextIsAnsweredAsWritten(Case golden) {
    assertThat(messages(golden.kind(), golden.text())).isEqualTo(golden.messages());
  }

  static String messages(String kind, String text) {
    Diagnostics diagnostics = new Diagnostics();
    switch (kind) {
      case "expression" -> Syntax.parseExpression(new SourceFile("main.tf", text), diagnostics);
      case "template" -> Syntax.parseTemplate(new SourceFile("a.tftpl", text), diagnostics);
      case "address" -> {
        Optional<Traversal> ignored =
            Syntax.parseTraversal(new SourceFile("address", text), diagnostics);
        assertThat(ignored).isEmpty();
      }
      case "json" -> Syntax.parseJson(new SourceFile("main.tf.json", text), diagnostics);
      default -> Syntax.parse(new SourceFile("main.tf", text + "\n"), diagnostics);
    }
    DiagnosticFormat format =
        new DiagnosticFormat(new DiagnosticFormat.Style(false, true, 78), new EnclosingBlocks());
    StringBuilder out = new StringBuilder();
    for (Diagnostic diagnostic : diagnostics.list()) {
      out.append(format.text(diagnostic).stripLeading()).append('\n');
    }
    return out.toString();
  }
}
