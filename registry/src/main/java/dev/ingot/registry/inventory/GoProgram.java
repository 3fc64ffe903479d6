package dev.ingot.registry.inventory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What programs of Go say of the modules they were built from. Rules: the documentation of Go's
 * debug/buildinfo, of programs since Go 1.18.
 */
final class GoProgram {
  private static final byte[] MAGIC = "\u00ff Go buildinf:".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
  private static final int HEADER = 32;
  private static final int INLINE = 2;
  private static final int MOST = 4 << 20;
  private static final int FRAME = 16;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;

  private GoProgram(InputStream in) {
    this.in = in;
  }

  /** The modules of a program; none if it is something else. */
  static List<FoundPackage> read(InputStream in) throws IOException {
    GoProgram program = new GoProgram(in);
    for (byte each : ELF) {
      if (program.next() != each) {
        return List.of();
      }
    }
    return program.skipToMagic() ? program.modules() : List.of();
  }

  private int next() throws IOException {
    if (at == end) {
      at = 0;
      end = Math.max(0, in.read(buffer, 0, buffer.length));
    }
    return at == end ? -1 : buffer[at++] & 0xff;
  }

  private boolean skipToMagic() throws IOException {
    int matched = 0;
    for (int next = next(); next >= 0; next = next()) {
      if ((byte) next == MAGIC[matched]) {
        matched++;
        if (matched == MAGIC.length) {
          return true;
        }
      } else {
        // Its first byte appears nowhere else in it.
        matched = (byte) next == MAGIC[0] ? 1 : 0;
      }
    }
    return false;
  }

  private List<FoundPackage> modules() throws IOException {
    byte[] header = bytes(HEADER - MAGIC.length);
    if (header.length < HEADER - MAGIC.length || (header[1] & INLINE) == 0) {
      return List.of();
    }
    String version = text();
    String modules = text();
    List<FoundPackage> packages = new ArrayList<>();
    if (version.startsWith("go")) {
      packages.add(FoundPackage.of("golang", "", "stdlib", version.substring(2).split(" ", 2)[0]));
    }
    // The list is between two frames of bytes that no text has.
    if (modules.length() > 2 * FRAME) {
      for (String line : modules.substring(FRAME, modules.length() - FRAME).split("\n", -1)) {
        String[] words = line.split("\t", -1);
        if (words.length >= 3 && (words[0].equals("dep") || words[0].equals("mod"))) {
          packages.add(module(words[1], words[2]));
        } else if (words.length >= 3 && words[0].equals("=>") && packages.size() > 1) {
          packages.set(packages.size() - 1, module(words[1], words[2]));
        }
      }
    }
    return packages;
  }

  private static FoundPackage module(String path, String version) {
    int slash = path.lastIndexOf('/');
    return FoundPackage.of(
        "golang",
        slash < 0 ? "" : path.substring(0, slash),
        path.substring(slash + 1),
        version.equals("(devel)") ? "" : version);
  }

  private byte[] bytes(int count) throws IOException {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      int next = next();
      if (next < 0) {
        return java.util.Arrays.copyOf(bytes, i);
      }
      bytes[i] = (byte) next;
    }
    return bytes;
  }

  private String text() throws IOException {
    long length = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = next();
      length |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        break;
      }
    }
    return length > MOST ? "" : new String(bytes((int) length), StandardCharsets.ISO_8859_1);
  }
}
