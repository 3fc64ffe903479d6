package dev.ingot.bake.ssh;

import dev.ingot.bake.Communicator;
import dev.ingot.graph.Cancellation;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeMap;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/**
 * A command of an {@link SshAdapter}: what {@code scp} runs at the other end is done here, anything
 * else by the machine. Commands read nothing.
 */
final class AdapterCommand implements Command {
  private static final int LONGEST_LINE = 4096;

  private final Communicator machine;
  private final String line;
  private final Cancellation cancellation;
  private @Nullable InputStream in;
  private @Nullable OutputStream out;
  private @Nullable OutputStream err;
  private @Nullable ExitCallback end;
  private @Nullable Thread running;

  AdapterCommand(Communicator machine, String line, Cancellation cancellation) {
    this.machine = machine;
    this.line = line;
    this.cancellation = cancellation;
  }

  @Override
  public void setInputStream(InputStream stream) {
    in = stream;
  }

  @Override
  public void setOutputStream(OutputStream stream) {
    out = stream;
  }

  @Override
  public void setErrorStream(OutputStream stream) {
    err = stream;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    end = callback;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) {
    InputStream input = in;
    OutputStream output = out;
    OutputStream errors = err;
    ExitCallback callback = end;
    if (input == null || output == null || errors == null || callback == null) {
      throw new IllegalStateException("a command without streams");
    }
    running =
        Thread.ofVirtual()
            .name("ssh-adapter")
            .start(() -> callback.onExit(run(input, output, errors)));
  }

  private int run(InputStream input, OutputStream output, OutputStream errors) {
    try {
      int code = scp(input, output);
      if (code < 0) {
        code =
            machine.run(
                new Communicator.Command(line, new TreeMap<>()),
                (stream, text) ->
                    print(stream == Communicator.Output.Stream.OUT ? output : errors, text),
                cancellation);
      }
      output.flush();
      errors.flush();
      return code;
    } catch (IOException e) {
      print(errors, String.valueOf(e.getMessage()));
      return 255;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 255;
    }
  }

  private static void print(OutputStream stream, String text) {
    try {
      stream.write((text + "\n").getBytes(StandardCharsets.UTF_8));
      stream.flush();
    } catch (IOException e) {
      // The client has gone; the command goes on to its end.
      return;
    }
  }

  /** The exit code of a copy; negative if the command is none. */
  private int scp(InputStream input, OutputStream output) throws IOException {
    if (!line.startsWith("scp ")) {
      return -1;
    }
    boolean sink = line.contains(" -t ");
    int flag = line.indexOf(sink ? " -t " : " -f ");
    if (flag < 0) {
      return -1;
    }
    String path = unquoted(line.substring(flag + 4).strip());
    Path file = Files.createTempFile("ingot-scp-", "");
    try {
      if (sink) {
        receive(input, output, path, file);
      } else {
        send(input, output, path, file);
      }
      return 0;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static String unquoted(String word) {
    String text = word.startsWith("-- ") ? word.substring(3).strip() : word;
    return text.length() > 1 && text.startsWith("'") && text.endsWith("'")
        ? text.substring(1, text.length() - 1).replace("'\\''", "'")
        : text;
  }

  private void receive(InputStream input, OutputStream output, String path, Path file)
      throws IOException {
    accept(output);
    for (String head = head(input); !head.isEmpty(); head = head(input)) {
      String[] parts = head.substring(1).split(" ", 3);
      if (head.charAt(0) == 'T') {
        accept(output);
        continue;
      }
      if (head.charAt(0) != 'C' || parts.length != 3) {
        throw new IOException("scp copies single files only here");
      }
      long size = number(parts[1], 10);
      accept(output);
      try (OutputStream content = Files.newOutputStream(file)) {
        copy(input, content, size);
      }
      if (input.read() != 0) {
        throw new IOException("scp broke off");
      }
      Files.setPosixFilePermissions(file, permissions((int) number(parts[0], 8)));
      boolean folder = path.endsWith("/");
      machine.uploadFile(folder ? path + parts[2] : path, file);
      accept(output);
    }
  }

  private void send(InputStream input, OutputStream output, String path, Path file)
      throws IOException {
    machine.download(path, file);
    confirmed(input);
    String head = "C0644 " + Files.size(file) + " " + path.substring(path.lastIndexOf('/') + 1);
    output.write((head + "\n").getBytes(StandardCharsets.UTF_8));
    output.flush();
    confirmed(input);
    long _ = Files.copy(file, output);
    accept(output);
    confirmed(input);
  }

  private static void accept(OutputStream output) throws IOException {
    output.write(0);
    output.flush();
  }

  private static void confirmed(InputStream input) throws IOException {
    if (input.read() != 0) {
      throw new IOException("scp refused the file");
    }
  }

  private static String head(InputStream input) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int next = input.read(); next >= 0 && next != '\n'; next = input.read()) {
      head.append((char) next);
      if (head.length() > LONGEST_LINE) {
        throw new IOException("scp sends no name");
      }
    }
    return head.toString();
  }

  private static void copy(InputStream from, OutputStream to, long size) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    for (long left = size; left > 0; ) {
      int count = from.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (count < 0) {
        throw new EOFException("scp broke off");
      }
      to.write(buffer, 0, count);
      left -= count;
    }
  }

  private static long number(String text, int radix) throws IOException {
    try {
      long number = Long.parseLong(text, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IOException("scp sends no size", e);
    }
    throw new IOException("scp sends no size");
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int i = 0; i < all.length; i++) {
      // Declared from the owner's right to read down.
      if ((mode & (0400 >> i)) != 0) {
        permissions.add(all[i]);
      }
    }
    return permissions;
  }

  @Override
  public void destroy(ChannelSession channel) {
    Thread now = running;
    if (now != null) {
      now.interrupt();
    }
  }
}
