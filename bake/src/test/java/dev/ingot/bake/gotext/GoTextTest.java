package dev.ingot.bake.gotext;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoTextTest {
  private static final Value DATA =
      Values.object(
          Map.of(
              "Name", Value.of("web"),
              "Count", Value.of(2),
              "Empty", Value.of(""),
              "Tags", Values.strings(List.of("a", "b", "c")),
              "Map", Values.map(Type.STRING, Map.of("k", Value.of("v"), "l", Value.of("w")))));

  private static Optional<Value> call(String name, List<Value> arguments) {
    return switch (name) {
      case "upper" ->
          Optional.of(Value.of(GoText.text(arguments.getFirst()).toUpperCase(Locale.ROOT)));
      case "kind" -> Optional.of(Value.of("qemu"));
      default -> Optional.empty();
    };
  }

  private static String render(String text) {
    return new GoText(GoTextTest::call, Optional.of(DATA)).render(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "{{if eq kind `qemu`}}yes{{else}}no{{end}}@yes",
        "{{if ne kind \"qemu\"}}yes{{else}}no{{end}}@no",
        "{{if .Empty}}a{{else if .Count}}b{{else}}c{{end}}@b",
        "{{if and .Name (gt .Count 1)}}both{{end}}@both",
        "{{if or .Empty nil}}a{{else}}b{{end}}@b",
        "{{if not .Empty}}a{{end}}@a",
        "{{range .Tags}}<{{.}}>{{end}}@<a><b><c>",
        "{{range $i, $t := .Tags}}{{$i}}{{$t}} {{end}}@0a 1b 2c ",
        "{{range $k, $v := .Map}}{{$k}}={{$v}};{{end}}@k=v;l=w;",
        "{{range .Empty}}x{{end}}@{{range .Empty}}x{{end}}",
        "{{range .Tags}}{{if eq . `b`}}{{break}}{{end}}{{.}}{{end}}@a",
        "{{range .Tags}}{{if eq . `b`}}{{continue}}{{end}}{{.}}{{end}}@ac",
        "{{with .Name}}{{.}}-{{$.Count}}{{end}}@web-2",
        "{{with .Empty}}a{{else}}b{{end}}@b",
        "{{$x := .Name}}{{$x | upper}}@WEB",
        "{{$x := 1}}{{if true}}{{$x = 2}}{{end}}{{$x}}@2",
        "{{.Name | upper | printf}}@{{.Name | upper | printf}}",
        "{{len .Tags}} {{index .Tags 1}} {{index .Map `k`}}@3 b v",
        "{{print 1 2 `a` `b` 3}}@1 2ab3",
        "{{(index .Tags 0) | upper}}@A",
        "{{urlquery `a b&c`}} {{html `<a>`}}@a+b%26c &lt;a&gt;",
        "a {{- .Name -}} b@awebb",
        "a {{- if true }} x {{- end }} b@a x b",
        "{{- /* a note */ -}}x@x",
        "{{`{{.ID}}`}}@{{.ID}}",
        "{{'a'}} {{0x10}} {{\"\\x41\\u0042\"}}@97 16 AB",
        "{{.Missing}} {{nothing}} {{ .Name@{{.Missing}} {{nothing}} {{ .Name",
        "{{if .Missing}}a{{end}}@{{if .Missing}}a{{end}}",
        "{{if .Name}}{{.Missing}}{{end}}@{{if .Name}}{{.Missing}}{{end}}",
        "{{if .Name}}a@{{if .Name}}a",
        "{{end}}@{{end}}",
        "{{ ${x} }} {{ a: b }}@{{ ${x} }} {{ a: b }}",
        "{{template `x`}}@{{template `x`}}",
        "{{.Tags}} {{.Map}}@[a b c] map[k:v l:w]"
      })
  void aTextIsFilledAsByGo(String text, String rendered) {
    assertThat(render(text)).isEqualTo(rendered);
  }

  @Test
  void functionsThatAreNotKnownAreNamed() {
    GoText text = new GoText(GoTextTest::call);
    assertThat(text.render("{{ if nope `x` }}a{{ end }}{{ .Vars }}"))
        .isEqualTo("{{ if nope `x` }}a{{ end }}{{ .Vars }}");
    assertThat(text.unknown()).containsExactly("nope");
  }

  @Test
  void deepAndLongTemplatesEnd() {
    String deep = "{{if true}}".repeat(100_000);
    assertThat(render(deep)).isEqualTo(deep);
    String loops = "{{range .Tags}}".repeat(40) + "x" + "{{end}}".repeat(40);
    assertThat(render(loops)).isEqualTo(loops);
  }

  @Test
  void callsWithStringsAreTakenApart() {
    assertThat(GoCalls.of("a{{user `x`}}{{ isotime \"2006\" | upper }}b{{timestamp}}"))
        .containsExactly(
            new GoCalls.Part.Text("a"),
            new GoCalls.Part.Call("{{user `x`}}", "user", List.of("x")),
            new GoCalls.Part.Text("{{ isotime \"2006\" | upper }}b"),
            new GoCalls.Part.Call("{{timestamp}}", "timestamp", List.of()));
  }

  @Test
  void aValueThatDoublesWithEachActionStopsGrowing() {
    String doubling = "{{ $x = print $x $x }}";
    assertThat(render("{{ $x := `12345678` }}" + doubling.repeat(50) + "{{ len $x }}"))
        .startsWith(doubling)
        .endsWith(String.valueOf(16 * 1024 * 1024));
  }
}
