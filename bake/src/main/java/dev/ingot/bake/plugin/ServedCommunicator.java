package dev.ingot.bake.plugin;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.IoMessage;
import dev.ingot.graph.Cancellation;
import dev.ingot.plugin.netrpc.Broker;
import dev.ingot.plugin.netrpc.Data;
import dev.ingot.plugin.netrpc.RpcException;
import dev.ingot.plugin.netrpc.RpcServer;
import dev.ingot.plugin.yamux.YamuxStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.TreeMap;

/** The communicator of a machine, for a provisioner of a plugin. */
final class ServedCommunicator implements RpcServer.Endpoint {
  static final String NAME = "Communicator";

  /** What a plugin takes for a lost connection, in place of an exit code. */
  static final int DISCONNECTED = 2_300_218;

  private final Communicator communicator;
  private final Broker broker;
  private final Cancellation cancellation;

  ServedCommunicator(Communicator communicator, Broker broker, Cancellation cancellation) {
    this.communicator = communicator;
    this.broker = broker;
    this.cancellation = cancellation;
  }

  @Override
  public Data call(String method, Data argument) throws RpcException, InterruptedException {
    try {
      switch (method) {
        case "Start" -> start(argument);
        case "Upload" -> upload(argument);
        case "UploadDir" -> uploadFolder(text(argument, "Dst"), text(argument, "Src"));
        case "Download" -> download(argument);
        case "DownloadDir" -> downloadFolder(text(argument, "Src"), text(argument, "Dst"));
        default -> throw new RpcException("rpc: can't find method Communicator." + method);
      }
      return Data.nothing();
    } catch (RpcException e) {
      throw e;
    } catch (IOException e) {
      throw new RpcException(IoMessage.of(e));
    }
  }

  private static String text(Data argument, String name) {
    return argument.field(name).text().orElse("");
  }

  private Optional<YamuxStream> dial(Data argument, String name)
      throws IOException, InterruptedException {
    long number = argument.field(name).whole();
    return number == 0 ? Optional.empty() : Optional.of(broker.dial((int) number));
  }

  /** The command goes on after the answer; how it ended comes on a stream of its own. */
  private void start(Data argument) throws IOException, InterruptedException {
    if (argument.field("StdinStreamId").whole() != 0) {
      // What isn't read would hold the plugin up; a command of a step has nothing to read.
      dial(argument, "StdinStreamId").ifPresent(YamuxStream::close);
    }
    Optional<YamuxStream> out = dial(argument, "StdoutStreamId");
    Optional<YamuxStream> err = dial(argument, "StderrStreamId");
    Optional<YamuxStream> response = dial(argument, "ResponseStreamId");
    String command = text(argument, "Command");
    Thread _ =
        Thread.ofVirtual().name("plugin-command").start(() -> run(command, out, err, response));
  }

  private void run(
      String command,
      Optional<YamuxStream> out,
      Optional<YamuxStream> err,
      Optional<YamuxStream> response) {
    int code;
    try {
      code =
          communicator.run(
              new Communicator.Command(command, new TreeMap<>()),
              (stream, line) ->
                  write(stream == Communicator.Output.Stream.OUT ? out : err, line + "\n"),
              cancellation);
    } catch (Communicator.CommunicationException e) {
      write(err, IoMessage.of(e) + "\n");
      code = DISCONNECTED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      code = DISCONNECTED;
    }
    out.ifPresent(YamuxStream::close);
    err.ifPresent(YamuxStream::close);
    if (response.isPresent()) {
      try (YamuxStream stream = response.get()) {
        stream.out().write(Gob.exit(code));
      } catch (IOException e) {
        // Nobody waits for it any more.
      }
    }
  }

  private static void write(Optional<YamuxStream> stream, String text) {
    if (stream.isPresent()) {
      try {
        stream.get().out().write(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // Nobody reads it any more; the command goes on.
      }
    }
  }

  private void upload(Data argument) throws IOException, InterruptedException {
    Path file = Files.createTempFile("ingot-upload", "");
    try {
      try (YamuxStream stream = dial(argument, "ReaderStreamId").orElseThrow(IOException::new)) {
        long _ = Files.copy(stream.in(), file, StandardCopyOption.REPLACE_EXISTING);
      }
      long mode = argument.field("FileInfo").field("M").whole() & 0777;
      Files.setAttribute(file, "unix:mode", mode == 0 ? 0644 : (int) mode);
      communicator.uploadFile(text(argument, "Path"), file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void download(Data argument) throws IOException, InterruptedException {
    Path file = Files.createTempFile("ingot-download", "");
    try (YamuxStream stream = dial(argument, "WriterStreamId").orElseThrow(IOException::new);
        OutputStream out = stream.out()) {
      communicator.download(text(argument, "Path"), file);
      long _ = Files.copy(file, out);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Without a slash at its end the folder itself is meant, not its contents. */
  private void uploadFolder(String to, String from) throws IOException {
    communicator.uploadFolder(below(to, from), Path.of(from));
  }

  private void downloadFolder(String from, String to) throws IOException {
    communicator.downloadFolder(from, Path.of(below(to, from)));
  }

  private static String below(String to, String from) {
    if (from.endsWith("/")) {
      return to;
    }
    String name = from.substring(from.lastIndexOf('/') + 1);
    return to.endsWith("/") ? to + name : to + "/" + name;
  }
}
