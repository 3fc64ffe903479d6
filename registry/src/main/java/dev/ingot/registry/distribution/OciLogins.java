package dev.ingot.registry.distribution;

import dev.ingot.lang.BoundedFile;
import dev.ingot.registry.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * What the CLI configuration file, and files of the kind Docker writes, say of OCI registries: the
 * entry that names most of a repository's address counts, and of two such the earlier one. Rules:
 * OpenTofu's documentation of credentials for OCI registries.
 *
 * @param configured by a registry, and the first names of repositories after it
 * @param files in order; those that don't exist are left out
 * @param helper asked where nothing else is said
 * @param path where programs are looked for
 */
public record OciLogins(
    Map<String, Login> configured, List<Path> files, Optional<String> helper, List<Path> path)
    implements OciCredentials {
  private static final String USER_OF_TOKENS = "<token>";
  private static final String HUB = "docker.io";
  private static final String HUB_OF_HELPERS = "https://index.docker.io/v1/";

  public OciLogins {
    configured = Map.copyOf(configured);
    files = List.copyOf(files);
    path = List.copyOf(path);
  }

  /** How credentials are had. */
  public sealed interface Login {}

  /** They are written down. */
  public record Written(OciCredential credential) implements Login {}

  /** A program has them: {@code docker-credential-NAME}. */
  public record Program(String name) implements Login {}

  /**
   * Those of this user: what Docker's, Podman's and Buildah's logins write.
   *
   * @param environment names their folders, and those of programs
   */
  public static OciLogins ambient(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "");
    List<Path> files = new ArrayList<>();
    String named = environment.getOrDefault("REGISTRY_AUTH_FILE", "");
    if (!named.isEmpty()) {
      files.add(Path.of(named));
    }
    String docker = environment.getOrDefault("DOCKER_CONFIG", "");
    if (!docker.isEmpty()) {
      files.add(Path.of(docker, "config.json"));
    }
    if (!home.isEmpty()) {
      files.addAll(usualFiles(Path.of(home), environment));
    }
    return new OciLogins(Map.of(), files, Optional.empty(), programFolders(environment));
  }

  /** Where logins are kept if nothing else is said. */
  public static List<Path> usualFiles(Path home, Map<String, String> environment) {
    List<Path> files = new ArrayList<>();
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (!runtime.isEmpty()) {
      files.add(Path.of(runtime, "containers/auth.json"));
    }
    String configuration = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path base = configuration.isEmpty() ? home.resolve(".config") : Path.of(configuration);
    files.add(base.resolve("containers/auth.json"));
    files.add(home.resolve(".docker/config.json"));
    files.add(home.resolve(".dockercfg"));
    return files;
  }

  /** The folders of {@code PATH}. */
  public static List<Path> programFolders(Map<String, String> environment) {
    List<Path> folders = new ArrayList<>();
    for (String folder : environment.getOrDefault("PATH", "").split(":")) {
      if (folder.startsWith("/")) {
        folders.add(Path.of(folder));
      }
    }
    return folders;
  }

  private record Found(int length, Login login) {}

  @Override
  public Optional<OciCredential> find(String registry, String repository) throws IOException {
    String address = registry + "/" + repository;
    Optional<Found> best = Optional.empty();
    for (Map.Entry<String, Login> each : configured.entrySet()) {
      best = better(best, each.getKey(), address, each.getValue());
    }
    Optional<String> store = Optional.empty();
    for (Path file : files) {
      Optional<JsonObject> json = read(file);
      if (json.isEmpty()) {
        continue;
      }
      for (Map.Entry<String, JsonObject> each :
          json.get().object("auths").map(JsonObject::objects).orElse(Map.of()).entrySet()) {
        Optional<Login> login = written(each.getValue());
        if (login.isPresent()) {
          best = better(best, plain(each.getKey()), address, login.get());
        }
      }
      Optional<JsonObject> helpers = json.get().object("credHelpers");
      if (helpers.isPresent()) {
        for (String name : helpers.get().members().keySet()) {
          best = better(best, plain(name), address, new Program(helpers.get().text(name)));
        }
      }
      String named = json.get().text("credsStore");
      store = store.or(() -> Optional.of(named).filter(text -> !text.isEmpty()));
    }
    Optional<String> general = helper.isPresent() ? helper : store;
    if (best.isEmpty()) {
      return general.isEmpty() ? Optional.empty() : asked(general.get(), registry);
    }
    return switch (best.get().login()) {
      case Written(OciCredential credential) -> Optional.of(credential);
      case Program(String name) -> asked(name, registry);
    };
  }

  private static Optional<Found> better(
      Optional<Found> before, String prefix, String address, Login login) {
    boolean matches = address.equals(prefix) || address.startsWith(prefix + "/");
    return matches && (before.isEmpty() || before.get().length() < prefix.length())
        ? Optional.of(new Found(prefix.length(), login))
        : before;
  }

  /** Docker writes some registries as addresses. */
  private static String plain(String name) {
    String plain = name;
    for (String start : List.of("https://", "http://")) {
      plain = plain.startsWith(start) ? plain.substring(start.length()) : plain;
    }
    plain = plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    return plain.equals("index.docker.io/v1") || plain.equals("index.docker.io") ? HUB : plain;
  }

  private static Optional<JsonObject> read(Path file) throws IOException {
    return Files.isRegularFile(file)
        ? JsonObject.parse(new String(BoundedFile.read(file), StandardCharsets.UTF_8))
        : Optional.empty();
  }

  private static Optional<Login> written(JsonObject entry) {
    String token = entry.text("identitytoken");
    if (!token.isEmpty()) {
      return Optional.of(new Written(new OciCredential.Tokens("", token)));
    }
    try {
      String decoded =
          new String(
              Base64.getDecoder().decode(entry.text("auth").strip()), StandardCharsets.UTF_8);
      int colon = decoded.indexOf(':');
      return colon < 1
          ? Optional.empty()
          : Optional.of(
              new Written(
                  new OciCredential.Basic(
                      decoded.substring(0, colon), decoded.substring(colon + 1))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<OciCredential> asked(String name, String registry) throws IOException {
    String program = "docker-credential-" + name;
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw failed(program, "has a name that no program has");
    }
    for (Path folder : path) {
      Path file = folder.resolve(program);
      if (Files.isExecutable(file)) {
        return answer(file, program, registry);
      }
    }
    throw failed(program, "is not in the folders of PATH");
  }

  private static Optional<OciCredential> answer(Path file, String program, String registry)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(file.toString(), "get"));
    try {
      HelperProcess.Outcome outcome =
          HelperProcess.run(command, (registry.equals(HUB) ? HUB_OF_HELPERS : registry) + "\n");
      if (outcome.code() != 0) {
        // It has nothing for this registry.
        return Optional.empty();
      }
      JsonObject json =
          JsonObject.parse(outcome.printed())
              .orElseThrow(() -> failed(program, "did not print a JSON object"));
      String user = json.text("Username");
      String secret = json.text("Secret");
      return Optional.of(
          user.equals(USER_OF_TOKENS)
              ? new OciCredential.Tokens("", secret)
              : new OciCredential.Basic(user, secret));
    } catch (TimeoutException e) {
      throw failed(program, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(program, "was interrupted");
    }
  }

  private static DistributionException failed(String program, String what) {
    return new DistributionException(
        DistributionException.Kind.UNREACHABLE,
        "the credentials helper " + program + " " + what,
        "Check docker_credentials_helper in the CLI configuration file, and"
            + " ~/.docker/config.json.");
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "OciLogins" + configured.keySet();
  }
}
