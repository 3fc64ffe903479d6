package dev.ingot.bake.plugin.install;

import dev.ingot.bake.HostPrograms;
import dev.ingot.bake.StepException;
import dev.ingot.bake.plugin.Checksums;
import dev.ingot.bake.plugin.PluginFiles;
import dev.ingot.bake.plugin.PluginHost;
import dev.ingot.bake.plugin.PluginLock;
import dev.ingot.bake.plugin.PluginProgram;
import dev.ingot.bake.template.TemplateBlocks.RequiredPlugin;
import dev.ingot.graph.Cancellation;
import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.Surroundings;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.version.Version;
import dev.ingot.lang.version.VersionConstraints;
import dev.ingot.storage.Digest;
import dev.ingot.storage.ScratchFolder;
import dev.ingot.storage.archive.ArchiveException;
import dev.ingot.storage.archive.UnpackedFolder;
import dev.ingot.storage.archive.ZipArchive;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Installs plugins where Packer does, so that both programs find them.
 *
 * @param files where they are put: the first folder
 * @param platform such as {@code linux_amd64}
 */
public record PluginInstaller(
    PluginFiles files, PluginReleases releases, HostPrograms programs, String platform) {
  private static final long MOST_OF_SUMS = 1 << 20;
  private static final long MOST_OF_ARCHIVE = 2L << 30;
  private static final String API = "x5.";
  private static final UnpackedFolder.Limits LIMITS = new UnpackedFolder.Limits(1_000, 4L << 30);

  /** What was installed. */
  public record Installed(Path file, Version version, SortedMap<String, String> checksums) {
    public Installed {
      checksums = new TreeMap<>(checksums);
    }
  }

  /**
   * The installer of this host: from GitHub, or from the mirror in {@code INGOT_PLUGIN_MIRROR}.
   *
   * @throws StepException if the mirror is neither a folder nor an address of https
   */
  public static PluginInstaller of(
      HttpClient client, java.util.Map<String, String> environment, HostPrograms programs)
      throws StepException {
    String mirror = environment.getOrDefault("INGOT_PLUGIN_MIRROR", "");
    PluginReleases releases;
    if (mirror.isEmpty()) {
      releases =
          new WebReleases(
              client,
              URI.create("https://api.github.com/"),
              URI.create("https://github.com/"),
              Optional.ofNullable(environment.get("PACKER_GITHUB_API_TOKEN"))
                  .filter(token -> !token.isBlank()));
    } else if (mirror.startsWith("https://")) {
      try {
        URI base = new URI(mirror);
        releases = new WebReleases(client, base, base, Optional.empty());
      } catch (java.net.URISyntaxException e) {
        throw noMirror(mirror);
      }
    } else if (!mirror.contains("://") && Files.isDirectory(Path.of(mirror))) {
      releases = new FolderReleases(Path.of(mirror).toAbsolutePath());
    } else {
      throw noMirror(mirror);
    }
    return new PluginInstaller(PluginFiles.of(environment), releases, programs, hostPlatform());
  }

  /** The client for {@link #of}. */
  public static HttpClient client(Surroundings surroundings) {
    return new HttpClient(ClientSettings.usual(surroundings.environment()), surroundings);
  }

  private static StepException noMirror(String mirror) {
    return new StepException(
        "INGOT_PLUGIN_MIRROR is \""
            + mirror
            + "\", which is neither a folder that exists nor an address that starts with"
            + " https://.");
  }

  private static String hostPlatform() {
    String arch = System.getProperty("os.arch", "");
    return "linux_" + (arch.equals("aarch64") ? "arm64" : arch.equals("x86_64") ? "amd64" : arch);
  }

  /**
   * The newest version that is allowed. Pre-releases are chosen only by their exact version.
   *
   * @param constraints such as {@code >= 1.2, < 2}; empty for any
   * @throws StepException if there is none; the message lists those there are
   */
  public Version newest(PluginAddress address, String constraints, Cancellation cancellation)
      throws StepException, IOException {
    Optional<VersionConstraints> wanted = constraints(constraints);
    List<Version> all = releases.versions(address, cancellation);
    Optional<Version> newest =
        all.stream()
            .filter(version -> wanted.map(each -> each.allow(version)).orElse(true))
            .filter(
                version ->
                    !version.isPrerelease() || constraints.strip().endsWith(version.toString()))
            .max(Comparator.naturalOrder());
    if (newest.isPresent()) {
      return newest.get();
    }
    List<String> newestFew =
        all.stream().sorted(Comparator.reverseOrder()).limit(10).map(Version::toString).toList();
    throw new StepException(
        all.isEmpty()
            ? address + " has no releases at " + releases.place() + "."
            : "No version of "
                + address
                + " is \""
                + constraints
                + "\". The newest ones: "
                + String.join(", ", newestFew)
                + ". Change the constraint.");
  }

  static Optional<VersionConstraints> constraints(String text) throws StepException {
    if (text.isBlank()) {
      return Optional.empty();
    }
    Optional<VersionConstraints> parsed = VersionConstraints.parse(text);
    if (parsed.isEmpty()) {
      throw new StepException(
          "\"" + text + "\" is no version constraint. Write 1.2.3, or \">= 1.2, < 2\".");
    }
    return parsed;
  }

  /**
   * Installs a version. After a failure what was installed before is still there.
   *
   * @param known checksums its archives must have, by interface and platform
   */
  public Installed install(
      PluginAddress address,
      Version version,
      SortedMap<String, String> known,
      Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    String start = address.program() + "_v" + version + "_";
    try (ScratchFolder scratch = scratch()) {
      SortedMap<String, String> sums = sums(address, version, start, scratch.path(), cancellation);
      String suffix = suffix(address, version, sums);
      String wanted = sums.getOrDefault(suffix, "");
      String locked = known.getOrDefault(suffix, wanted);
      if (!locked.equals(wanted)) {
        throw new StepException(
            "The release "
                + version
                + " of "
                + address
                + " is not the one in "
                + PluginLock.NAME
                + ": its checksum is "
                + wanted
                + " and was "
                + locked
                + ". If its author replaced it on purpose, run \"ingot init -upgrade\".");
      }
      Path archive = scratch.path().resolve("archive");
      String name = start + suffix + ".zip";
      releases.copy(address, version, name, archive, MOST_OF_ARCHIVE, cancellation);
      String found = Digest.of(archive).hex();
      if (!found.equals(wanted)) {
        throw new StepException(
            name
                + " from "
                + releases.place()
                + " has the checksum "
                + found
                + ", but the release says "
                + wanted
                + ". Nothing was installed. Try again; if it stays so, don't use it.");
      }
      Path program = unpacked(archive, name, start + suffix, scratch.path());
      PluginProgram described = describe(address, program, cancellation);
      if (!described.description().version().equals(version.toString())) {
        throw new StepException(
            name
                + " says that it is version "
                + described.description().version()
                + ". Nothing was installed; use another version.");
      }
      return new Installed(place(address, program, start + suffix), version, sums);
    }
  }

  /** Whether a version is there and whole. */
  public boolean has(PluginAddress address, Version version) throws IOException {
    return files.installed(required(address, version.toString())).isPresent();
  }

  /**
   * Removes versions.
   *
   * @param constraints which; empty for all
   * @return the programs that were removed
   */
  public List<Path> remove(PluginAddress address, String constraints)
      throws StepException, IOException {
    Optional<VersionConstraints> _ = constraints(constraints);
    return files.remove(required(address, constraints));
  }

  private static RequiredPlugin required(PluginAddress address, String constraints) {
    return new RequiredPlugin(
        address.name(),
        address.toString(),
        constraints,
        new SourceFile("", address.toString()).range(0, 0));
  }

  private ScratchFolder scratch() throws IOException {
    ScratchFolder scratch = ScratchFolder.create(Files.createDirectories(root()), ".installing-");
    scratch.removeAbandoned();
    return scratch;
  }

  private Path root() {
    return files.folders().getFirst().toAbsolutePath();
  }

  private SortedMap<String, String> sums(
      PluginAddress address, Version version, String start, Path folder, Cancellation cancellation)
      throws StepException, IOException {
    Path file = folder.resolve("sums");
    String name = start + "SHA256SUMS";
    releases.copy(address, version, name, file, MOST_OF_SUMS, cancellation);
    String text = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8);
    SortedMap<String, String> sums = Checksums.parse(text, start).archives();
    if (sums.isEmpty()) {
      throw new StepException(
          name
              + " from "
              + releases.place()
              + " has no checksums of archives. Check whether a proxy or a login page is in"
              + " between, or use another version.");
    }
    return sums;
  }

  /** The newest interface of this platform that is spoken here. */
  private String suffix(PluginAddress address, Version version, SortedMap<String, String> sums)
      throws StepException {
    return sums.keySet().stream()
        .filter(each -> each.startsWith(API) && each.endsWith("_" + platform))
        .max(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
        .orElseThrow(
            () ->
                new StepException(
                    "The release "
                        + version
                        + " of "
                        + address
                        + " has nothing for "
                        + platform
                        + ". It has: "
                        + String.join(", ", sums.keySet())
                        + "."));
  }

  private static Path unpacked(Path archive, String name, String program, Path scratch)
      throws StepException, IOException {
    Path folder = Files.createDirectory(scratch.resolve("content"));
    try {
      ZipArchive.unpack(archive, new UnpackedFolder(folder, LIMITS));
    } catch (ArchiveException e) {
      throw new StepException(name + " " + e.getMessage() + ". Nothing was installed.");
    }
    Path file = folder.resolve(program);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new StepException(name + " has no file " + program + ". Nothing was installed.");
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  private PluginProgram describe(PluginAddress address, Path program, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    try (Cancellation.Registration _ = cancellation.interruptCaller()) {
      return PluginHost.describe(address.name(), program, programs);
    }
  }

  /**
   * Puts a program where plugins are found; the checksum first, since no program is run without.
   */
  private Path place(PluginAddress address, Path program, String name) throws IOException {
    Path folder = Files.createDirectories(root().resolve(address.toString()));
    try (FileChannel written = FileChannel.open(program, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    Path file = folder.resolve(name);
    PluginFiles.writeSum(file, Digest.of(program));
    return Files.move(program, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Installs a program that is on this host. */
  public Installed installFile(PluginAddress address, Path file, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    if (!Files.isRegularFile(file)) {
      throw new StepException(file + " is not a file. Name the program of the plugin.");
    }
    try (ScratchFolder scratch = scratch()) {
      Path copy = Files.copy(file, scratch.path().resolve("program"));
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
      PluginProgram described = describe(address, copy, cancellation);
      Optional<Version> version = Version.parse(described.description().version());
      String api = described.description().api();
      if (version.isEmpty() || !api.startsWith(API) || api.contains("/")) {
        throw new StepException(
            file
                + " says that it is version \""
                + described.description().version()
                + "\" with the interface \""
                + api
                + "\", which isn't supported. Build it with another version of its SDK.");
      }
      String name = address.program() + "_v" + version.get() + "_" + api + "_" + platform;
      return new Installed(place(address, copy, name), version.get(), new TreeMap<>());
    }
  }
}
