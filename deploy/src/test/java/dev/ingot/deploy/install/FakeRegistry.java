package dev.ingot.deploy.install;

import dev.ingot.deploy.fetch.Archives;
import dev.ingot.deploy.fetch.Fetching;
import dev.ingot.graph.Cancellation;
import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Asked;
import dev.ingot.http.kit.TestServer.Reply;
import dev.ingot.provider.registry.HostCredentials;
import dev.ingot.provider.registry.HostTokens;
import dev.ingot.provider.registry.ModuleRegistryClient;
import dev.ingot.provider.registry.RegistryConnection;
import dev.ingot.provider.registry.ServiceDiscovery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The module registry example.com, whose packages are on the same server. */
final class FakeRegistry implements AutoCloseable {
  static final String HOST = "example.com";

  private final SortedMap<String, SortedMap<String, String[]>> modules = new TreeMap<>();
  private final SortedMap<String, Reply> answers = new TreeMap<>();
  private final TestServer server;
  private final Fetching fetching;

  FakeRegistry(Path home) throws IOException {
    server = TestServer.plain(this::answer);
    fetching = new Fetching(home, Map.of());
  }

  /** Adds a version of a module: names and contents of its files. */
  void add(String module, String version, String... files) {
    modules.computeIfAbsent(module, _ -> new TreeMap<>()).put(version, files);
  }

  /** Answers something else. */
  void answer(String path, Reply reply) {
    answers.put(path, reply);
  }

  /** The targets it was asked for that begin with a text. */
  List<String> asked(String start) {
    return server.asked().stream().map(Asked::target).filter(t -> t.startsWith(start)).toList();
  }

  List<Asked> asked() {
    return server.asked();
  }

  ModuleSources sources() {
    RegistryConnection connection =
        new RegistryConnection(
            fetching.client(),
            new HostTokens(Map.of(), Map.of(HOST, "secret-token"), HostCredentials.NONE),
            new Cancellation());
    ServiceDiscovery discovery =
        new ServiceDiscovery(
            connection,
            Map.of(HOST, Map.of(ModuleRegistryClient.SERVICE, server.uri("/v1/").toString())));
    return new ModuleSources(new ModuleRegistryClient(connection, discovery), fetching.fetcher());
  }

  private Reply answer(Asked asked) {
    String path = asked.target().split("\\?", -1)[0];
    Reply given = answers.get(path);
    if (given != null) {
      return given;
    }
    String[] parts = path.split("/", -1);
    SortedMap<String, String[]> versions =
        parts.length > 4 ? modules.get(String.join("/", parts[2], parts[3], parts[4])) : null;
    if (versions == null) {
      return TestServer.response(404, "{\"errors\":[\"Not Found\"]}");
    }
    if (path.endsWith("/versions")) {
      String list =
          String.join(
              ",", versions.keySet().stream().map(v -> "{\"version\":\"" + v + "\"}").toList());
      return TestServer.response(200, "{\"modules\":[{\"versions\":[" + list + "]}]}");
    }
    if (path.endsWith("/download")) {
      return TestServer.response(204, "")
          .with(
              "X-Terraform-Get",
              "../../../../../packages" + path.substring(3).replace("/download", "/m.zip"));
    }
    try {
      return TestServer.response(
          200, Archives.of("zip", versions.getOrDefault(parts[5], new String[0])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    fetching.close();
    server.close();
  }
}
