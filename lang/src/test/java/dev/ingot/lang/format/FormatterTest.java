package dev.ingot.lang.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FormatterTest {
  /** A case of {@code cases.txt}: lines {@code === name}, text, {@code ---}, text. */
  record Case(String name, String before, String after) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    try (InputStream in = FormatterTest.class.getResourceAsStream("/format/cases.txt")) {
      assertThat(in).isNotNull();
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String part : all.split("(?m)^=== ", -1)) {
        if (!part.isEmpty()) {
          int name = part.indexOf('\n');
          int middle = part.indexOf("\n---\n");
          String before = part.substring(name + 1, middle + 1);
          String after = part.substring(middle + 5);
          cases.add(new Case(part.substring(0, name), before, after));
        }
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aRecordedTextIsLaidOutAsRecorded(Case recorded) {
    assertThat(Formatter.format(recorded.before())).isEqualTo(recorded.after());
    assertThat(Formatter.format(recorded.after())).isEqualTo(recorded.after());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a=-1                      | a = -1",
        "a=b - 1                   | a = b - 1",
        "a=(-b)*-c                 | a = (-b) * -c",
        "a=! b                     | a = !b",
        "a=p :: f( x ... )         | a = p::f(x...)",
        "a=1 . 2                   | a = 1. 2",
        "a=b . 1 . c               | a = b.1.c",
        "a=b . 1 . 2               | a = b.1. 2",
        "a={for k,v in[1]:k=>v}    | a = { for k, v in [1] : k => v }",
        "a=\"${  {b=1}  }\"        | a = { b = 1 }",
        "a=\"x${ {b=1} }${ c }\"   | a = \"x${ { b = 1 } }${c}\"",
        "a=\"${b}\"                | a = b",
        "a=\"${b}${c}\"            | a = \"${b}${c}\"",
        "a=[\"${b}\"]              | a = [\"${b}\"]",
        "a {b=1}                   | a { b = 1 }",
        "a b 'c'                   | a b 'c'",
        "a x \"y\" {}              | a \"x\" \"y\" {}",
        "variable v {type=list}    | variable \"v\" { type = list(any) }",
        "variable v {type=\"map\"} | variable \"v\" { type = map(string) }",
        "a {type=\"map\"}          | a { type = \"map\" }",
      })
  void tokensAreSpaced(String before, String after) {
    assertThat(Formatter.format(before)).isEqualTo(after);
  }

  @Test
  void aValueOverSeveralLinesKeepsItsMeaningWithoutItsQuotes() {
    assertThat(Formatter.format("a = \"${\n  b ?\n  c : d\n}\"\n")).isEqualTo("a = (b ?\nc : d)\n");
    assertThat(Formatter.format("a = \"${b + # c\n  d}\"\n")).isEqualTo("a = (b + # c\nd)\n");
    assertThat(Formatter.format("a = \"${\n  f(b)\n}\"\n")).isEqualTo("a = f(b)\n");
  }

  @Test
  void lineEndsOfWindowsStay() {
    assertThat(Formatter.format("a=1 # x\r\nbb=2\r\n")).isEqualTo("a  = 1 # x\r\nbb = 2\r\n");
  }

  @Test
  void columnsAreCountedAsPeopleSeeThem() {
    assertThat(Formatter.format("é = 1\nabc = \"e\u0301\" # x\nb = 1 # y\n"))
        .isEqualTo("é   = 1\nabc = \"e\u0301\" # x\nb   = 1   # y\n");
  }

  @Test
  void aTextWithErrorsIsReportedAndLeftAlone() {
    Diagnostics diagnostics = new Diagnostics();
    assertThat(Formatter.format(new SourceFile("main.tf", "a  =\n"), diagnostics)).isEmpty();
    assertThat(diagnostics.hasErrors()).isTrue();
    assertThat(Formatter.format("a  =\n")).isEqualTo("a  =\n");
  }

  @Test
  void spacesAtTheEndGo() {
    assertThat(Formatter.format("a = 1  \n\t\n  ")).isEqualTo("a = 1\n\n");
  }
}
