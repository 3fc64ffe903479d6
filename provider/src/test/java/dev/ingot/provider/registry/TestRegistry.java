package dev.ingot.provider.registry;

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
import dev.ingot.storage.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A registry and mirror with one provider, {@code acme/mock}; a test may change its answers. */
public final class TestRegistry implements AutoCloseable {
  /** Versions it has. */
  public static final List<String> VERSIONS = List.of("1.0.0", "1.1.0", "2.0.0", "3.0.0-beta1");

  private static final List<String> PLATFORMS = List.of("linux_amd64", "linux_arm64");

  private final TestSigner signer = new TestSigner();
  private final TestServer server;
  private final HttpClient client;
  private final Cancellation cancellation = new Cancellation();
  private final Map<String, Supplier<Reply>> changed = new TreeMap<>();

  /** Starts it. */
  public TestRegistry() throws Exception {
    TestAuthority authority = TestAuthority.named("registry");
    server = TestServer.secure(authority.sign("registry", "localhost").context(), this::answer);
    TlsSettings tls =
        new TlsSettings(
            new Trust.Authorities(List.of(authority.pem())), Optional.empty(), Optional.empty());
    client =
        new HttpClient(
            ClientSettings.usual(Map.of()).withTls(tls).withRetries(Retries.NONE),
            Surroundings.of(Map.of(), Clock.systemUTC(), new Random(1)));
  }

  /** The host in addresses. */
  public String host() {
    return "localhost:" + server.port();
  }

  /** What it was asked. */
  public List<Asked> asked() {
    return server.asked();
  }

  /** Answers something else. */
  public void change(String path, Reply reply) {
    changed.put(path, () -> reply);
  }

  /** Cancels its clients' requests while this one is answered, which would never end. */
  public void interruptAt(String path) {
    Reply endless =
        new Reply.Endless("HTTP/1.1 200 OK\r\n\r\n", "x".repeat(4096), Duration.ofMillis(1));
    changed.put(
        path,
        () -> {
          cancellation.cancel();
          return endless;
        });
  }

  /** A connection to it. */
  public RegistryConnection connection(HostCredentials credentials) {
    return new RegistryConnection(client, credentials, cancellation);
  }

  /** A client of it. */
  public RegistryClient client(HostCredentials credentials) {
    RegistryConnection connection = connection(credentials);
    return new RegistryClient(connection, new ServiceDiscovery(connection, Map.of()));
  }

  /** The archive of a package. */
  public static byte[] archive(String version, String platform) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      ZipEntry entry = new ZipEntry("terraform-provider-mock_v" + version);
      entry.setTime(0);
      zip.putNextEntry(entry);
      zip.write(("#!/bin/sh\necho " + platform + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static String name(String version, String platform) {
    return "terraform-provider-mock_" + version + "_" + platform + ".zip";
  }

  private static String checksums(String version) {
    StringBuilder list = new StringBuilder();
    for (String platform : PLATFORMS) {
      list.append(Digest.of(archive(version, platform)).hex())
          .append("  ")
          .append(name(version, platform))
          .append('\n');
    }
    return list.toString();
  }

  private Reply answer(Asked asked) {
    String path = asked.target();
    Supplier<Reply> other = changed.get(path);
    if (other != null) {
      return other.get();
    }
    if (path.equals("/.well-known/terraform.json")) {
      return TestServer.response(200, "{\"providers.v1\":\"/v1/providers/\"}");
    }
    if (path.equals("/v1/providers/acme/mock/versions")) {
      StringBuilder all = new StringBuilder();
      for (String version : VERSIONS) {
        all.append(all.isEmpty() ? "" : ",")
            .append("{\"version\":\"")
            .append(version)
            .append("\",\"protocols\":[\"5.0\"],\"platforms\":[")
            .append(
                "{\"os\":\"linux\",\"arch\":\"amd64\"},{\"os\":\"linux\",\"arch\":\"arm64\"}]}");
      }
      return TestServer.response(200, "{\"versions\":[" + all + "],\"warnings\":null}");
    }
    String[] parts = path.substring(1).split("/", -1);
    if (path.startsWith("/v1/providers/acme/mock/") && parts.length == 8) {
      String platform = parts[6] + "_" + parts[7];
      return VERSIONS.contains(parts[4]) && PLATFORMS.contains(platform)
          ? TestServer.response(200, metadata(parts[4], platform))
          : TestServer.response(404, "{\"errors\":[\"Not Found\"]}");
    }
    if (parts[0].equals("files") && parts.length == 3) {
      return file(parts[1], parts[2]);
    }
    if (path.startsWith("/mirror/" + host().replace(":", "%3A") + "/acme/mock/")) {
      return mirror(parts[parts.length - 1]);
    }
    return TestServer.response(404, "{\"errors\":[\"Not Found\"]}");
  }

  private Reply file(String version, String name) {
    byte[] list = checksums(version).getBytes(StandardCharsets.UTF_8);
    try {
      return switch (name) {
        case "checksums" -> TestServer.response(200, list);
        case "signature" -> TestServer.response(200, signer.sign(list));
        default -> {
          String platform = name.substring(name.indexOf("linux"), name.length() - 4);
          yield TestServer.response(200, archive(version, platform));
        }
      };
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Reply mirror(String name) {
    if (name.equals("index.json")) {
      return TestServer.response(200, "{\"versions\":{\"1.0.0\":{},\"1.1.0\":{}}}");
    }
    if (name.equals("1.1.0.json")) {
      String hash = Digest.of(archive("1.1.0", "linux_amd64")).hex();
      return TestServer.response(
          200,
          "{\"archives\":{\"linux_amd64\":{\"url\":\"/files/1.1.0/"
              + name("1.1.0", "linux_amd64")
              + "\",\"hashes\":[\"zh:"
              + hash
              + "\"]}}}");
    }
    return TestServer.response(404, "");
  }

  /** The description of a package. */
  public String metadata(String version, String platform) {
    return "{\"protocols\":[\"5.0\"],\"filename\":\""
        + name(version, platform)
        + "\",\"download_url\":\"/files/"
        + version
        + "/"
        + name(version, platform)
        + "\",\"shasums_url\":\"/files/"
        + version
        + "/checksums\",\"shasums_signature_url\":\"/files/"
        + version
        + "/signature\",\"shasum\":\""
        + Digest.of(archive(version, platform)).hex()
        + "\",\"signing_keys\":{\"gpg_public_keys\":[{\"ascii_armor\":\""
        + signer.armored().replace("\r", "").replace("\n", "\\n")
        + "\"}]}}";
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
