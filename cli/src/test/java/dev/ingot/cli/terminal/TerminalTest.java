package dev.ingot.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a terminal promises about the order and the time of what it prints. */
final class TerminalTest {
  @Test
  void aNoticeIsSeenAtOnceAndAfterTheOutputBeforeIt() {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            buffered(screen),
            buffered(screen),
            false,
            false,
            false,
            80);
    terminal.out().println("first");
    terminal.notice("second");
    assertThat(screen.toString(StandardCharsets.UTF_8)).isEqualTo("first\nsecond\n");
  }

  private static PrintStream buffered(ByteArrayOutputStream screen) {
    return new PrintStream(new BufferedOutputStream(screen), false, StandardCharsets.UTF_8);
  }
}
