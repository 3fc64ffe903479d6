package dev.ingot.bake.qemu;

import dev.ingot.bake.StepException;
import dev.ingot.graph.Cancellation;
import dev.ingot.registry.json.JsonIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What is known of the file of a disk.
 *
 * @param format as {@code qemu-img} names it
 * @param size of the disk in bytes
 * @param complete whether it needs no other file
 */
record DiskImage(Path file, String format, long size, boolean complete) {
  /** Package names for messages. */
  static final String TOOL_PACKAGES = "qemu-utils (Debian, Ubuntu) or qemu-img (Fedora)";

  static DiskImage of(Path file, HostTools tools, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    String json =
        tools.output(
            List.of("qemu-img", "info", "-U", "--output=json", file.toString()), cancellation);
    String[] format = {""};
    long[] size = {0};
    boolean[] complete = {true};
    try {
      boolean _ =
          JsonIn.document(
              json.getBytes(StandardCharsets.UTF_8),
              in -> {
                in.members(
                    name -> {
                      switch (name) {
                        case "format" -> format[0] = in.text();
                        case "virtual-size" -> size[0] = in.number();
                        case "backing-filename", "data-file" -> {
                          complete[0] = false;
                          in.skip();
                        }
                        case "format-specific" ->
                            in.members(
                                part -> {
                                  if (part.equals("data")) {
                                    complete[0] &= !in.names().contains("data-file");
                                  } else {
                                    in.skip();
                                  }
                                });
                        default -> in.skip();
                      }
                    });
                return true;
              });
    } catch (IllegalArgumentException e) {
      throw new IOException("qemu-img's description of " + file + " isn't understood", e);
    }
    return new DiskImage(file, format[0], size[0], complete[0]);
  }

  /** The bytes of a size with a unit. */
  static long bytes(String size) {
    int last = size.length() - 1;
    int unit = "KMGTPE".indexOf(size.charAt(last));
    return unit < 0
        ? Long.parseLong(size)
        : Math.multiplyExact(Long.parseLong(size.substring(0, last)), 1L << (10 * (unit + 1)));
  }
}
