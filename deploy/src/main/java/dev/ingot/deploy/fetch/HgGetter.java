package dev.ingot.deploy.fetch;

import dev.ingot.deploy.source.PackageAddress;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Clones repositories of Mercurial: a branch, a tag, a bookmark or a changeset ({@code rev}). It
 * asks nobody anything, and nested repositories are left out: they could be of any kind.
 */
final class HgGetter implements Getter {
  private static final List<String> SCHEMES = List.of("https", "http", "ssh", "file");

  private final FetchSurroundings surroundings;

  HgGetter(FetchSurroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void file(PackageAddress address, Path file) throws IOException {
    throw new FetchException(
        "a repository is no archive", "Leave the parameter archive out of the source.");
  }

  @Override
  public void folder(PackageAddress address, Path place) throws IOException {
    String revision = address.query().first("rev").orElse("");
    String url = address.query().without("rev").appliedTo(address.url());
    check(address, url, revision);
    Path parent = Optional.ofNullable(place.toAbsolutePath().getParent()).orElse(place);
    run(address, url, parent, List.of("clone", "--noupdate", "--", url, place.toString()));
    List<String> update = new ArrayList<>(List.of("update", "--clean"));
    if (!revision.isEmpty()) {
      update.addAll(List.of("--rev", revision));
    }
    run(address, url, place, update);
    // The module must not find a password in its own repository.
    Files.deleteIfExists(place.resolve(".hg").resolve("hgrc"));
  }

  private static void check(PackageAddress address, String url, String revision)
      throws FetchException {
    if (!SCHEMES.contains(address.scheme())) {
      throw new FetchException(
          "Mercurial's transport '" + address.scheme() + "' is not allowed",
          "Use https, http, ssh or a path.");
    }
    int start = url.indexOf("://");
    String authority = start < 0 ? url : url.substring(start + 3);
    if (authority.startsWith("-") || authority.contains("@-")) {
      throw new FetchException("the name of the host begins with a dash, which is refused");
    }
    if (revision.startsWith("-") || revision.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new FetchException("the rev \"" + revision + "\" can't be a revision");
    }
  }

  /** The program by the path of the environment that is passed on, not by this process's own. */
  private String program() {
    for (String folder : surroundings.environment().getOrDefault("PATH", "").split(":", -1)) {
      Path found = Path.of(folder).resolve("hg");
      if (!folder.isEmpty() && Files.isExecutable(found)) {
        return found.toString();
      }
    }
    return "hg";
  }

  private void run(PackageAddress address, String url, Path folder, List<String> arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                program(),
                "--noninteractive",
                "--quiet",
                "--config",
                "subrepos.allowed=false",
                "--config",
                "ui.ssh=ssh -o BatchMode=yes -o ConnectTimeout=30 -o ServerAliveInterval=20"));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.environment().clear();
    builder.environment().putAll(surroundings.environment());
    builder.environment().remove("SSH_ASKPASS");
    builder.environment().put("HGPLAIN", "1");
    SourceProgram.Ended ended =
        new SourceProgram(
                surroundings.cancellation(),
                new FetchException(
                    "hg must be available and on the PATH",
                    "Install Mercurial, or use an archive by http."))
            .run(builder);
    if (ended.code() != 0) {
      String problem = ended.output().isEmpty() ? "no output" : ended.output();
      throw new FetchException(
          "hg exited with " + ended.code() + ": " + problem.replace(url, address.shown()));
    }
  }
}
