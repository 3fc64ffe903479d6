package dev.ingot.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a person sees of a live region, on a screen that interprets what is written to it. */
@Timeout(60)
final class LiveRegionTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final AtomicReference<List<String>> lines = new AtomicReference<>(List.of());

  private LiveRegion region() {
    PrintStream out = new PrintStream(written, false, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(InputStream.nullInputStream(), out, out, true, true, true, 20);
    return LiveRegion.open(terminal, lines::get);
  }

  /** The lines of the screen; the last one is where the cursor is. */
  private List<String> screen() {
    List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
    String text = written.toString(StandardCharsets.UTF_8);
    int row = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        row++;
        if (row == rows.size()) {
          rows.add(new StringBuilder());
        }
      } else if (c == '\u001b') {
        int end = i;
        while (!Character.isLetter(text.charAt(end))) {
          end++;
        }
        if (text.charAt(end) == 'A') {
          row -= Integer.parseInt(text.substring(i + 2, end));
        } else if (text.charAt(end) == 'J') {
          rows.subList(row, rows.size()).clear();
          rows.add(new StringBuilder());
        }
        i = end;
      } else if (c != '\r') {
        rows.get(row).append(c);
      }
    }
    return rows.stream().map(StringBuilder::toString).toList();
  }

  private void show(String... shown) throws InterruptedException {
    lines.set(List.of(shown));
    while (!screen().containsAll(List.of(shown))) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  @Test
  void theLinesAreDrawnAgainInTheirPlace() throws Exception {
    try (LiveRegion _ = region()) {
      show("one", "two");
      show("1", "2");
      assertThat(screen()).containsExactly("1", "2", "");
    }
    assertThat(screen()).containsExactly("");
  }

  @Test
  void otherOutputGoesAboveThem() throws Exception {
    try (LiveRegion region = region()) {
      show("live");
      region.above().line("first");
      region.above().error("second");
      assertThat(screen()).containsExactly("first", "Error: second", "live", "");
    }
    assertThat(screen()).containsExactly("first", "Error: second", "");
  }

  @Test
  void aQuestionHidesThemUntilItsLineEnds() throws Exception {
    try (LiveRegion region = region()) {
      show("live");
      region.above().out().print("Sure? ");
      region.above().flush();
      assertThat(screen()).containsExactly("Sure? ");
      region.above().line("yes");
      show("more");
      assertThat(screen()).containsExactly("Sure? yes", "more", "");
    }
  }

  @Test
  void aLineThatIsTooLongIsCutAndStaysOneRow() throws Exception {
    try (LiveRegion _ = region()) {
      lines.set(List.of("\u001b[1m" + "x".repeat(100) + "\u001b[0m"));
      while (!written.toString(StandardCharsets.UTF_8).contains("…\u001b[0m\n")) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      assertThat(screen()).containsExactly("x".repeat(18) + "…", "");
      show("鋳".repeat(9), "a b");
      assertThat(screen()).containsExactly("鋳".repeat(9), "a b", "");
    }
  }

  @Test
  void whatIsWrittenAfterTheEndIsPassedOn() throws Exception {
    LiveRegion region = region();
    show("live");
    region.close();
    region.above().line("after");
    assertThat(screen()).containsExactly("after", "");
  }
}
