package dev.ingot.lang.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SourceBytesTest {
  private final Diagnostics diagnostics = new Diagnostics();

  @Test
  void bytesAreReadAsUtf8() {
    SourceFile file = Syntax.source("a", "é日😀\r\n".getBytes(StandardCharsets.UTF_8), diagnostics);
    assertThat(file.text()).isEqualTo("é日😀\r\n");
    assertThat(diagnostics.list()).isEmpty();
  }

  @Test
  void aByteOrderMarkIsNotTextButCountsInOffsets() {
    SourceFile file = Syntax.source("a", "\uFEFFab".getBytes(StandardCharsets.UTF_8), diagnostics);
    assertThat(file.text()).isEqualTo("ab");
    assertThat(file.position(1).offset()).isEqualTo(4);
    assertThat(file.position(1).column()).isEqualTo(2);
  }

  @Test
  void wrongBytesAreReportedOnceAndReplaced() {
    byte[] bytes = {'a', '\n', (byte) 0xC3, '(', (byte) 0xFF, 'b'};
    SourceFile file = Syntax.source("a", bytes, diagnostics);
    assertThat(file.text()).isEqualTo("a\n\uFFFD(\uFFFDb");
    assertThat(diagnostics.list())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.summary()).isEqualTo("Invalid character encoding");
              assertThat(problem.subject().orElseThrow()).hasToString("a:2,1-2");
            });
  }

  @Test
  void aFileOfAnotherEncodingIsNamedAsSuch() {
    Syntax.source("a", "\uFEFFa = 1".getBytes(StandardCharsets.UTF_16BE), diagnostics);
    assertThat(diagnostics.list().getFirst().detail()).endsWith("This file is UTF-16.");
  }

  @Test
  void anEmptyFileIsEmpty() {
    assertThat(Syntax.source("a", new byte[0], diagnostics).text()).isEmpty();
    assertThat(diagnostics.list()).isEmpty();
  }
}
