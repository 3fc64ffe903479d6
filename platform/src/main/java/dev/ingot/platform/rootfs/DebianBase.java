package dev.ingot.platform.rootfs;

import dev.ingot.bake.Communicator.Output;
import dev.ingot.bake.HostPrograms;
import dev.ingot.bake.LayeredSource;
import dev.ingot.bake.Source;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.TreeEntry;
import dev.ingot.bake.layer.TreeScan;
import dev.ingot.graph.Cancellation;
import dev.ingot.http.HttpFailureException;
import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.Surroundings;
import dev.ingot.platform.host.Trees;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A system of Debian or one of its kind, made by mmdebstrap or debootstrap. Its key is the suite as
 * its mirror has it now ({@code InRelease}) and what is chosen from it: the same key is not made
 * again.
 *
 * @param places folders of programs
 * @param folders where it is made
 */
record DebianBase(
    Choice choice,
    List<Path> places,
    HostPrograms programs,
    MachineFolders folders,
    Surroundings surroundings,
    long modified) {
  private static final int MOST_OF_RELEASE = 16 << 20;
  private static final int SHOWN_LINES = 12;

  /** Where programs usually are. */
  static final List<Path> USUAL =
      List.of(Path.of("/usr/bin"), Path.of("/usr/sbin"), Path.of("/usr/local/bin"));

  /**
   * What it consists of.
   *
   * @param suite such as {@code bookworm}
   * @param variant which packages are there without being named
   * @param keyring the keys that may have signed the suite; empty for those of this host
   */
  record Choice(
      String suite,
      String mirror,
      List<String> components,
      List<String> packages,
      String variant,
      Optional<Path> keyring) {
    Choice {
      components = List.copyOf(components);
      packages = List.copyOf(new TreeSet<>(packages));
    }
  }

  /**
   * Its layer.
   *
   * @throws StepException if this host can't make it, or the mirror doesn't have the suite
   */
  LayeredSource.BaseLayer layer(Source.Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    Path program = program();
    Digest release = release(cancellation);
    InputHash hash =
        new InputHash("debian base")
            .text(String.valueOf(program.getFileName()))
            .text(choice.suite())
            .text(choice.mirror())
            .text(release.toString())
            .texts(choice.components())
            .texts(choice.packages())
            .text(choice.variant());
    if (choice.keyring().isPresent()) {
      InputHash _ = hash.text(Digest.of(choice.keyring().get()).toString());
    }
    LayerKey key = hash.key();
    return new LayeredSource.BaseLayer.Made(
        key,
        choice.suite() + " of " + choice.mirror() + " (" + choice.variant() + ")",
        new Made(program, progress));
  }

  private Path program() throws StepException {
    for (String name : List.of("mmdebstrap", "debootstrap")) {
      for (Path place : places) {
        Path program = place.resolve(name);
        if (Files.isExecutable(program)) {
          return program;
        }
      }
    }
    throw new StepException(
        "This host has neither mmdebstrap nor debootstrap. Install one of them, or use a base"
            + " image: base = \"docker://debian:stable-slim\".");
  }

  /** The digest of the suite's signed list of contents. */
  private Digest release(Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    URI address = URI.create(choice.mirror() + "/dists/" + choice.suite() + "/InRelease");
    if ("file".equals(address.getScheme())) {
      Path file = Path.of(address.getPath());
      if (!Files.isRegularFile(file)) {
        throw new StepException(
            "The mirror doesn't have the suite \""
                + choice.suite()
                + "\": there is no file "
                + file
                + ". Check base and mirror.");
      }
      return Digest.of(file);
    }
    try (HttpClient client =
        new HttpClient(ClientSettings.usual(surroundings.environment()), surroundings)) {
      HttpResponse response =
          client.send(HttpRequest.get(address).withMost(MOST_OF_RELEASE), cancellation);
      if (!response.isSuccessful()) {
        throw new StepException(
            "The mirror doesn't have the suite \""
                + choice.suite()
                + "\": "
                + response
                + ". Check base and mirror.");
      }
      return Digest.of(response.body());
    } catch (HttpFailureException e) {
      if (cancellation.isCancelled()) {
        InterruptedException interrupted = new InterruptedException();
        interrupted.initCause(e);
        throw interrupted;
      }
      throw new StepException(
          "The mirror can't be asked for the suite \""
              + choice.suite()
              + "\": "
              + e.getMessage()
              + ". "
              + e.failure().remedy());
    }
  }

  /** Makes it in a folder that is there until its layer is written. */
  private final class Made implements LayeredSource.TreeSource {
    private final Path program;
    private final Source.Progress progress;
    private Optional<Path> folder = Optional.empty();

    Made(Path program, Source.Progress progress) {
      this.program = program;
      this.progress = progress;
    }

    @Override
    public List<TreeEntry> entries(Cancellation cancellation)
        throws StepException, IOException, InterruptedException {
      Path place = folders.create();
      folder = Optional.of(place);
      Path root = place.resolve("root");
      Deque<String> last = new ArrayDeque<>();
      Output output =
          (_, line) -> {
            if (line.startsWith("I: ")) {
              progress.note(line.substring(3));
            }
            last.add(line);
            if (last.size() > SHOWN_LINES) {
              last.remove();
            }
          };
      int code =
          programs.run(
              new HostPrograms.Program(
                  command(root),
                  Map.of("SOURCE_DATE_EPOCH", Long.toString(modified), "LC_ALL", "C.UTF-8"),
                  Optional.empty()),
              output,
              cancellation);
      if (code != 0) {
        throw new StepException(
            program.getFileName()
                + " ended with exit code "
                + code
                + ". Its last output was:\n"
                + String.join("\n", last));
      }
      removeDevices(root);
      return new TreeScan(TreeScan.Ownership.KEEP, TreeScan.OpaqueMark.NEVER, List.of()).scan(root);
    }

    private List<String> command(Path root) {
      boolean newer = program.endsWith("mmdebstrap");
      List<String> command = new ArrayList<>();
      command.add(program.toString());
      if (newer) {
        command.add("--format=directory");
      }
      command.add("--variant=" + choice.variant());
      command.add("--components=" + String.join(",", choice.components()));
      if (!choice.packages().isEmpty()) {
        command.add("--include=" + String.join(",", choice.packages()));
      }
      choice.keyring().ifPresent(keyring -> command.add("--keyring=" + keyring));
      command.add(choice.suite());
      command.add(root.toString());
      command.add(choice.mirror());
      return command;
    }

    /** Machines get their own. */
    private static void removeDevices(Path root) throws IOException {
      Path folder = root.resolve("dev");
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        // A link may lead to the devices of this host.
        Trees.delete(folder);
        return;
      }
      try (DirectoryStream<Path> devices = Files.newDirectoryStream(folder)) {
        for (Path device : devices) {
          Trees.delete(device);
        }
      }
    }

    @Override
    public void close() throws IOException {
      if (folder.isPresent()) {
        Trees.delete(folder.get());
      }
    }
  }
}
