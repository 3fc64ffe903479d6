package dev.ingot.deploy.fetch;

import dev.ingot.deploy.source.PackageAddress;
import dev.ingot.deploy.source.UrlQuery;
import dev.ingot.storage.ScratchFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clones repositories: a branch, a tag or a commit, with submodules. */
final class GitGetter implements Getter {
  private static final List<String> SCHEMES = List.of("https", "http", "ssh", "git", "file");
  private static final String TRANSPORTS = "https:http:ssh:git";
  private static final String SSH_COMMAND = "GIT_SSH_COMMAND";

  private final FetchSurroundings surroundings;

  GitGetter(FetchSurroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void file(PackageAddress address, Path file) throws IOException {
    throw new FetchException(
        "a repository is no archive", "Leave the parameter archive out of the source.");
  }

  @Override
  public void folder(PackageAddress address, Path place) throws IOException {
    UrlQuery query = address.query();
    String ref = query.first("ref").orElse("");
    String url = query.without("ref", "depth", "sshkey").appliedTo(address.url());
    check(address, url, ref);
    Path parent = place.toAbsolutePath().getParent();
    try (ScratchFolder scratch = ScratchFolder.create(parent == null ? place : parent, ".key-")) {
      new Clone(address, url, ref, depth(query), program(address, query, scratch.path()), place)
          .run();
    }
  }

  private static void check(PackageAddress address, String url, String ref) throws FetchException {
    String scheme = address.scheme();
    if (!SCHEMES.contains(scheme)) {
      throw new FetchException(
          "git's transport '" + scheme + "' is not allowed",
          "Use https, ssh, git, http or a path.");
    }
    int start = url.indexOf("://");
    String authority = start < 0 ? "" : url.substring(start + 3);
    int end = authority.indexOf('/');
    String host = (end < 0 ? authority : authority.substring(0, end));
    if (host.startsWith("-") || host.contains("@-")) {
      throw new FetchException("the name of the host begins with a dash, which is refused");
    }
    if (ref.startsWith("-") || ref.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new FetchException(
          "the ref \"" + ref + "\" can't be the name of a branch or a tag, nor a commit");
    }
  }

  private static int depth(UrlQuery query) {
    String text = query.first("depth").orElse("");
    boolean number =
        !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Integer.parseInt(text) : 0;
  }

  /** Git that asks nobody for a password or whether a host's key is the right one. */
  private GitProgram program(PackageAddress address, UrlQuery query, Path scratch)
      throws IOException {
    GitProgram git = new GitProgram(surroundings.environment(), surroundings.cancellation());
    boolean local = address.scheme().equals("file");
    git = git.with(Map.of("GIT_ALLOW_PROTOCOL", local ? TRANSPORTS + ":file" : TRANSPORTS));
    if (!address.scheme().equals("ssh")) {
      return git;
    }
    String given = surroundings.environment().getOrDefault(SSH_COMMAND, "");
    String ssh =
        given.isEmpty() && surroundings.environment().getOrDefault("GIT_SSH", "").isEmpty()
            ? configured(git, scratch)
            : given;
    if (ssh.isEmpty()) {
      return git;
    }
    Optional<String> key = query.first("sshkey").filter(text -> !text.isEmpty());
    String identity = key.isEmpty() ? "" : " -i " + keyFile(key.get(), scratch);
    return git.with(
        Map.of(
            SSH_COMMAND,
            ssh + " -o BatchMode=yes -o ConnectTimeout=30 -o ServerAliveInterval=20" + identity));
  }

  /** What this user's settings of git say. */
  private static String configured(GitProgram git, Path folder) throws IOException {
    SourceProgram.Ended asked = git.run(folder, List.of("config", "--get", "core.sshCommand"));
    return asked.code() == 0 && !asked.output().isEmpty() ? asked.output() : "ssh";
  }

  private static String keyFile(String base64, Path scratch) throws IOException {
    byte[] key;
    try {
      // A plus sign in a query may have become a blank.
      key = Base64.getDecoder().decode(base64.replace(' ', '+'));
    } catch (IllegalArgumentException e) {
      throw new FetchException("the parameter sshkey is not a key in base64");
    }
    Path file =
        Files.createTempFile(
            scratch,
            "key",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, key);
    if (key.length > 0 && key[key.length - 1] != '\n') {
      Files.write(file, new byte[] {'\n'}, java.nio.file.StandardOpenOption.APPEND);
    }
    return "'" + file.toString().replace("'", "'\\''") + "' -o IdentitiesOnly=yes";
  }

  /** One clone. */
  private record Clone(
      PackageAddress address, String url, String ref, int depth, GitProgram git, Path place) {
    void run() throws IOException {
      Path parent = Optional.ofNullable(place.toAbsolutePath().getParent()).orElse(place);
      List<String> clone = new ArrayList<>(List.of("clone", "--quiet"));
      if (depth > 0) {
        clone.addAll(List.of("--depth", Integer.toString(depth)));
        if (!ref.isEmpty()) {
          clone.addAll(List.of("--branch", ref));
        }
      }
      boolean later = depth == 0 && !ref.isEmpty();
      if (later) {
        clone.add("--no-checkout");
      }
      clone.addAll(List.of("--", url, place.toAbsolutePath().toString()));
      succeed(git.run(parent, clone));
      if (later) {
        succeed(git.run(place, List.of("checkout", "--quiet", ref, "--")));
      }
      if (Files.exists(place.resolve(".gitmodules"))) {
        List<String> update =
            new ArrayList<>(List.of("submodule", "--quiet", "update", "--init", "--recursive"));
        if (depth > 0) {
          update.addAll(List.of("--depth", Integer.toString(depth)));
        }
        succeed(git.with(Map.of("GIT_ALLOW_PROTOCOL", TRANSPORTS)).run(place, update));
      }
      forgetPassword();
    }

    /** The module must not find the password in its own repository. */
    private void forgetPassword() throws IOException {
      String secret = secret();
      if (!secret.isEmpty()) {
        succeed(
            git.run(
                place, List.of("remote", "set-url", "origin", url.replace("://" + secret, "://"))));
      }
    }

    /** User and password of the address with the sign behind them; empty if none is secret. */
    private String secret() {
      int start = url.indexOf("://") + 3;
      int at = url.indexOf('@', start);
      int slash = url.indexOf('/', start);
      String user = at > 0 && (slash < 0 || at < slash) ? url.substring(start, at) : "";
      boolean secret = user.indexOf(':') >= 0 || (!user.isEmpty() && !url.startsWith("ssh:"));
      return secret ? user + "@" : "";
    }

    private void succeed(SourceProgram.Ended ended) throws FetchException {
      if (ended.code() != 0) {
        String problem = ended.output().isEmpty() ? "no output" : ended.output();
        String shown = problem.replace(url, new PackageAddress("", url).shown());
        // Git names the host with the user, and without the rest of the address, too.
        throw new FetchException(
            "git exited with "
                + ended.code()
                + ": "
                + (secret().isEmpty() ? shown : shown.replace(secret(), "redacted@")));
      }
    }
  }
}
