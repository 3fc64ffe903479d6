package dev.ingot.bake.plugin;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.ShellWords;
import dev.ingot.bake.shell.FileTransfer;
import dev.ingot.bake.shell.LineSink;
import dev.ingot.bake.shell.ShellCommand;
import dev.ingot.graph.Cancellation;
import dev.ingot.plugin.netrpc.Broker;
import dev.ingot.plugin.netrpc.Data;
import dev.ingot.plugin.netrpc.RpcClient;
import dev.ingot.plugin.yamux.YamuxStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The communicator of a plugin's builder, for steps of our own. */
final class PluginCommunicator implements Communicator {
  private static final String ENDPOINT = "Communicator.";

  private final RpcClient client;
  private final Broker broker;
  private Optional<Boolean> posix = Optional.empty();

  PluginCommunicator(RpcClient client, Broker broker) {
    this.client = client;
    this.broker = broker;
  }

  /** Copies one stream that the plugin opens. */
  @FunctionalInterface
  private interface Copy {
    void between(YamuxStream stream) throws IOException;
  }

  /** Waits in a thread of its own for the plugin to open a stream, and copies it. */
  private FutureTask<Boolean> serve(int number, Copy copy) {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              try (YamuxStream stream = broker.accept(number)) {
                copy.between(stream);
              }
              return true;
            });
    Thread.ofVirtual().name("plugin-copy").start(task);
    return task;
  }

  private static void await(FutureTask<Boolean> task)
      throws CommunicationException, InterruptedException {
    try {
      boolean _ = task.get();
    } catch (ExecutionException e) {
      throw failed("a transfer broke", e.getCause());
    }
  }

  private static CommunicationException failed(
      String what, @org.jspecify.annotations.Nullable Throwable why) {
    return new CommunicationException(
        what + (why instanceof IOException io ? ": " + IoMessage.of(io) : ""));
  }

  private void call(String method, Data argument, String what)
      throws CommunicationException, InterruptedException {
    try {
      Data _ = client.call(ENDPOINT + method, argument);
    } catch (IOException e) {
      throw new CommunicationException("can't " + what + ": " + IoMessage.of(e), e);
    }
  }

  @Override
  public int run(Command command, Output output, Cancellation cancellation)
      throws CommunicationException, InterruptedException {
    if (!isPosix()) {
      if (!command.environment().isEmpty()) {
        throw new CommunicationException(
            "the machine has no POSIX shell that takes variables: "
                + command.environment().keySet());
      }
      return start(
          command.line(),
          InputStream.nullInputStream(),
          LineSink.of(output, Output.Stream.OUT),
          LineSink.of(output, Output.Stream.ERR));
    }
    ShellCommand shell = ShellCommand.of(command.line(), command.environment());
    ShellCommand.Begun begun = shell.output(LineSink.of(output, Output.Stream.OUT));
    boolean done = false;
    try {
      int code =
          start(
              shell.line(),
              new ByteArrayInputStream(shell.input()),
              begun.sink(),
              LineSink.of(output, Output.Stream.ERR));
      done = true;
      return code;
    } finally {
      if (!done && begun.process().isPresent()) {
        kill(shell.kill(begun.process().get()));
      }
    }
  }

  private void kill(String line) {
    boolean interrupted = Thread.interrupted();
    try {
      int _ =
          start(
              line,
              InputStream.nullInputStream(),
              OutputStream.nullOutputStream(),
              OutputStream.nullOutputStream());
    } catch (CommunicationException e) {
      // The machine is gone, and the command with it.
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isPosix() throws CommunicationException, InterruptedException {
    if (posix.isEmpty()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int code =
          start(
              ShellCommand.PROBE,
              InputStream.nullInputStream(),
              out,
              OutputStream.nullOutputStream());
      posix = Optional.of(code == 0 && ShellCommand.isPosix(out.toString(StandardCharsets.UTF_8)));
    }
    return posix.get();
  }

  private int start(String line, InputStream in, OutputStream out, OutputStream err)
      throws CommunicationException, InterruptedException {
    int input = broker.nextNumber();
    int output = broker.nextNumber();
    int errors = broker.nextNumber();
    int response = broker.nextNumber();
    int[] code = {-1};
    FutureTask<Boolean> _ = serve(input, stream -> copy(in, stream.out()));
    FutureTask<Boolean> outCopy = serve(output, stream -> copy(stream.in(), out));
    FutureTask<Boolean> errCopy = serve(errors, stream -> copy(stream.in(), err));
    FutureTask<Boolean> end = serve(response, stream -> code[0] = Gob.exit(stream.in()));
    call(
        "Start",
        PluginComponent.fields(
            "Command", Data.of(line),
            "StdinStreamId", Data.of(input),
            "StdoutStreamId", Data.of(output),
            "StderrStreamId", Data.of(errors),
            "ResponseStreamId", Data.of(response)),
        "start a command");
    await(end);
    await(outCopy);
    await(errCopy);
    if (code[0] == ServedCommunicator.DISCONNECTED) {
      throw CommunicationException.ofLostConnection(
          "the connection was lost while the command ran");
    }
    return code[0];
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    try (out) {
      long _ = in.transferTo(out);
    }
  }

  @Override
  public void upload(String path, byte[] content, int mode) throws CommunicationException {
    FileTransfer.run(
        path, () -> send(path, new ByteArrayInputStream(content), content.length, mode));
  }

  private void send(String path, InputStream content, long size, int mode)
      throws CommunicationException, InterruptedException {
    if (isPosix() && path.lastIndexOf('/') > 0) {
      shell("mkdir -p " + ShellWords.quote(path.substring(0, path.lastIndexOf('/'))), path);
    }
    int number = broker.nextNumber();
    FutureTask<Boolean> _ = serve(number, stream -> copy(content, stream.out()));
    call(
        "Upload",
        PluginComponent.fields(
            "Path", Data.of(path),
            "ReaderStreamId", Data.of(number),
            "FileInfo",
                PluginComponent.fields(
                    "N", Data.of(path.substring(path.lastIndexOf('/') + 1)),
                    "S", Data.of(size),
                    "M", Data.of(mode & 0777))),
        "upload " + path);
    if (isPosix()) {
      shell(
          "chmod " + String.format(Locale.ROOT, "%04o", mode & 0777) + " " + ShellWords.quote(path),
          path);
    }
  }

  private void shell(String line, String path) throws CommunicationException, InterruptedException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = start(line, InputStream.nullInputStream(), OutputStream.nullOutputStream(), err);
    if (code != 0) {
      throw new CommunicationException(
          "can't write " + path + ": " + err.toString(StandardCharsets.UTF_8).strip());
    }
  }

  @Override
  public void uploadFile(String path, Path file) throws CommunicationException {
    FileTransfer.run(
        path,
        () -> {
          int mode =
              Files.getAttribute(file, "unix:mode") instanceof Integer all ? all & 0777 : 0644;
          try (InputStream in = Files.newInputStream(file)) {
            send(path, in, Files.size(file), mode);
          }
        });
  }

  @Override
  public void uploadFolder(String path, Path folder) throws CommunicationException {
    // With a slash its contents are meant.
    FileTransfer.run(
        path, () -> call("UploadDir", folders(path, folder + "/"), "upload " + folder));
  }

  private static Data folders(String to, String from) {
    return PluginComponent.fields(
        "Dst", Data.of(to), "Src", Data.of(from), "Exclude", Data.nothing());
  }

  private int silent(String line) throws CommunicationException, InterruptedException {
    SortedMap<String, String> none = new TreeMap<>();
    return run(new Command(line, none), (_, _) -> {}, new Cancellation());
  }

  @Override
  public boolean isFolder(String path) throws CommunicationException {
    return FileTransfer.get(
        path, () -> isPosix() && silent("test -d " + ShellWords.quote(path)) == 0);
  }

  @Override
  public void download(String path, Path file) throws CommunicationException {
    FileTransfer.run(
        path,
        () -> {
          int number = broker.nextNumber();
          try (OutputStream out = Files.newOutputStream(file)) {
            FutureTask<Boolean> copied = serve(number, stream -> stream.in().transferTo(out));
            call(
                "Download",
                PluginComponent.fields("Path", Data.of(path), "WriterStreamId", Data.of(number)),
                "download " + path);
            await(copied);
          }
        });
  }

  @Override
  public void downloadFolder(String path, Path folder) throws CommunicationException {
    FileTransfer.run(
        path,
        () -> {
          Files.createDirectories(folder);
          call(
              "DownloadDir",
              folders(folder.toString(), path.endsWith("/") ? path : path + "/"),
              "download " + path);
        });
  }

  @Override
  public void remove(String path) throws CommunicationException {
    FileTransfer.run(
        path,
        () -> {
          if (isPosix()) {
            int _ = silent("rm -f " + ShellWords.quote(path));
          }
        });
  }
}
