package dev.ingot.provider.install;

import dev.ingot.graph.Cancellation;
import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.Retries;
import dev.ingot.http.client.Surroundings;
import dev.ingot.http.kit.TestAuthority;
import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Asked;
import dev.ingot.http.kit.TestServer.Reply;
import dev.ingot.http.tls.TlsSettings;
import dev.ingot.http.tls.Trust;
import dev.ingot.registry.distribution.OciClient;
import dev.ingot.registry.distribution.OciCredentials;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** A registry as the OCI Distribution specification has it, with tokens where it is told so. */
final class FakeOciMirror implements AutoCloseable {
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  private final TestServer server;
  private final HttpClient client;
  private final Map<String, byte[]> content = new TreeMap<>();
  private final List<String> tags = new ArrayList<>();
  private final String repository;
  private boolean needsToken;
  private String token = "t0ken";
  private String nextPage = "";

  FakeOciMirror(String repository) throws Exception {
    this.repository = repository;
    TestAuthority authority = TestAuthority.named("oci");
    server = TestServer.secure(authority.sign("oci", "localhost").context(), this::answer);
    client =
        new HttpClient(
            ClientSettings.usual(Map.of())
                .withTls(
                    new TlsSettings(
                        new Trust.Authorities(List.of(authority.pem())),
                        Optional.empty(),
                        Optional.empty()))
                .withRetries(Retries.NONE),
            Surroundings.of(Map.of(), Clock.systemUTC(), new Random(1)));
  }

  String host() {
    return "localhost:" + server.port();
  }

  List<Asked> asked() {
    return server.asked();
  }

  void needToken() {
    needsToken = true;
  }

  /** What it gave before is no longer good. */
  void expireToken() {
    token += "+";
  }

  /** Leads to another page than it should. */
  void leadTo(String address) {
    nextPage = address;
  }

  OciClient client(OciCredentials credentials) {
    return new OciClient(client, credentials, new Cancellation());
  }

  /** Has a version for one platform. */
  void push(String tag, String system, String architecture, byte[] archive) {
    String blob = blob(archive);
    String manifest =
        manifest(
            "{\"schemaVersion\":2,\"mediaType\":\""
                + MANIFEST
                + "\",\"artifactType\":\"application/vnd.opentofu.provider-target\",\"layers\":["
                + "{\"mediaType\":\"archive/zip\",\"digest\":\""
                + blob
                + "\",\"size\":"
                + archive.length
                + "}]}");
    String index =
        "{\"schemaVersion\":2,\"mediaType\":\""
            + INDEX
            + "\",\"artifactType\":\"application/vnd.opentofu.provider\",\"manifests\":["
            + "{\"mediaType\":\""
            + MANIFEST
            + "\",\"artifactType\":\"application/vnd.opentofu.provider-target\",\"digest\":\""
            + manifest
            + "\",\"size\":1,\"platform\":{\"os\":\""
            + system
            + "\",\"architecture\":\""
            + architecture
            + "\"}}]}";
    tag(tag, index);
  }

  /** Has something under a tag. */
  void tag(String tag, String text) {
    tags.add(tag);
    content.put("manifests/" + tag, text.getBytes(StandardCharsets.UTF_8));
  }

  private String manifest(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String digest = Digest.of(bytes).toString();
    content.put("manifests/" + digest, bytes);
    return digest;
  }

  private String blob(byte[] bytes) {
    String digest = Digest.of(bytes).toString();
    content.put("blobs/" + digest, bytes);
    return digest;
  }

  /** Damages what has a digest. */
  void damage() {
    content.replaceAll((name, bytes) -> name.startsWith("blobs/") ? new byte[bytes.length] : bytes);
  }

  private Reply answer(Asked asked) {
    String path = asked.target();
    if (path.startsWith("/token?")) {
      return asked.field("authorization").equals("Basic dXNlcjpwYXNz")
          ? TestServer.response(200, "{\"token\":\"" + token + "\"}")
          : TestServer.response(401, "{}");
    }
    if (needsToken && !asked.field("authorization").equals("Bearer " + token)) {
      return TestServer.response(401, "{}")
          .with(
              "WWW-Authenticate",
              "Bearer realm=\"https://" + host() + "/token\",service=\"oci\",scope=\"pull,x\"");
    }
    String start = "/v2/" + repository + "/";
    if (!path.startsWith(start)) {
      return TestServer.response(404, "{}");
    }
    String rest = path.substring(start.length());
    if (rest.equals("tags/list")) {
      // The last one comes on another page.
      return TestServer.response(200, tagList(tags.subList(0, Math.max(0, tags.size() - 1))))
          .with("Link", "<" + nextPage + "/v2/" + repository + "/tags/list?last=x>; rel=\"next\"");
    }
    if (rest.equals("tags/list?last=x")) {
      return TestServer.response(
          200, tagList(tags.subList(Math.max(0, tags.size() - 1), tags.size())));
    }
    byte[] found = content.get(rest);
    return found == null ? TestServer.response(404, "{}") : TestServer.response(200, found);
  }

  private static String tagList(List<String> some) {
    return "{\"tags\":["
        + String.join(",", some.stream().map(each -> "\"" + each + "\"").toList())
        + "]}";
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
