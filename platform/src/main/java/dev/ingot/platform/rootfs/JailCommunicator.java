package dev.ingot.platform.rootfs;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.IoMessage;
import dev.ingot.graph.Cancellation;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.driver.jail.Jail;
import dev.ingot.platform.driver.jail.JailExit;
import dev.ingot.platform.driver.jail.JailSpec;
import dev.ingot.platform.driver.jail.OutputSink;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs commands in a jail over a tree, and copies files in and out of the tree. */
final class JailCommunicator implements Communicator {
  /** Where commands are looked for. */
  static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  // A step without a timeout of its own ends when it is done or cancelled.
  private static final Duration NO_LIMIT = Duration.ofDays(365);

  private final Jail jail;
  private final JailSpec template;
  private final LayeredTree tree;
  private final Optional<Path> temporary;

  /**
   * @param template the jail each command is run in, with any command
   * @param temporary what is mounted at /tmp; empty where /tmp is in the tree
   */
  JailCommunicator(Jail jail, JailSpec template, LayeredTree tree, Optional<Path> temporary) {
    this.jail = jail;
    this.template = template;
    this.tree = tree;
    this.temporary = temporary;
  }

  @Override
  public int run(String commandLine, Output output, Cancellation cancellation)
      throws CommunicationException, InterruptedException {
    requireShell();
    List<String> setup = new ArrayList<>();
    OutputSink sink =
        (stream, line) -> {
          setup.add(line);
          output.line(
              stream == OutputSink.Stream.OUT ? Output.Stream.OUT : Output.Stream.ERR, line);
        };
    try {
      JailExit exit =
          jail.run(
              JailSpec.bake(
                      template.runDirectory(),
                      template.root(),
                      List.of("/bin/sh", "-c", commandLine),
                      template.environment(),
                      template.network())
                  .withBinds(template.binds()),
              sink,
              NO_LIMIT);
      if (exit.code() == JailExit.SETUP_FAILED
          && setup.stream().anyMatch(line -> line.startsWith("ingot: cannot set the jail up"))) {
        throw new CommunicationException(
            "the machine could not be started: " + String.join("; ", setup));
      }
      return exit.code();
    } catch (PlatformException e) {
      throw new CommunicationException(e.describe(), e);
    }
  }

  @Override
  public void upload(String path, byte[] content, boolean executable)
      throws CommunicationException {
    try {
      Path place = placeForFile(path);
      Files.write(place, content);
      Files.setAttribute(place, "unix:mode", executable ? 0755 : 0644);
    } catch (IOException e) {
      throw failed("write", path, e);
    }
  }

  @Override
  public void uploadFile(String path, Path file) throws CommunicationException {
    try {
      Path place = placeForFile(path);
      Files.copy(file, place, StandardCopyOption.REPLACE_EXISTING);
      Files.setAttribute(place, "unix:mode", Files.isExecutable(file) ? 0755 : 0644);
    } catch (IOException e) {
      throw failed("write", path, e);
    }
  }

  @Override
  public void uploadFolder(String path, Path folder) throws CommunicationException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      Path _ = folderAt(path);
      for (Path child : children) {
        String target = below(path, String.valueOf(child.getFileName()));
        if (Files.isSymbolicLink(child)) {
          Files.createSymbolicLink(placeForFile(target), Files.readSymbolicLink(child));
        } else if (Files.isDirectory(child)) {
          uploadFolder(target, child);
        } else if (Files.isRegularFile(child)) {
          uploadFile(target, child);
        }
      }
    } catch (CommunicationException e) {
      throw e;
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      throw failed("write", path, e);
    }
  }

  @Override
  public boolean isFolder(String path) throws CommunicationException {
    try {
      Optional<Path> inTemporary = temporary(path);
      return inTemporary.isPresent()
          ? Files.isDirectory(inTemporary.get())
          : tree.find(path).filter(Files::isDirectory).isPresent();
    } catch (IOException e) {
      throw failed("look at", path, e);
    }
  }

  @Override
  public void download(String path, Path file) throws CommunicationException {
    try {
      Optional<Path> inTemporary = temporary(path);
      Path found =
          (inTemporary.isPresent() ? inTemporary : tree.find(path))
              .filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
              .orElseThrow(() -> new CommunicationException("the machine has no file " + path));
      Files.copy(found, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (CommunicationException e) {
      throw e;
    } catch (IOException e) {
      throw failed("copy", path, e);
    }
  }

  @Override
  public void downloadFolder(String path, Path folder) throws CommunicationException {
    try {
      if (!isFolder(path)) {
        throw new CommunicationException("the machine has no folder " + path);
      }
      Files.createDirectories(folder);
      for (String name : tree.list(path)) {
        String source = below(path, name);
        if (isFolder(source)) {
          downloadFolder(source, folder.resolve(name));
        } else if (tree.find(source).isPresent()) {
          download(source, folder.resolve(name));
        }
      }
    } catch (CommunicationException e) {
      throw e;
    } catch (IOException e) {
      throw failed("copy", path, e);
    }
  }

  @Override
  public void remove(String path) throws CommunicationException {
    try {
      Optional<Path> inTemporary = temporary(path);
      if (inTemporary.isPresent()) {
        Files.deleteIfExists(inTemporary.get());
      } else {
        tree.remove(path);
      }
    } catch (IOException e) {
      throw failed("delete", path, e);
    }
  }

  private void requireShell() throws CommunicationException {
    try {
      if (tree.find("/bin/sh").isEmpty()) {
        throw new CommunicationException(
            "there is no /bin/sh in the image, which runs commands: add \"sh\" to commands of the"
                + " source, or start from a base that has one");
      }
    } catch (CommunicationException e) {
      throw e;
    } catch (IOException e) {
      throw failed("look at", "/bin/sh", e);
    }
  }

  private Path placeForFile(String path) throws IOException {
    Optional<Path> inTemporary = temporary(path);
    if (inTemporary.isEmpty()) {
      return tree.placeForFile(path);
    }
    Path parent = inTemporary.get().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.deleteIfExists(inTemporary.get());
    return inTemporary.get();
  }

  private Path folderAt(String path) throws IOException {
    Optional<Path> inTemporary = temporary(path);
    return inTemporary.isPresent() ? Files.createDirectories(inTemporary.get()) : tree.folder(path);
  }

  /** Where a path below /tmp is on this host. */
  private Optional<Path> temporary(String path) {
    Path normal = Path.of("/").resolve(path).normalize();
    return normal.startsWith("/tmp") && !normal.equals(Path.of("/tmp"))
        ? temporary.map(folder -> folder.resolve(Path.of("/tmp").relativize(normal)))
        : Optional.empty();
  }

  private static String below(String folder, String name) {
    return folder.endsWith("/") ? folder + name : folder + "/" + name;
  }

  private static CommunicationException failed(String what, String path, Exception e) {
    return new CommunicationException(
        "can't " + what + " " + path + " in the machine: " + IoMessage.of(e), e);
  }

  /** The variables every command has, under those of the image. */
  static Map<String, String> environment(Map<String, String> image, long modified) {
    Map<String, String> environment = new java.util.TreeMap<>();
    environment.put("PATH", PATH);
    environment.put("HOME", "/root");
    environment.put("USER", "root");
    environment.put("LANG", "C.UTF-8");
    environment.put("SOURCE_DATE_EPOCH", Long.toString(modified));
    environment.putAll(image);
    return environment;
  }
}
