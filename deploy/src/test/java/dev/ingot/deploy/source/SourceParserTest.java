package dev.ingot.deploy.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SourceParserTest {
  static List<String> recorded() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/sources/addresses.txt")).stream()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void sourcesMeanWhatTerraformTakesThemFor(String line) {
    String[] parts = line.split("\t", -1);
    assertThat(meaning(parts[0])).isEqualTo(parts[1]);
  }

  private static String meaning(String source) {
    SourceParser.Parsed parsed = SourceParser.parse(source);
    if (parsed.source().isEmpty()) {
      String problem = parsed.problem().orElseThrow().in("Ingot", "ingot");
      int start = problem.indexOf("remote module package \"");
      return start < 0
          ? "refused " + problem
          : "unclear "
              + problem.substring(
                  start + "remote module package \"".length(), problem.indexOf("\".\n"));
    }
    return switch (parsed.source().get()) {
      case ModuleSource.Local _ -> "local";
      case ModuleSource.Registry registry ->
          "registry " + java.net.IDN.toASCII(registry.module().host());
      case ModuleSource.Remote remote -> "remote " + remote.packageAddress();
    };
  }

  @ParameterizedTest
  @CsvSource({
    "./mod/, ./mod",
    "./mod//k/, ./mod/k",
    "../o/, ../o",
    "../, ./..",
    "./mod/../../o, ../o",
    "a/b/c, registry.terraform.io/a/b/c",
    "a/b/c//x/y/, registry.terraform.io/a/b/c//x/y",
    "EXAMPLE.com/a/b/c, example.com/a/b/c",
    "github.com/a/b/c/d?ref=1, git::https://github.com/a/b.git//c/d?ref=1",
    "github.com/a/b//c, git::https://github.com/a/b.git//c",
    "github.com/a/b/c//d, git::https://github.com/a/b.git//c/d",
    "git::https://e.com/a.git//s//t?ref=1, git::https://e.com/a.git//s/t?ref=1",
    "git::https://e.com/a.git//./s/../t, git::https://e.com/a.git//t",
    "/abs/a//sub, file:///abs/a//sub",
  })
  void eachSourceHasOneWayToWriteIt(String source, String address) {
    assertThat(SourceParser.parse(source).source().orElseThrow().address()).isEqualTo(address);
  }

  @Test
  void passwordsAndKeysInAddressesAreNotShown() {
    assertThat(shown("git::https://user:secret@example.com/a.git?ref=1"))
        .isEqualTo("git::https://user:redacted@example.com/a.git?ref=1");
    assertThat(shown("git::https://token@example.com:80/a.git"))
        .isEqualTo("git::https://redacted@example.com:80/a.git");
    assertThat(shown("git::ssh://git@example.com/a.git?sshkey=c2VjcmV0&ref=1"))
        .isEqualTo("git::ssh://git@example.com/a.git?sshkey=redacted&ref=1");
    assertThat(
            shown(
                "s3::https://s3.amazonaws.com/b/k.zip?aws_access_key_id=a&aws_access_key_secret=s"))
        .doesNotContain("secret=s");
  }

  private static String shown(String source) {
    return ((ModuleSource.Remote) SourceParser.parse(source).source().orElseThrow())
        .packageAddress()
        .shown();
  }

  @Test
  void onlyModulesOfRegistriesHaveVersions() {
    assertThat(SourceParser.parseRegistry("a/b/c").source()).isPresent();
    assertThat(SourceParser.parseRegistry("./a").problem().orElseThrow().in("Ingot", "ingot"))
        .contains("can't use local directory \"./a\"");
    assertThat(SourceParser.parseRegistry("github.com/a/b/c").problem()).isPresent();
  }
}
