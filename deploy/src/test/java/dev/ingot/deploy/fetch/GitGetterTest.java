package dev.ingot.deploy.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.http.kit.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitGetterTest {
  @TempDir Path folder;
  private Path repository = Path.of("");
  private Fetching fetching;
  private String firstCommit = "";

  @BeforeEach
  void makeRepository() throws Exception {
    assumeTrue(hasGit(), "git is not on this machine");
    fetching = new Fetching(folder, Map.of());
    repository = Files.createDirectory(folder.resolve("repository"));
    git("init", "-q", "-b", "main");
    commit("# 1", "v1");
    firstCommit = git("rev-parse", "HEAD");
    commit("# 2", "v2");
    git("checkout", "-q", "-b", "feature/x");
    commit("# 3", "");
    git("checkout", "-q", "main");
  }

  @AfterEach
  void close() {
    fetching.close();
  }

  private static boolean hasGit() throws InterruptedException {
    try {
      return new ProcessBuilder("git", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private String git(String... arguments) throws Exception {
    java.util.List<String> command =
        new java.util.ArrayList<>(
            java.util.List.of(
                "git", "-c", "user.name=n", "-c", "user.email=e", "-c", "commit.gpgsign=false"));
    command.addAll(java.util.List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(repository.toFile())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.strip();
  }

  private void commit(String content, String tag) throws Exception {
    Files.writeString(repository.resolve("main.tf"), content);
    git("add", ".");
    git("commit", "-q", "-m", content);
    if (!tag.isEmpty()) {
      git("tag", tag);
    }
  }

  private Path fetched(String parameters) throws IOException {
    Path place = folder.resolve("place" + parameters.hashCode());
    fetching.fetch("git::file://" + repository + parameters, place);
    return place.resolve("main.tf");
  }

  @Test
  void branchesTagsAndCommitsAreCheckedOut() throws IOException {
    assertThat(fetched("")).hasContent("# 2");
    assertThat(fetched("?ref=v1")).hasContent("# 1");
    assertThat(fetched("?ref=feature/x")).hasContent("# 3");
    assertThat(fetched("?ref=feature%2Fx&depth=1")).hasContent("# 3");
    assertThat(fetched("?ref=" + firstCommit)).hasContent("# 1");
    assertThat(fetched("?ref=" + firstCommit.substring(0, 8))).hasContent("# 1");
  }

  @Test
  void depthLimitsTheHistory() throws Exception {
    Path place = fetched("?depth=1");
    Path other = repository;
    repository = java.util.Optional.ofNullable(place.getParent()).orElse(place);
    assertThat(git("rev-list", "--count", "HEAD")).isEqualTo("1");
    repository = other;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?ref=nope",
        "?ref=-x",
        "?ref=--upload-pack=touch%20pwned",
        "?ref=main%0Ax",
        "?ref=..%2F.."
      })
  void refsThatAreNoneAreRefused(String parameters) {
    assertThatExceptionOfType(FetchException.class).isThrownBy(() -> fetched(parameters));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git::ext::sh -c 'touch pwned'",
        "git::fd::17",
        "git::git::https://example.com/x",
        "git::",
        "git::ssh://-oProxyCommand=touch%20pwned/x",
        "git::ssh://git@-oProxyCommand=x/y"
      })
  void hostileAddressesAreRefused(String source) {
    assertThatExceptionOfType(FetchException.class)
        .isThrownBy(() -> fetching.fetch(source, folder.resolve("place")));
    assertThat(folder.resolve("pwned")).doesNotExist();
    assertThat(Path.of("pwned")).doesNotExist();
  }

  @Test
  void submodulesAreClonedButNotFromThisHost() throws Exception {
    git(
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        "file://" + repository,
        "inner");
    git("commit", "-q", "-m", "submodule");
    assertThatExceptionOfType(FetchException.class)
        .isThrownBy(() -> fetched(""))
        .withMessageContaining("not allowed");
  }

  @Test
  void aKeyThatIsNoneIsRefusedWithoutTellingIt() {
    assertThatExceptionOfType(FetchException.class)
        .isThrownBy(
            () -> fetching.fetch("git::ssh://git@localhost/x?sshkey=*secret*", folder.resolve("p")))
        .satisfies(e -> assertThat(e.getMessage()).contains("not a key").doesNotContain("secret"));
  }

  @Test
  void passwordsAreNotTold() {
    assertThatExceptionOfType(FetchException.class)
        .isThrownBy(
            () ->
                fetching.fetch(
                    "git::http://user:secret@localhost:1/x.git", folder.resolve("place")))
        .satisfies(e -> assertThat(e.getMessage()).contains("git exited").doesNotContain("secret"));
  }

  @Test
  void aTokenInThePlaceOfTheUserIsNotToldWhereItIsRefused() throws Exception {
    try (TestServer server =
        TestServer.plain(
            _ -> TestServer.response(401, "").with("WWW-Authenticate", "Basic realm=\"x\""))) {
      String url = server.uri("/x.git").toString().replace("localhost", "t0ken@localhost");
      assertThatExceptionOfType(FetchException.class)
          .isThrownBy(() -> fetching.fetch("git::" + url, folder.resolve("place")))
          .satisfies(
              e -> assertThat(e.getMessage()).contains("git exited").doesNotContain("t0ken"));
    }
  }

  @Test
  void passwordsAreNotLeftInTheRepository() throws Exception {
    git("update-server-info");
    Path files = repository.resolve(".git");
    try (TestServer server =
        TestServer.plain(
            asked -> {
              String path = asked.target().split("\\?", -1)[0].substring("/x.git/".length());
              try {
                return TestServer.response(200, Files.readAllBytes(files.resolve(path)));
              } catch (IOException e) {
                return TestServer.response(404, "");
              }
            })) {
      String url = server.uri("/x.git").toString().replace("localhost", "user:secret@localhost");
      Path place = folder.resolve("place");
      fetching.fetch("git::" + url + "?ref=v1", place);
      assertThat(place.resolve("main.tf")).hasContent("# 1");
      assertThat(place.resolve(".git/config"))
          .content()
          .contains("/x.git")
          .doesNotContain("secret", "user");
    }
  }
}
