package dev.ingot.deploy.fetch;

import dev.ingot.deploy.source.ModuleSource;
import dev.ingot.deploy.source.PackageAddress;
import dev.ingot.deploy.source.SourceParser;
import dev.ingot.deploy.source.UrlQuery;
import dev.ingot.storage.FolderTree;
import dev.ingot.storage.ScratchFolder;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Downloads packages by the addresses that the sources of modules may be. Rules: the documentation
 * of module sources; the recorded behaviour of Terraform 1.11. Safe for several threads.
 */
public final class PackageFetcher {
  private static final int LONGEST_CHAIN = 10;
  private static final List<String> FALSE = List.of("0", "f", "F", "false", "FALSE", "False");

  private final FetchSurroundings surroundings;
  private final Origin origin;
  private final int hops;

  private enum Origin {
    /** A person wrote the address. */
    WRITTEN,
    /** A server answered with it. */
    ANSWERED
  }

  private PackageFetcher(FetchSurroundings surroundings, Origin origin, int hops) {
    this.surroundings = surroundings;
    this.origin = origin;
    this.hops = hops;
  }

  /** Of addresses that people wrote. */
  public PackageFetcher(FetchSurroundings surroundings) {
    this(surroundings, Origin.WRITTEN, 0);
  }

  /**
   * Of addresses that a server answered with, which must not lead to files of this host.
   *
   * @throws FetchException if one answer led to the next too often
   */
  public PackageFetcher answered() throws FetchException {
    if (hops == LONGEST_CHAIN) {
      throw new FetchException(
          "each answer leads to another address, more than " + LONGEST_CHAIN + " times",
          "Tell whoever runs the server.");
    }
    return new PackageFetcher(surroundings, Origin.ANSWERED, hops + 1);
  }

  /**
   * Downloads a package.
   *
   * @param place where nothing is yet, in a folder of this process alone; a folder of this host
   *     becomes a link to it
   * @throws FetchException if it can't be had
   */
  public void fetch(PackageAddress address, Path place) throws IOException {
    Getter getter = getter(address);
    UrlQuery query = address.query();
    Optional<ArchiveKind> kind = kind(address);
    PackageAddress plain = address.with(query.without("archive", "checksum"));
    Optional<String> checksum = query.first("checksum").filter(text -> !text.isEmpty());
    if (kind.isEmpty()) {
      if (checksum.isPresent()) {
        throw new FetchException("checksum cannot be specified for directory download");
      }
      getter.folder(plain, place);
      return;
    }
    Path parent = place.toAbsolutePath().getParent();
    try (ScratchFolder scratch =
        ScratchFolder.create(parent == null ? place : parent, ".archive-")) {
      Path file = scratch.path().resolve("archive");
      Optional<Checksum> expected =
          checksum.isPresent()
              ? Optional.of(checksum(checksum.get(), plain, scratch.path()))
              : Optional.empty();
      getter.file(plain, file);
      if (expected.isPresent()) {
        expected.get().verify(file);
      }
      Path fresh = Files.createDirectory(scratch.path().resolve("package"));
      kind.get().unpack(file, fresh);
      Files.move(fresh, place);
    }
  }

  /**
   * Downloads the folder that a source names, in its package.
   *
   * @param location as a server answers it
   * @param place where nothing is yet; only the named folder is put there
   */
  void fetchFolder(String location, Path place) throws IOException {
    ModuleSource.Remote source = remote(location);
    if (source.subfolder().isEmpty()) {
      fetch(source.packageAddress(), place);
      return;
    }
    Path parent = place.toAbsolutePath().getParent();
    try (ScratchFolder scratch =
        ScratchFolder.create(parent == null ? place : parent, ".package-")) {
      Path whole = scratch.path().resolve("package");
      fetch(source.packageAddress(), whole);
      FolderTree.copy(
          whole.resolve(subfolder(whole, source.subfolder())), place, name -> !name.equals(".git"));
    }
  }

  /**
   * The source that a text from a server is.
   *
   * @throws FetchException if it is none
   */
  public static ModuleSource.Remote remote(String location) throws FetchException {
    SourceParser.Parsed parsed = SourceParser.parseRemote(location);
    return parsed
        .source()
        .filter(ModuleSource.Remote.class::isInstance)
        .map(ModuleSource.Remote.class::cast)
        .orElseThrow(() -> new FetchException("invalid source string: " + location));
  }

  /**
   * The one folder in a package that matches a pattern.
   *
   * @return relative to the package
   * @throws FetchException if there is none or more than one, or if it leads out of the package
   */
  public static String subfolder(Path whole, String pattern) throws IOException {
    String found = pattern;
    if (pattern.chars().anyMatch(c -> c == '*' || c == '?' || c == '[')) {
      found = onlyMatch(whole, pattern);
    }
    Path folder = whole.resolve(found);
    if (!Files.exists(folder)) {
      throw new FetchException("subdir \"" + pattern + "\" not found");
    }
    if (!folder.toRealPath().startsWith(whole.toRealPath())) {
      throw new FetchException("subdir \"" + pattern + "\" leads out of the package by a link");
    }
    return found;
  }

  private static String onlyMatch(Path whole, String pattern) throws IOException {
    java.nio.file.PathMatcher matcher;
    try {
      matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (java.util.regex.PatternSyntaxException e) {
      throw new FetchException("subdir \"" + pattern + "\" is no valid pattern");
    }
    int depth = pattern.split("/", -1).length;
    List<String> matches;
    try (Stream<Path> all = Files.walk(whole, depth)) {
      matches =
          all.map(whole::relativize)
              .filter(path -> path.getNameCount() == depth && matcher.matches(path))
              .map(Path::toString)
              .toList();
    }
    if (matches.size() != 1) {
      throw new FetchException(
          "subdir \""
              + pattern
              + "\" "
              + (matches.isEmpty() ? "not found" : "matches multiple paths"));
    }
    return matches.getFirst();
  }

  private Getter getter(PackageAddress address) throws FetchException {
    String name = address.getter();
    boolean local =
        name.equals("file")
            || ((name.equals("git") || name.equals("hg")) && address.scheme().equals("file"));
    if (local && origin == Origin.ANSWERED) {
      throw new FetchException(
          "the server leads to files of this host (" + address.shown() + "), which is refused",
          "If you mean these files, use their path as the source.");
    }
    if (name.equals("s3") && origin == Origin.ANSWERED && !S3Getter.isOfAmazon(address)) {
      throw new FetchException(
          "the server leads to a store that isn't Amazon's ("
              + address.shown()
              + "), which is"
              + " refused: it would be shown credentials for AWS",
          "If you trust the store, use its address as the source.");
    }
    return switch (name) {
      case "http", "https" -> new HttpGetter(surroundings, this);
      case "git" -> new GitGetter(surroundings);
      case "s3" -> new S3Getter(surroundings);
      case "gcs" -> new GcsGetter(surroundings);
      case "file" -> new FileGetter();
      case "hg" -> new HgGetter(surroundings);
      default ->
          throw new FetchException(
              "download not supported for scheme '" + name + "'",
              "Packages come by git, hg, http, https, s3, gcs and file.");
    };
  }

  private static Optional<ArchiveKind> kind(PackageAddress address) throws FetchException {
    Optional<String> given = address.query().first("archive");
    if (given.isEmpty() || given.get().isEmpty()) {
      int end = address.url().indexOf('?');
      return ArchiveKind.ofName(end < 0 ? address.url() : address.url().substring(0, end));
    }
    if (FALSE.contains(given.get())) {
      return Optional.empty();
    }
    Optional<ArchiveKind> kind = ArchiveKind.ofExtension(given.get());
    if (kind.isEmpty()) {
      throw new FetchException(
          "archives of the kind \"" + given.get() + "\" are not supported",
          "Use zip, tar, tar.gz, tgz, tar.bz2, tbz2, tar.xz or txz.");
    }
    return kind;
  }

  private Checksum checksum(String text, PackageAddress of, Path scratch) throws IOException {
    if (!text.startsWith(Checksum.FILE)) {
      return Checksum.of(text);
    }
    PackageAddress list = remote(text.substring(Checksum.FILE.length())).packageAddress();
    Path file = scratch.resolve("checksums");
    getter(list).file(list, file);
    String url = of.url();
    int end = url.indexOf('?');
    String place = end < 0 ? url : url.substring(0, end);
    if (Files.size(file) > 1 << 20) {
      throw new FetchException("the list of checksums is larger than 1 MiB");
    }
    return Checksum.inList(
        Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1),
        place.substring(place.lastIndexOf('/') + 1));
  }
}
