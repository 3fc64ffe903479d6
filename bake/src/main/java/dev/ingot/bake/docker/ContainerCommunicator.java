package dev.ingot.bake.docker;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.ShellWords;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.TreeEntry;
import dev.ingot.bake.shell.FileTransfer;
import dev.ingot.bake.shell.LineSink;
import dev.ingot.bake.shell.ShellCommand;
import dev.ingot.graph.Cancellation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs commands in a container by the engine's exec, as its shell takes them; copies files by the
 * engine's archives.
 *
 * @param home what relative paths and {@code ~} mean, and who owns uploaded files
 */
record ContainerCommunicator(
    Container container,
    ContainerSettings settings,
    Home home,
    Clock clock,
    Cancellation cancellation)
    implements Communicator {
  private static final Duration KILL = Duration.ofSeconds(10);

  /** Tells the home, the folder and the user of commands. */
  private static final String LOOK =
      "printf '%s\\n"
          + "' ingot \"${HOME:-/}\" \"$(pwd)\" \"$(id -u || echo 0)\" \"$(id -g || echo 0)\"";

  /** Where commands run, and as whom. */
  record Home(String home, String folder, long user, long group) {}

  /**
   * Looks into a container that was started.
   *
   * @throws StepException when it has no shell
   */
  static ContainerCommunicator of(
      Container container, ContainerSettings settings, Clock clock, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        container.exec(
            List.of("/bin/sh", "-c", LOOK),
            settings.execUser(),
            new byte[0],
            out,
            err,
            cancellation);
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    if (code != 0 || lines.size() != 5 || !lines.getFirst().equals("ingot")) {
      throw new StepException(
          "The container has no POSIX shell /bin/sh that commands could be run with (exit code "
              + code
              + ").",
          List.of(),
          (out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8))
              .lines()
              .toList());
    }
    Home home =
        settings.ownUploads()
            ? new Home(lines.get(1), lines.get(2), number(lines.get(3)), number(lines.get(4)))
            : new Home(lines.get(1), lines.get(2), 0, 0);
    return new ContainerCommunicator(container, settings, home, clock, cancellation);
  }

  /** The time stamp of copies, in seconds since 1970. */
  private long now() {
    return clock.instant().getEpochSecond();
  }

  private static long number(String text) {
    return text.length() < 11 && !text.isEmpty() && text.chars().allMatch(Character::isDigit)
        ? Long.parseLong(text)
        : 0;
  }

  @Override
  public int run(Command command, Output output, Cancellation cancel)
      throws CommunicationException, InterruptedException {
    ShellCommand shell = ShellCommand.of(command.line(), command.environment());
    ShellCommand.Begun begun = shell.output(LineSink.of(output, Output.Stream.OUT));
    boolean over = false;
    try (LineSink out = begun.sink();
        LineSink err = LineSink.of(output, Output.Stream.ERR)) {
      int code = exec(shell.line(), settings.execUser(), shell.input(), out, err, cancel);
      over = true;
      return code;
    } catch (IOException e) {
      throw new CommunicationException("a command could not be run: " + IoMessage.of(e), e);
    } finally {
      if (!over) {
        begun.process().ifPresent(process -> kill(shell.kill(process)));
      }
    }
  }

  private int exec(
      String line,
      Optional<String> user,
      byte[] input,
      java.io.OutputStream out,
      java.io.OutputStream err,
      Cancellation cancel)
      throws IOException, InterruptedException {
    return container.exec(List.of("/bin/sh", "-c", line), user, input, out, err, cancel);
  }

  /** A command's processes live on after its connection has ended. */
  private void kill(String line) {
    Cancellation limit = new Cancellation();
    Thread killer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (LineSink nowhere = Container.nowhere()) {
                    int _ = exec(line, settings.execUser(), new byte[0], nowhere, nowhere, limit);
                  } catch (IOException e) {
                    // The container is removed next, with all that runs in it.
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    boolean interrupted = Thread.interrupted();
    try {
      boolean _ = killer.join(KILL);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    limit.cancel();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void upload(String path, byte[] content, int mode) throws CommunicationException {
    FileTransfer.run(
        path,
        () -> {
          String target = writable(path);
          makeFolder(parent(target));
          container.put(
              parent(target),
              out -> ContainerFiles.write(out, name(target), content, mode, home, now()),
              cancellation);
        });
  }

  @Override
  public void uploadFile(String path, Path file) throws CommunicationException {
    FileTransfer.run(
        path,
        () -> {
          String target = writable(path);
          makeFolder(parent(target));
          TreeEntry entry = ContainerFiles.entry(name(target), file, home);
          container.put(
              parent(target),
              out -> ContainerFiles.write(out, List.of(entry), now()),
              cancellation);
        });
  }

  @Override
  public void uploadFolder(String path, Path folder) throws CommunicationException {
    FileTransfer.run(
        path,
        () -> {
          String target = writable(path);
          List<TreeEntry> entries = ContainerFiles.entries(folder, home);
          makeFolder(target);
          container.put(target, out -> ContainerFiles.write(out, entries, now()), cancellation);
        });
  }

  @Override
  public boolean isFolder(String path) throws CommunicationException {
    return FileTransfer.get(
        path, () -> shell("[ -d " + ShellWords.quote(inside(path)) + " ]") == 0);
  }

  @Override
  public void download(String path, Path file) throws CommunicationException {
    FileTransfer.run(
        path, () -> ContainerFiles.download(container, readable(path), file, cancellation));
  }

  @Override
  public void downloadFolder(String path, Path folder) throws CommunicationException {
    FileTransfer.run(
        path,
        () -> {
          Files.createDirectories(folder);
          // The dot: the folder that a link leads to, not the link.
          boolean _ =
              container.get(
                  readable(path) + "/.",
                  (_, body) -> {
                    ContainerFiles.unpack(body, folder);
                    return true;
                  },
                  cancellation);
        });
  }

  @Override
  public void remove(String path) throws CommunicationException {
    FileTransfer.run(path, () -> asUserOrRoot("rm -f -- " + ShellWords.quote(inside(path))));
  }

  private int shell(String line) throws IOException, InterruptedException {
    try (LineSink nowhere = Container.nowhere()) {
      return exec(line, settings.execUser(), new byte[0], nowhere, nowhere, cancellation);
    }
  }

  private void makeFolder(String folder) throws IOException, InterruptedException {
    asUserOrRoot("mkdir -p -- " + ShellWords.quote(folder));
  }

  /** The engine itself writes as root, so what the user of commands may not do is done as root. */
  private void asUserOrRoot(String line) throws IOException, InterruptedException {
    if (shell(line) == 0) {
      return;
    }
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = exec(line, Optional.of("0"), new byte[0], err, err, cancellation);
    if (code != 0) {
      throw new IOException(err.toString(StandardCharsets.UTF_8).strip());
    }
  }

  private String inside(String path) {
    if (path.equals("~") || path.startsWith("~/")) {
      return home.home() + path.substring(1);
    }
    return path.startsWith("/") ? path : home.folder() + "/" + path;
  }

  private String readable(String path) throws IOException {
    return reachable(path, "copied from");
  }

  private String writable(String path) throws IOException {
    String target = reachable(path, "copied to");
    return target.length() > 1 && target.endsWith("/")
        ? target.substring(0, target.length() - 1)
        : target;
  }

  /** The engine's archives don't see what only the container's processes see. */
  private String reachable(String path, String what) throws IOException {
    String target = inside(path);
    for (String each : settings.memoryFolders()) {
      if (target.equals(each) || target.startsWith(each.endsWith("/") ? each : each + "/")) {
        throw new IOException(
            each
                + " is a tmpfs of the container, which files can't be "
                + what
                + "; use another folder (remote_folder of the provisioner shell)");
      }
    }
    return target;
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  private static String name(String path) throws IOException {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new IOException("it is not the name of a file");
    }
    return name;
  }
}
