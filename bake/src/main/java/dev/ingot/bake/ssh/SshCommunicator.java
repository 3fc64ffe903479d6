package dev.ingot.bake.ssh;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.StepException;
import dev.ingot.bake.shell.FileTransfer;
import dev.ingot.graph.Cancellation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A machine that is reached over SSH. A connection that was lost, as by a restart of the machine,
 * is made again for the next operation.
 */
public final class SshCommunicator implements Communicator, AutoCloseable {
  /** Makes a connection. */
  @FunctionalInterface
  interface Connections {
    SshSession connect() throws StepException, InterruptedException;
  }

  private record Open(SshSession session, SshShell shell, SshFiles files) {}

  private final Connections connections;
  private final SshSettings.Session settings;
  private Optional<Open> open = Optional.empty();

  SshCommunicator(Connections connections, SshSettings.Session settings) {
    this.connections = connections;
    this.settings = settings;
  }

  /** Connects if it isn't connected. */
  void connect() throws CommunicationException, StepException, InterruptedException {
    Open _ = opened();
  }

  private synchronized Open opened()
      throws CommunicationException, StepException, InterruptedException {
    if (open.isPresent() && open.get().session().session().isConnected()) {
      return open.get();
    }
    close();
    SshSession session = connections.connect();
    boolean done = false;
    try {
      SshShell shell = SshShell.of(session.session(), settings);
      Open made = new Open(session, shell, files(session, shell));
      open = Optional.of(made);
      done = true;
      return made;
    } finally {
      if (!done) {
        session.close();
      }
    }
  }

  /** By SFTP where the server has it, whatever was asked for: its results are the same. */
  private SshFiles files(SshSession session, SshShell shell) throws CommunicationException {
    Optional<SftpFiles> sftp = SftpFiles.of(session.session());
    if (sftp.isPresent()) {
      return sftp.get();
    }
    if (settings.transfer() == SshSettings.Transfer.SFTP || !shell.posix()) {
      throw new CommunicationException(
          "the machine's SSH server has no SFTP"
              + (shell.posix() ? "; remove ssh_file_transfer_method, or set it to \"scp\"" : ""));
    }
    return new ShellFiles(shell);
  }

  private Open connected() throws CommunicationException, InterruptedException {
    try {
      return opened();
    } catch (StepException e) {
      throw new CommunicationException(e.describe(), e);
    }
  }

  private SshFiles files() throws CommunicationException, InterruptedException {
    return connected().files();
  }

  @Override
  public int run(Command command, Output output, Cancellation cancellation)
      throws CommunicationException, InterruptedException {
    return connected().shell().run(command.line(), command.environment(), output, cancellation);
  }

  @Override
  public void upload(String path, byte[] content, int mode) throws CommunicationException {
    FileTransfer.run(
        path, () -> write(files(), home(path), new ByteArrayInputStream(content), mode));
  }

  private static void write(SshFiles files, String path, InputStream content, int mode)
      throws IOException, InterruptedException {
    int slash = path.lastIndexOf('/');
    if (slash > 0) {
      files.makeFolder(path.substring(0, slash));
    }
    files.write(path, content, mode);
  }

  /** Both kinds of transfer start in the home of the user. */
  private static String home(String path) {
    if (path.equals("~")) {
      return "";
    }
    return path.startsWith("~/") ? path.substring(2) : path;
  }

  @Override
  public void uploadFile(String path, Path file) throws CommunicationException {
    FileTransfer.run(path, () -> uploadFile(files(), home(path), file));
  }

  private static void uploadFile(SshFiles files, String path, Path file)
      throws IOException, InterruptedException {
    try (InputStream in = Files.newInputStream(file)) {
      write(files, path, in, permissions(file));
    }
  }

  private static int permissions(Path file) throws IOException {
    return Files.getAttribute(file, "unix:mode") instanceof Integer mode ? mode & 0777 : 0644;
  }

  @Override
  public void uploadFolder(String path, Path folder) throws CommunicationException {
    FileTransfer.run(path, () -> uploadFolder(files(), home(path), folder));
  }

  private static void uploadFolder(SshFiles files, String path, Path folder)
      throws IOException, InterruptedException {
    boolean there = files.isFolder(path);
    files.makeFolder(path);
    if (!there) {
      files.permit(path, permissions(folder) | 0700);
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        String target = below(path, String.valueOf(child.getFileName()));
        if (Files.isSymbolicLink(child)) {
          files.link(target, Files.readSymbolicLink(child).toString());
        } else if (Files.isDirectory(child)) {
          uploadFolder(files, target, child);
        } else if (Files.isRegularFile(child)) {
          uploadFile(files, target, child);
        } else {
          throw new CommunicationException(
              child + " is neither a file, a folder nor a link, and can't be uploaded");
        }
      }
    }
  }

  private static String below(String folder, String name) {
    return folder.isEmpty() || folder.endsWith("/") ? folder + name : folder + "/" + name;
  }

  @Override
  public boolean isFolder(String path) throws CommunicationException {
    return FileTransfer.get(path, () -> files().isFolder(home(path)));
  }

  @Override
  public void download(String path, Path file) throws CommunicationException {
    FileTransfer.run(path, () -> download(files(), home(path), file));
  }

  private static void download(SshFiles files, String path, Path file)
      throws IOException, InterruptedException {
    Path beside = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(beside)) {
        files.read(path, out);
      }
      Files.move(beside, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  @Override
  public void downloadFolder(String path, Path folder) throws CommunicationException {
    FileTransfer.run(path, () -> downloadFolder(files(), home(path), folder));
  }

  private static void downloadFolder(SshFiles files, String path, Path folder)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    for (SshFiles.Entry entry : files.list(path)) {
      String name = entry.name();
      if (name.isEmpty()
          || name.equals("..")
          || name.indexOf('/') >= 0
          || name.indexOf('\0') >= 0) {
        throw new CommunicationException("the machine has a file with an impossible name: " + name);
      }
      Path target = folder.resolve(name);
      switch (entry.kind()) {
        case FOLDER -> {
          if (Files.isSymbolicLink(target) || Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            requireFolder(target);
          }
          downloadFolder(files, below(path, name), target);
        }
        case FILE -> download(files, below(path, name), target);
        case OTHER -> {
          // As everywhere: neither links nor devices leave a machine.
        }
      }
    }
  }

  private static void requireFolder(Path target) throws CommunicationException {
    if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new CommunicationException(
          target + " is in the way of a folder of the machine: remove it");
    }
  }

  @Override
  public void remove(String path) throws CommunicationException {
    FileTransfer.run(path, () -> files().delete(home(path)));
  }

  @Override
  public synchronized void close() {
    open.ifPresent(each -> each.session().close());
    open = Optional.empty();
  }
}
