package dev.ingot.bake.winrm;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.shell.BoundedOutput;
import dev.ingot.bake.shell.LineSink;
import dev.ingot.graph.Cancellation;
import dev.ingot.http.Watchdog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A Windows machine over WinRM. Commands run by {@code cmd.exe}, each in a shell of its own, whose
 * environment has their variables; files are copied by PowerShell. Permissions of this host have no
 * counterpart there and are left out.
 */
public final class WinRmCommunicator implements Communicator, AutoCloseable {
  private static final int NO_FOLDER = 10;

  /** Lines of base64 of the input; a multiple of 3 bytes. */
  private static final int LINE = 12 * 1024;

  private final WinRmSettings settings;
  private final Watchdog watchdog;
  private final Clock clock;
  private final RandomGenerator random;

  WinRmCommunicator(
      WinRmSettings settings, Watchdog watchdog, Clock clock, RandomGenerator random) {
    this.settings = settings;
    this.watchdog = watchdog;
    this.clock = clock;
    this.random = random;
  }

  private WinRmConnection connection() throws IOException {
    return WinRmConnection.open(settings, watchdog, clock, random);
  }

  /** Runs a command that does nothing. */
  void probe(Cancellation cancellation) throws IOException, InterruptedException {
    int code =
        exec(
            "exit 0",
            Map.of(),
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            cancellation);
    if (code != 0) {
      throw new IOException("a command that does nothing ends with code " + code);
    }
  }

  private int exec(
      String line,
      Map<String, String> environment,
      InputStream input,
      OutputStream out,
      OutputStream err,
      Cancellation cancellation)
      throws IOException, InterruptedException {
    WinRmConnection connection = connection();
    try (Cancellation.Registration _ = cancellation.onCancel(connection::close)) {
      WinRmShell shell = WinRmShell.open(settings, connection, environment);
      try (shell) {
        return shell.run(line, input, out, err);
      } catch (IOException e) {
        if (cancellation.isCancelled()) {
          kill(shell);
          throw new InterruptedException();
        }
        throw e;
      }
    } finally {
      connection.close();
    }
  }

  private void kill(WinRmShell shell) {
    try (WinRmConnection other = connection()) {
      shell.kill(other);
    } catch (IOException e) {
      // A machine that can't be reached is removed with its build.
      return;
    }
  }

  @Override
  public int run(Command command, Output output, Cancellation cancellation)
      throws CommunicationException, InterruptedException {
    try (OutputStream out = LineSink.of(output, Output.Stream.OUT);
        OutputStream err = LineSink.of(output, Output.Stream.ERR)) {
      return exec(
          command.line(),
          command.environment(),
          InputStream.nullInputStream(),
          out,
          err,
          cancellation);
    } catch (WinRmFault e) {
      throw new CommunicationException("the command could not be run: " + e.getMessage(), e);
    } catch (IOException e) {
      throw CommunicationException.ofLostConnection(
          "the connection to " + settings + " was lost: " + IoMessage.of(e));
    }
  }

  /** Runs a script of our own. */
  private int script(String script, InputStream input, OutputStream out, String what)
      throws CommunicationException {
    BoundedOutput err = new BoundedOutput();
    try {
      int code =
          exec(WindowsScripts.command(script), Map.of(), input, out, err, new Cancellation());
      if (code != 0 && code != NO_FOLDER) {
        throw new CommunicationException(what + " failed: " + err.text().strip());
      }
      return code;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommunicationException(what + " was interrupted", e);
    } catch (CommunicationException e) {
      throw e;
    } catch (WinRmFault e) {
      throw new CommunicationException(what + " failed: " + e.getMessage(), e);
    } catch (IOException e) {
      throw CommunicationException.ofLostConnection(what + " failed: " + IoMessage.of(e));
    }
  }

  @Override
  public void upload(String path, byte[] content, int mode) throws CommunicationException {
    upload(path, new ByteArrayInputStream(content));
  }

  private void upload(String path, InputStream content) throws CommunicationException {
    int _ =
        script(
            WindowsScripts.write(path),
            new Base64Lines(content, LINE),
            OutputStream.nullOutputStream(),
            "copying to " + path);
  }

  @Override
  public void uploadFile(String path, Path file) throws CommunicationException {
    try (InputStream content = Files.newInputStream(file)) {
      upload(path, content);
    } catch (CommunicationException e) {
      throw e;
    } catch (IOException e) {
      throw new CommunicationException(IoMessage.of(e), e);
    }
  }

  @Override
  public void uploadFolder(String path, Path folder) throws CommunicationException {
    try {
      Path _ =
          Files.walkFileTree(
              folder,
              new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                    throws IOException {
                  uploadFile(path + "/" + folder.relativize(file), file);
                  return FileVisitResult.CONTINUE;
                }
              });
    } catch (CommunicationException e) {
      throw e;
    } catch (IOException e) {
      throw new CommunicationException(IoMessage.of(e), e);
    }
  }

  @Override
  public boolean isFolder(String path) throws CommunicationException {
    return script(
            WindowsScripts.isFolder(path),
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            "looking for " + path)
        == 0;
  }

  @Override
  public void download(String path, Path file) throws CommunicationException {
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream decoded = new LineSink(line -> write(out, line))) {
      int _ =
          script(
              WindowsScripts.read(path),
              InputStream.nullInputStream(),
              decoded,
              "copying from " + path);
    } catch (CommunicationException e) {
      throw e;
    } catch (IOException | UncheckedIOException e) {
      throw new CommunicationException(
          e instanceof IOException io ? IoMessage.of(io) : String.valueOf(e.getMessage()), e);
    }
  }

  private static void write(OutputStream out, String line) {
    try {
      out.write(Base64.getDecoder().decode(line.strip()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw new UncheckedIOException(new IOException("the file came damaged", e));
    }
  }

  @Override
  public void downloadFolder(String path, Path folder) throws CommunicationException {
    BoundedOutput names = new BoundedOutput();
    int _ =
        script(WindowsScripts.list(path), InputStream.nullInputStream(), names, "listing " + path);
    for (String line : names.text().lines().toList()) {
      try {
        String name =
            new String(Base64.getDecoder().decode(line.strip()), StandardCharsets.UTF_8)
                .replace('\\', '/');
        Path file = folder.resolve(name).normalize();
        if (name.isEmpty() || !file.startsWith(folder.normalize())) {
          throw new CommunicationException("the machine named a file outside the folder: " + name);
        }
        Path parent = file.getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        download(path + "/" + name, file);
      } catch (CommunicationException e) {
        throw e;
      } catch (IOException e) {
        throw new CommunicationException(IoMessage.of(e), e);
      } catch (IllegalArgumentException e) {
        throw new CommunicationException("the machine named a file in an unknown form", e);
      }
    }
  }

  @Override
  public void remove(String path) throws CommunicationException {
    int _ =
        script(
            WindowsScripts.remove(path),
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            "removing " + path);
  }

  /** Nothing is kept between commands but the watch over connections. */
  @Override
  public void close() {
    watchdog.close();
  }
}
