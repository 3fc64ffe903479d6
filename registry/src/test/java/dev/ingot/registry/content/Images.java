package dev.ingot.registry.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small images for tests. */
public final class Images {
  public static final Platform LINUX = new Platform("linux", "amd64");

  private Images() {}

  public static OciImage write(ContentStore store, String content) {
    try (LayerWriter writer = LayerWriter.to(store, 1)) {
      writer.write(tar("etc/motd", content));
      Layer layer = writer.commit();
      ImageConfig config =
          ImageConfig.empty(LINUX).toBuilder()
              .created(Instant.parse("2027-01-01T00:00:00Z"))
              .environment(List.of("PATH=/bin"))
              .entrypoint(List.of("/bin/server"))
              .command(List.of("--port", "8080"))
              .exposedPorts(List.of("8080/tcp"))
              .labels(Map.of("b", "2", "a", "1"))
              .workingDirectory("/srv")
              .user("web")
              .diffIds(List.of(layer.diffId()))
              .history(
                  List.of(
                      new HistoryEntry(
                          Optional.of(Instant.parse("2027-01-01T00:00:00Z")), "shell", "", false)))
              .build();
      return OciImage.write(store, config, List.of(layer.descriptor()), Map.of("k", "v"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A tar stream with one file, as in POSIX ustar. */
  public static byte[] tar(String name, String content) {
    return tar(name, content, 0644);
  }

  /** The same with a mode; each character of the content is a byte. */
  public static byte[] tar(String name, String content, int mode) {
    byte[] body = content.getBytes(StandardCharsets.ISO_8859_1);
    byte[] tar = new byte[512 + (body.length + 511) / 512 * 512 + 1024];
    put(tar, 0, name);
    put(tar, 100, String.format("%07o\0", mode) + "0000000\0" + "0000000\0");
    put(tar, 124, String.format("%011o\0", body.length) + "00000000000\0" + "        " + "0");
    put(tar, 257, "ustar\00000");
    int sum = 0;
    for (int at = 0; at < 512; at++) {
      sum += tar[at] & 0xff;
    }
    put(tar, 148, String.format("%06o\0 ", sum));
    System.arraycopy(body, 0, tar, 512, body.length);
    return tar;
  }

  private static void put(byte[] tar, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, tar, at, bytes.length);
  }
}
