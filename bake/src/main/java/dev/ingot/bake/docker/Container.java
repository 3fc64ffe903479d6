package dev.ingot.bake.docker;

import dev.ingot.bake.shell.LineSink;
import dev.ingot.graph.Cancellation;
import dev.ingot.http.UnixConnection;
import dev.ingot.registry.json.JsonIn;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container of an engine.
 *
 * @param id as the engine gave it
 */
record Container(Engine engine, String id) {
  private static final Duration WRITE = Duration.ofMinutes(2);
  private static final Duration COMMIT = Duration.ofHours(2);

  /** A command may be silent as long as it wants: its step has its own time limit. */
  private static final Duration COMMAND = Duration.ofDays(365);

  private static final int FRAME_HEAD = 8;
  private static final int STDERR = 2;

  private String target(String rest) {
    return "/containers/" + id + rest;
  }

  void start(Cancellation cancellation) throws IOException, InterruptedException {
    engine.run(EngineRequest.of("POST", target("/start")), cancellation);
  }

  /**
   * Removes it with everything that runs in it.
   *
   * @return whether it was there
   */
  boolean remove() throws IOException, InterruptedException {
    try {
      engine.run(EngineRequest.of("DELETE", target("?force=1&v=1")), new Cancellation());
      return true;
    } catch (EngineException e) {
      // 409: it is being removed by someone else.
      if (e.status() != 404 && e.status() != 409) {
        throw e;
      }
      return false;
    }
  }

  /**
   * Runs a program and waits for it.
   *
   * @param words the program and its arguments
   * @param input what it reads
   * @return its exit code
   */
  int exec(
      List<String> words,
      Optional<String> user,
      byte[] input,
      OutputStream out,
      OutputStream err,
      Cancellation cancellation)
      throws IOException, InterruptedException {
    String exec =
        engine.object(
            EngineRequest.of("POST", target("/exec"))
                .json(
                    body ->
                        body.flag("AttachStdin", true)
                            .flag("AttachStdout", true)
                            .flag("AttachStderr", true)
                            .flag("Tty", false)
                            .optionalText("User", user)
                            .array("Cmd", words)),
            cancellation,
            answer -> member(answer, "Id"));
    if (!isId(exec)) {
      throw new IOException("the engine named no exec");
    }
    boolean _ =
        engine.hijack(
            EngineRequest.of("POST", "/exec/" + exec + "/start")
                .idle(COMMAND)
                .json(body -> body.flag("Detach", false).flag("Tty", false)),
            cancellation,
            (connection, in) -> {
              talk(connection, in, input, out, err);
              return true;
            });
    return exitCode(exec, cancellation);
  }

  private static void talk(
      UnixConnection connection, InputStream in, byte[] input, OutputStream out, OutputStream err)
      throws IOException {
    connection.write(input, 0, input.length, WRITE);
    connection.shutdownOutput();
    byte[] head = new byte[FRAME_HEAD];
    byte[] buffer = new byte[16 * 1024];
    for (int count = in.readNBytes(head, 0, FRAME_HEAD);
        count > 0;
        count = in.readNBytes(head, 0, FRAME_HEAD)) {
      long left = count < FRAME_HEAD ? -1 : ByteBuffer.wrap(head, 4, 4).getInt() & 0xffff_ffffL;
      if (left < 0 || head[0] < 0 || head[0] > STDERR) {
        throw new EOFException("the output of a command broke off");
      }
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new EOFException("the output of a command broke off");
        }
        (head[0] == STDERR ? err : out).write(buffer, 0, read);
        left -= read;
      }
    }
  }

  private record Exit(boolean running, long code) {}

  private int exitCode(String exec, Cancellation cancellation)
      throws IOException, InterruptedException {
    Exit exit =
        engine.object(
            EngineRequest.of("GET", "/exec/" + exec + "/json"),
            cancellation,
            answer -> {
              boolean[] running = {false};
              long[] code = {-1};
              answer.members(
                  name -> {
                    if (name.equals("Running")) {
                      running[0] = answer.flag();
                    } else if (name.equals("ExitCode") && !answer.isNull()) {
                      code[0] = answer.number();
                    } else {
                      answer.skip();
                    }
                  });
              return new Exit(running[0], code[0]);
            });
    if (exit.running() || exit.code() < 0) {
      throw new IOException("the connection was lost while the command ran");
    }
    return (int) exit.code();
  }

  /** Unpacks an archive into a folder that exists. */
  void put(String folder, EngineRequest.Body tar, Cancellation cancellation)
      throws IOException, InterruptedException {
    engine.run(
        EngineRequest.of("PUT", target("/archive?path=" + EngineRequest.encoded(folder)))
            .archive(tar),
        cancellation);
  }

  /** An archive of a file or a folder. */
  <T> T get(String path, Engine.Answer<T> answer, Cancellation cancellation)
      throws IOException, InterruptedException {
    return engine.send(
        EngineRequest.of("GET", target("/archive?path=" + EngineRequest.encoded(path))),
        cancellation,
        answer);
  }

  /** Takes an archive. */
  @FunctionalInterface
  interface Reader<T> {
    T read(InputStream archive) throws IOException;
  }

  /** Reads an archive of all its files. */
  <T> T files(Reader<T> reader, Cancellation cancellation)
      throws IOException, InterruptedException {
    return engine.send(
        EngineRequest.of("GET", target("/export")).idle(COMMIT),
        cancellation,
        (_, body) -> reader.read(body));
  }

  /**
   * Saves it as an image.
   *
   * @param query more of the query; empty or beginning with {@code &}
   * @return the id of the image
   */
  String commit(String query, Cancellation cancellation) throws IOException, InterruptedException {
    String image =
        engine.object(
            EngineRequest.of("POST", "/commit?container=" + id + query).noObject().idle(COMMIT),
            cancellation,
            answer -> member(answer, "Id"));
    if (!ImageName.isValid(image)) {
      throw new IOException("the engine named no image after a commit");
    }
    return image;
  }

  /** A text of an object, empty if it isn't there. */
  static String member(JsonIn answer, String wanted) {
    return members(answer).getOrDefault(wanted, "");
  }

  /** The texts of an object. */
  static Map<String, String> members(JsonIn answer) {
    Map<String, String> found = new HashMap<>();
    answer.members(
        name -> {
          if (answer.isText()) {
            found.put(name, answer.text());
          } else {
            answer.skip();
          }
        });
    return found;
  }

  /** Whether a text can be the id of something. */
  static boolean isId(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  /** Discards lines. */
  static LineSink nowhere() {
    return new LineSink(_ -> {});
  }
}
