package dev.ingot.deploy.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Asked;
import dev.ingot.http.kit.TestServer.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpGetterTest {
  @TempDir Path folder;
  private final Map<String, Function<Asked, Reply>> answers = new TreeMap<>();
  private TestServer server;
  private Fetching fetching;

  @BeforeEach
  void start() throws IOException {
    server =
        TestServer.plain(
            asked -> {
              String path = asked.target().split("\\?", -1)[0];
              Function<Asked, Reply> answer = answers.get(path);
              return answer == null ? TestServer.response(404, "no") : answer.apply(asked);
            });
    fetching = new Fetching(folder, Map.of());
  }

  @AfterEach
  void stop() throws IOException {
    fetching.close();
    server.close();
  }

  private String at(String target) {
    return server.uri(target).toString();
  }

  private Path fetched(String source) throws IOException {
    Path place = folder.resolve("place");
    fetching.fetch(source, place);
    return place;
  }

  private void refused(String source, String... parts) {
    assertThatExceptionOfType(FetchException.class)
        .isThrownBy(() -> fetched(source))
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    assertThat(folder.resolve("place")).doesNotExist();
  }

  private void archive(String path, String extension, String... files) throws IOException {
    byte[] bytes = Archives.of(extension, files);
    answers.put(path, _ -> TestServer.response(200, bytes));
  }

  private void location(String path, String location) {
    answers.put(path, _ -> TestServer.response(204, "").with("X-Terraform-Get", location));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip", "tar", "tar.gz", "tgz", "tar.bz2", "tbz2", "tar.xz", "txz"})
  void archivesAreUnpackedByTheKindInTheirNames(String extension) throws IOException {
    archive("/m." + extension, extension, "main.tf", "# 1", "sub/x.tf", "# 2");
    Path place = fetched(at("/m." + extension));
    assertThat(place.resolve("main.tf")).hasContent("# 1");
    assertThat(place.resolve("sub/x.tf")).hasContent("# 2");
  }

  @Test
  void theKindMayBeGivenBesideTheName() throws IOException {
    archive("/m", "tar.gz", "main.tf", "# 1");
    assertThat(fetched(at("/m?archive=tar.gz&x=1")).resolve("main.tf")).hasContent("# 1");
    assertThat(server.asked().getLast().target()).isEqualTo("/m?x=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip", "tar.gz", "tar.bz2", "tar.xz", "tar"})
  void damagedArchivesAreRefused(String extension) throws IOException {
    byte[] bytes = Archives.of(extension, "main.tf", "# 1".repeat(500));
    answers.put(
        "/cut." + extension, _ -> TestServer.response(200, Arrays.copyOf(bytes, bytes.length / 2)));
    answers.put("/page." + extension, _ -> TestServer.response(200, "<html>login</html>"));
    refused(at("/cut." + extension), "the archive");
    refused(at("/page." + extension), "the archive");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNotTheFaultOfTheArchive() throws IOException {
    Path archive = folder.resolve("m.tgz");
    Files.write(archive, Archives.of("tgz", "main.tf", "# 1"));
    Path place = folder.resolve("file");
    Files.writeString(place, "not a folder");
    assertThatExceptionOfType(FetchException.class)
        .isThrownBy(() -> ArchiveKind.TAR_GZIP.unpack(archive, place))
        .withMessageContaining("the archive can't be unpacked: ")
        .withMessageNotContaining("Check that it is");
  }

  @Test
  void archivesThatLeadOutAreRefused() throws IOException {
    archive("/m.tar", "tar", "../../evil.tf", "# 1");
    refused(at("/m.tar"), "leads out");
    assertThat(folder.resolveSibling("evil.tf")).doesNotExist();
  }

  @Test
  void compressedFilesAreNoPackages() throws IOException {
    archive("/m.gz", "tgz", "main.tf", "# 1");
    refused(at("/m.gz"), "one compressed file");
    refused(at("/m?archive=rar"), "not supported");
  }

  @Test
  void checksumsAreVerified() throws IOException {
    archive("/m.zip", "zip", "main.tf", "# 1");
    String digest = dev.ingot.storage.Digest.of(Archives.of("zip", "main.tf", "# 1")).hex();
    answers.put("/sums", _ -> TestServer.response(200, digest + "  m.zip\n"));
    answers.put("/others", _ -> TestServer.response(200, digest + "  n.zip\n"));
    refused(at("/m.zip?checksum=sha256:" + "0".repeat(64)), "Checksums did not match", "Got: ");
    refused(at("/m.zip?checksum=sha256:00"), "invalid checksum");
    refused(at("/m.zip?checksum=foo:00"), "unsupported checksum type: foo");
    refused(at("/m?checksum=sha256:" + digest), "cannot be specified for directory download");
    refused(at("/m.zip?checksum=file:" + at("/others")), "no checksum for m.zip");
    refused(at("/m.zip?checksum=file:./sums"), "invalid source string: ./sums");
    assertThat(fetched(at("/m.zip?checksum=sha256:" + digest))).exists();
    fetching.fetch(at("/m.zip?checksum=" + digest), folder.resolve("b"));
    fetching.fetch(at("/m.zip?checksum=file:" + at("/sums")), folder.resolve("c"));
    assertThat(folder.resolve("c/main.tf")).exists();
  }

  @ParameterizedTest
  @CsvSource({"/m.zip", "./m.zip", "//m.zip"})
  void aServerMayAnswerWithTheAddress(String location) throws IOException {
    archive("/m.zip", "zip", "main.tf", "# 1");
    location("/where", location.startsWith("//") ? at("/m.zip") : location);
    assertThat(fetched(at("/where")).resolve("main.tf")).hasContent("# 1");
    assertThat(server.asked().getFirst().target()).isEqualTo("/where?terraform-get=1");
  }

  @Test
  void aPageMayHaveTheAddressInItsHead() throws IOException {
    archive("/m.zip", "zip", "a/main.tf", "# 1", "b/main.tf", "# 2");
    answers.put(
        "/page",
        _ ->
            TestServer.response(
                200,
                "<html><head><META content='"
                    + at("/m.zip?x=1&amp;y=2").replace("/m.zip", "/m.zip//a")
                    + "' name=terraform-get></head><body></body></html>"));
    assertThat(fetched(at("/page")).resolve("main.tf")).hasContent("# 1");
    assertThat(server.asked().getLast().target()).isEqualTo("/m.zip?x=1&y=2");
  }

  @Test
  void answersThatLeadNowhereAreRefused() {
    answers.put("/none", _ -> TestServer.response(200, "<html><body></body></html>"));
    answers.put("/silent", _ -> new Reply.Silence());
    answers.put("/busy", _ -> TestServer.response(429, "").with("Retry-After", "3600"));
    answers.put("/private", _ -> TestServer.response(401, ""));
    answers.put("/loop", _ -> TestServer.response(302, "").with("Location", "/loop"));
    location("/self", "/self");
    location("/file", "file:///etc");
    location("/repository", "git::file:///etc");
    location("/path", "etc/passwd");
    location("/store", "s3::" + at("/bucket/m.zip"));
    refused(at("/none"), "no source URL was returned");
    refused(at("/silent"), "no response within");
    refused(at("/busy"), "429", "Try again later");
    refused(at("/private"), "401", "netrc");
    refused(at("/loop"), "redirected more than");
    refused(at("/self"), "more than 10 times");
    refused(at("/file"), "leads to files of this host");
    refused(at("/repository"), "leads to files of this host");
    refused(at("/store"), "isn't Amazon's");
    refused(at("/path"), "invalid source string: etc/passwd");
    refused(at("/gone.zip"), "404");
    refused("oci://example.com/x", "download not supported for scheme 'oci'");
    refused("bzr::https://example.com/x", "not supported for scheme");
  }

  @Test
  void passwordsOfNetrcStayWithTheirHost() throws IOException {
    Files.writeString(
        folder.resolve(".netrc"),
        "machine other login o password p\nmacdef init\nmachine localhost login x password y\n\n"
            + "machine localhost\n  login u password secret");
    archive("/m.zip", "zip", "main.tf", "# 1");
    String elsewhere = at("/m.zip").replace("localhost", "127.0.0.1");
    answers.put("/moved.zip", _ -> TestServer.response(302, "").with("Location", elsewhere));
    Path place = fetched(at("/moved.zip"));
    assertThat(place.resolve("main.tf")).exists();
    assertThat(server.asked().getFirst().field("authorization")).isEqualTo(basic("u:secret"));
    assertThat(server.asked().getLast().field("authorization")).isEmpty();
  }

  private static String basic(String login) {
    return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void passwordsInAddressesAreUsedAndNotTold() {
    String source = at("/gone.zip").replace("localhost", "u:secret@localhost");
    assertThatExceptionOfType(FetchException.class)
        .isThrownBy(() -> fetched(source))
        .satisfies(e -> assertThat(e.getMessage()).contains("404").doesNotContain("secret"));
    assertThat(server.asked().getFirst().field("authorization")).isEqualTo(basic("u:secret"));
  }

  @Test
  void objectsOfBucketsAreAskedForWithASignature() throws IOException {
    archive("/bucket/m.zip", "zip", "main.tf", "# 1");
    answers.put(
        "/bucket",
        _ ->
            TestServer.response(
                200,
                "<R><Contents><Key>dir/main.tf</Key></Contents><Contents><Key>dir/a/</Key>"
                    + "</Contents><Contents><Key>dir/a/b.tf</Key></Contents></R>"));
    answers.put("/bucket/dir/main.tf", _ -> TestServer.response(200, "# 2"));
    answers.put("/bucket/dir/a/b.tf", _ -> TestServer.response(200, "# 3"));
    String keys = "aws_access_key_id=AK&aws_access_key_secret=SK&region=eu-central-1";
    assertThat(fetched("s3::" + at("/bucket/m.zip?" + keys)).resolve("main.tf")).exists();
    assertThat(server.asked().getLast().field("authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=AK/20260101/eu-central-1/s3/");
    Path whole = folder.resolve("whole");
    fetching.fetch("s3::" + at("/bucket/dir?" + keys), whole);
    assertThat(whole.resolve("main.tf")).hasContent("# 2");
    assertThat(whole.resolve("a/b.tf")).hasContent("# 3");
    Path none = folder.resolve("none");
    assertThatExceptionOfType(FetchException.class)
        .isThrownBy(() -> fetching.fetch("s3::" + at("/bucket/m.zip"), none))
        .withMessageContaining("No valid credential sources");
  }

  @Test
  void objectsOfGoogleComeByItsJsonInterface() throws IOException {
    byte[] zip = Archives.of("zip", "main.tf", "# 1");
    answers.put("/storage/v1/b/bucket/o/m.zip", _ -> TestServer.response(200, zip));
    answers.put(
        "/storage/v1/b/bucket/o",
        _ -> TestServer.response(200, "{\"items\":[{\"name\":\"dir/a/main.tf\"}]}"));
    answers.put("/storage/v1/b/bucket/o/dir%2Fa%2Fmain.tf", _ -> TestServer.response(200, "# 2"));
    String bucket = "gcs::https://www.googleapis.com/storage/v1/bucket/";
    try (Fetching emulated =
        new Fetching(folder, Map.of("STORAGE_EMULATOR_HOST", "localhost:" + server.port()))) {
      emulated.fetch(bucket + "m.zip", folder.resolve("archive"));
      emulated.fetch(bucket + "dir", folder.resolve("objects"));
      assertThatExceptionOfType(FetchException.class)
          .isThrownBy(
              () -> emulated.fetch(bucket.replace("storage", "x") + "o.zip", folder.resolve("q")))
          .withMessageContaining("not a valid GCS URL");
    }
    assertThat(folder.resolve("archive/main.tf")).hasContent("# 1");
    assertThat(folder.resolve("objects/a/main.tf")).hasContent("# 2");
  }
}
