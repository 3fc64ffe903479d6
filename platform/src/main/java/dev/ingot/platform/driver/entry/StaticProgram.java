package dev.ingot.platform.driver.entry;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes an executable (ELF, static, without libraries or a heap) that makes system calls one after
 * another. It reads no file and no variable, so nothing a machine can write affects it.
 */
final class StaticProgram {
  private static final long BASE = 0x400000;
  private static final int HEADER = 64;
  private static final int SEGMENT = 56;
  private static final int START = HEADER + 2 * SEGMENT;
  private static final int READ_AND_EXECUTE = 5;
  private static final int READ_AND_WRITE = 6;
  private static final int LOADED = 1;
  private static final int STACK = 0x6474e551;
  private static final int STANDARD_ERROR = 2;

  private final Architecture architecture;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final ByteArrayOutputStream code = new ByteArrayOutputStream();
  private final List<Ending> endings = new ArrayList<>();

  /** The place of a jump and what the program does when it is taken. */
  private record Ending(int jump, Runnable instructions) {}

  StaticProgram(Architecture architecture) {
    this.architecture = architecture;
  }

  /** Stores bytes in the program; returns their address. */
  long bytes(byte[] bytes) {
    while (data.size() % 8 != 0) {
      data.write(0);
    }
    long address = BASE + START + data.size();
    data.writeBytes(bytes);
    return address;
  }

  /** Stores a text, terminated by zero. */
  long text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] ended = new byte[bytes.length + 1];
    System.arraycopy(bytes, 0, ended, 0, bytes.length);
    return bytes(ended);
  }

  /**
   * Stores a list of texts as an array of pointers terminated by a null pointer, the form of a
   * program's arguments.
   */
  long texts(List<String> texts) {
    ByteArrayOutputStream pointers = new ByteArrayOutputStream();
    for (String text : texts) {
      Architecture.number(pointers, text(text), 8);
    }
    Architecture.number(pointers, 0, 8);
    return bytes(pointers.toByteArray());
  }

  /** A call whose failure does not matter. */
  void may(Call call, long... arguments) {
    architecture.call(code, call, arguments);
  }

  /** A call whose failure ends the program with a message and a code. */
  void must(String message, int exit, Call call, long... arguments) {
    architecture.call(code, call, arguments);
    endings.add(new Ending(architecture.jumpIfNegative(code), () -> fail(message, exit)));
  }

  /** Another call if the last one failed with this error; ends the program if that fails, too. */
  void onError(int error, String message, int exit, Call call, long... arguments) {
    endings.add(
        new Ending(
            architecture.jumpIfError(code, error),
            () -> {
              architecture.call(code, call, arguments);
              fail(message, exit);
            }));
  }

  /** Ends with a message if the last call failed with this error. */
  void failOnError(int error, String message, int exit) {
    endings.add(new Ending(architecture.jumpIfError(code, error), () -> fail(message, exit)));
  }

  /** Ends with a message and a code. */
  void fail(String message, int exit) {
    byte[] line = ("ingot: " + message + "\n").getBytes(StandardCharsets.UTF_8);
    may(Call.WRITE, STANDARD_ERROR, bytes(line), line.length);
    may(Call.EXIT_GROUP, exit);
  }

  /** The file; nothing can be added afterwards. */
  byte[] render() {
    List<int[]> landings = new ArrayList<>();
    for (int i = 0; i < endings.size(); i++) {
      landings.add(new int[] {endings.get(i).jump(), code.size()});
      endings.get(i).instructions().run();
    }
    byte[] instructions = code.toByteArray();
    for (int[] landing : landings) {
      architecture.land(instructions, landing[0], landing[1]);
    }
    while (data.size() % 8 != 0) {
      data.write(0);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    header(out);
    long size = START + (long) data.size() + instructions.length;
    segment(out, LOADED, READ_AND_EXECUTE, size);
    segment(out, STACK, READ_AND_WRITE, 0);
    out.writeBytes(data.toByteArray());
    out.writeBytes(instructions);
    return out.toByteArray();
  }

  private void header(ByteArrayOutputStream out) {
    Architecture.bytes(out, 0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    Architecture.number(out, 2, 2);
    Architecture.number(out, architecture.elfMachine(), 2);
    Architecture.number(out, 1, 4);
    Architecture.number(out, BASE + START + data.size(), 8);
    Architecture.number(out, HEADER, 8);
    Architecture.number(out, 0, 8);
    Architecture.number(out, 0, 4);
    Architecture.number(out, HEADER, 2);
    Architecture.number(out, SEGMENT, 2);
    Architecture.number(out, 2, 2);
    Architecture.number(out, 0, 6);
  }

  private static void segment(ByteArrayOutputStream out, int kind, int flags, long size) {
    boolean loaded = kind == LOADED;
    Architecture.number(out, kind, 4);
    Architecture.number(out, flags, 4);
    Architecture.number(out, 0, 8);
    Architecture.number(out, loaded ? BASE : 0, 8);
    Architecture.number(out, loaded ? BASE : 0, 8);
    Architecture.number(out, size, 8);
    Architecture.number(out, size, 8);
    Architecture.number(out, loaded ? 0x10000 : 16, 8);
  }
}
