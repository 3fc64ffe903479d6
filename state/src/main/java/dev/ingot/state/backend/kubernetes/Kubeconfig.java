package dev.ingot.state.backend.kubernetes;

import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.standard.YamlDocument;
import dev.ingot.state.StateException;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.storage.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Configuration files of {@code kubectl}. Of several, the first that says something counts. Rules:
 * Kubernetes' documentation of them.
 */
final class Kubeconfig {
  /**
   * What is chosen of them; the usual where empty.
   *
   * @param user the name of an entry of users
   * @param cluster the name of an entry of clusters
   */
  record Choice(Optional<String> context, Optional<String> user, Optional<String> cluster) {}

  private record Part(Path file, JsonAnswer json) {}

  private final List<Part> parts;

  private Kubeconfig(List<Part> parts) {
    this.parts = parts;
  }

  /**
   * Reads files; those that don't exist are skipped where there are several.
   *
   * @throws StateException if one can't be read
   */
  static Kubeconfig read(List<Path> files) {
    List<Part> parts = new ArrayList<>();
    for (Path file : files) {
      if (files.size() == 1 || Files.exists(file)) {
        parts.add(new Part(file, parsed(file)));
      }
    }
    return new Kubeconfig(parts);
  }

  private static JsonAnswer parsed(Path file) {
    try {
      return new JsonAnswer(YamlDocument.read(text(file)));
    } catch (FunctionFailure e) {
      throw new StateException(
          "The kubeconfig " + file + " can't be read: " + e.getMessage() + ".", e);
    }
  }

  private static String text(Path file) {
    try {
      return new String(RegularFile.read(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StateException(
          "The file " + file + " cannot be read: " + StateException.reason(e) + ".", e);
    }
  }

  private Optional<Part> named(String list, String entry, String name) {
    for (Part part : parts) {
      for (JsonAnswer each : part.json().elements(list)) {
        if (each.text("name").filter(name::equals).isPresent()) {
          return Optional.of(new Part(part.file(), each.at(entry).orElse(JsonAnswer.NONE)));
        }
      }
    }
    return Optional.empty();
  }

  private Part needed(String list, String entry, String name) {
    return named(list, entry, name)
        .orElseThrow(
            () ->
                new StateException(
                    "Failed to initialize kubernetes configuration: the "
                        + entry
                        + " \""
                        + name
                        + "\" is not in "
                        + parts.stream().map(part -> part.file().toString()).toList()
                        + "."));
  }

  /**
   * How a cluster is reached.
   *
   * @throws StateException if what is chosen isn't there
   */
  ClusterAccess access(Choice choice) {
    Optional<String> context =
        choice
            .context()
            .or(
                () ->
                    parts.stream()
                        .flatMap(part -> part.json().text("current-context").stream())
                        .findFirst());
    Optional<Part> chosen = context.map(name -> needed("contexts", "context", name));
    Optional<Part> cluster =
        choice
            .cluster()
            .or(() -> chosen.flatMap(part -> part.json().text("cluster")))
            .map(name -> needed("clusters", "cluster", name));
    Optional<Part> user =
        choice
            .user()
            .or(() -> chosen.flatMap(part -> part.json().text("user")))
            .map(name -> needed("users", "user", name));
    user.filter(part -> part.json().at("auth-provider").isPresent())
        .ifPresent(
            part -> {
              throw new StateException(
                  "The user of the kubeconfig "
                      + part.file()
                      + " has an auth-provider, which Kubernetes removed in 1.26. Use a credential"
                      + " plugin (exec) or a token.");
            });
    return new ClusterAccess(
        cluster.flatMap(part -> part.json().text("server")),
        cluster.flatMap(part -> content(part, "certificate-authority")),
        cluster.filter(part -> part.json().is("insecure-skip-tls-verify")).isPresent(),
        cluster.flatMap(part -> part.json().text("tls-server-name")),
        cluster.flatMap(part -> part.json().text("proxy-url")),
        user.flatMap(part -> content(part, "client-certificate")),
        user.flatMap(part -> content(part, "client-key")),
        user.flatMap(part -> part.json().text("token")),
        user.flatMap(part -> part.json().text("tokenFile").map(name -> beside(part, name))),
        user.flatMap(
            part ->
                part.json()
                    .text("username")
                    .map(name -> name + ":" + part.json().text("password").orElse(""))),
        user.flatMap(Kubeconfig::plugin));
  }

  private static Path beside(Part part, String name) {
    return part.file().toAbsolutePath().resolveSibling(name);
  }

  /** In Base64 in the file itself, or in another one. */
  private static Optional<String> content(Part part, String name) {
    Optional<String> data = part.json().text(name + "-data");
    if (data.isEmpty()) {
      return part.json().text(name).map(file -> text(beside(part, file)));
    }
    try {
      return Optional.of(
          new String(Base64.getMimeDecoder().decode(data.get()), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new StateException(
          "The kubeconfig " + part.file() + " has a " + name + "-data that is not Base64.", e);
    }
  }

  private static Optional<ClusterAccess.Plugin> plugin(Part part) {
    Optional<String> command = part.json().text("exec", "command");
    if (command.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (JsonAnswer each : part.json().elements("exec", "env")) {
      each.text("name").ifPresent(name -> variables.put(name, each.text("value").orElse("")));
    }
    String program = command.get();
    return Optional.of(
        new ClusterAccess.Plugin(
            part.json().text("exec", "apiVersion").orElse("client.authentication.k8s.io/v1"),
            program.indexOf('/') > 0 ? beside(part, program).toString() : program,
            part.json().elements("exec", "args").stream()
                .flatMap(each -> each.text().stream())
                .toList(),
            variables));
  }
}
