package dev.ingot.platform.image;

import dev.ingot.bake.layer.ExtendedAttributes;
import dev.ingot.storage.archive.TarReader;
import dev.ingot.storage.archive.TarReader.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Unpacks one layer (OCI image specification, "Image Layer Filesystem Changeset") into a directory
 * that overlayfs accepts as a lower one. Nothing is ever written through a symbolic link or outside
 * the directory; devices and pipes are left out; owners are kept when running as root.
 */
final class LayerUnpacker {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  private final Path root;
  private final boolean keepOwners;
  private final boolean makeWhiteouts;
  private final UnpackLimits limits;
  private final List<String> whiteouts = new ArrayList<>();
  private final List<String> opaques = new ArrayList<>();
  private final Map<Path, Entry> directories = new TreeMap<>();
  private final Set<String> written = new HashSet<>();

  /**
   * Into a new, empty directory.
   *
   * @param keepOwners whether owners are preserved
   * @param makeWhiteouts whether white-outs are created in the form of overlayfs
   * @param limits the allowed size
   */
  LayerUnpacker(Path root, boolean keepOwners, boolean makeWhiteouts, UnpackLimits limits) {
    this.root = root;
    this.keepOwners = keepOwners;
    this.makeWhiteouts = makeWhiteouts;
    this.limits = limits;
  }

  private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwxr-xr-x");

  /** Unpacks a tar stream, then writes the layer's marks beside the directory. */
  void unpack(InputStream stream) throws IOException, InterruptedException {
    InputStream tar = limits.limit(stream);
    long entries = 0;
    Files.setPosixFilePermissions(root, OPEN);
    TarReader reader = new TarReader(tar);
    for (Optional<Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("unpacking was interrupted");
      }
      if (++entries > limits.entries()) {
        throw new IOException("it has more than " + limits.entries() + " entries");
      }
      one(entry.get(), reader);
    }
    // A stream's checksum is checked only when it is read to its end.
    tar.transferTo(OutputStream.nullOutputStream());
    if (makeWhiteouts) {
      makeWhiteouts();
    }
    for (Map.Entry<Path, Entry> directory :
        ((TreeMap<Path, Entry>) directories).descendingMap().entrySet()) {
      attributes(directory.getKey(), directory.getValue());
    }
    List<String> marks = new ArrayList<>();
    whiteouts.forEach(path -> marks.add("w " + path));
    opaques.forEach(path -> marks.add("o " + path));
    if (!marks.isEmpty()) {
      Files.write(LayerMarks.file(root), marks);
    }
  }

  private void one(Entry entry, TarReader reader) throws IOException {
    List<String> parts = parts(entry.name());
    if (parts.isEmpty()) {
      if (entry.kind() == TarReader.Kind.DIRECTORY) {
        directories.put(root, entry);
      }
      return;
    }
    String last = parts.getLast();
    Path parent = parent(parts);
    String relative = String.join("/", parts);
    String below = String.join("/", parts.subList(0, parts.size() - 1));
    if (last.equals(OPAQUE)) {
      opaques.add(below);
      markOpaque(parent);
      return;
    }
    if (last.startsWith(WHITEOUT)) {
      String name = last.substring(WHITEOUT.length());
      if (name.isEmpty() || name.equals(".") || name.equals("..") || name.startsWith(WHITEOUT)) {
        throw new IOException("entry " + entry.name() + " is not a valid white-out");
      }
      String target = below.isEmpty() ? name : below + "/" + name;
      // Entries of this layer under that name stay, whichever comes first.
      if (!written.contains(target)) {
        whiteouts.add(target);
      }
      return;
    }
    written.add(relative);
    whiteouts.remove(relative);
    Path at = parent.resolve(last);
    switch (entry.kind()) {
      case DIRECTORY -> {
        if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
          Files.deleteIfExists(at);
          Files.createDirectory(at);
        }
        directories.put(at, entry);
      }
      case FILE -> {
        makeWay(at);
        file(at, reader);
        attributes(at, entry);
      }
      case SYMLINK -> {
        makeWay(at);
        symlink(at, entry);
      }
      case HARDLINK -> {
        makeWay(at);
        hardlink(at, entry);
      }
      case DEVICE, FIFO -> makeWay(at);
    }
  }

  private static List<String> parts(String name) throws IOException {
    List<String> parts = new ArrayList<>();
    for (String part : name.split("/")) {
      if (part.equals("..") || part.indexOf('\0') >= 0 || part.indexOf('\n') >= 0) {
        throw new IOException(
            "entry \"" + name + "\" would leave the layer's directory, or its name is invalid");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }

  /** The directory of an entry, created if it is missing; never a link. */
  private Path parent(List<String> parts) throws IOException {
    Path at = root;
    for (String part : parts.subList(0, parts.size() - 1)) {
      try {
        at = at.resolve(part);
      } catch (InvalidPathException e) {
        throw new IOException("\"" + part + "\" is not a valid file name", e);
      }
      if (Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      if (Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException(
            "entry "
                + String.join("/", parts)
                + " lies below "
                + root.relativize(at)
                + ", which is no directory");
      }
      Files.createDirectory(at);
      // Independent of this process's umask: the image has users other than root.
      Files.setPosixFilePermissions(at, OPEN);
    }
    return at;
  }

  private void makeWay(Path at) throws IOException {
    if (Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(root.relativize(at) + " is a directory and then something else");
    }
    Files.deleteIfExists(at);
  }

  private static void file(Path at, TarReader reader) throws IOException {
    byte[] chunk = new byte[64 * 1024];
    try (SeekableByteChannel channel =
            Files.newByteChannel(
                at, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        OutputStream out = Channels.newOutputStream(channel)) {
      long length = 0;
      for (int count = reader.read(chunk); count >= 0; count = reader.read(chunk)) {
        length += count;
        // A log of last logins may have gigabytes of nothing, which take no space.
        if (isEmpty(chunk, count)) {
          channel.position(length);
        } else {
          out.write(chunk, 0, count);
        }
      }
      if (channel.size() < length) {
        channel.position(length - 1);
        out.write(0);
      }
    }
  }

  private static boolean isEmpty(byte[] chunk, int count) {
    for (int i = 0; i < count; i++) {
      if (chunk[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private void symlink(Path at, Entry entry) throws IOException {
    try {
      Files.createSymbolicLink(at, Path.of(entry.link()));
    } catch (InvalidPathException e) {
      throw new IOException("entry " + entry.name() + " has an invalid target", e);
    }
    owner(at, entry);
  }

  private void hardlink(Path at, Entry entry) throws IOException {
    List<String> target = parts(entry.link());
    Path existing = target.isEmpty() ? root : parent(target).resolve(target.getLast());
    boolean linkable =
        Files.isRegularFile(existing, LinkOption.NOFOLLOW_LINKS) || Files.isSymbolicLink(existing);
    if (!linkable) {
      throw new IOException(
          "entry "
              + entry.name()
              + " is a link to "
              + entry.link()
              + ", which is not in the layer");
    }
    Files.createLink(at, existing);
  }

  private void attributes(Path at, Entry entry) throws IOException {
    owner(at, entry);
    // After the owner, since changing it clears set-id bits.
    Files.setAttribute(at, "unix:mode", entry.mode(), LinkOption.NOFOLLOW_LINKS);
    // After the owner, too, since changing it clears capabilities.
    for (Map.Entry<String, String> attribute : entry.attributes().entrySet()) {
      if (ExtendedAttributes.isKept(attribute.getKey())) {
        // Only root may set capabilities; for others the image works without them.
        boolean _ = ExtendedAttributes.write(at, attribute.getKey(), attribute.getValue());
      }
    }
    Files.setLastModifiedTime(at, FileTime.from(entry.modified(), TimeUnit.SECONDS));
  }

  private void owner(Path at, Entry entry) throws IOException {
    if (keepOwners) {
      Files.setAttribute(at, "unix:uid", (int) entry.uid(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(at, "unix:gid", (int) entry.gid(), LinkOption.NOFOLLOW_LINKS);
    }
  }

  private static void markOpaque(Path directory) {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(directory, UserDefinedFileAttributeView.class);
    try {
      view.write("overlay.opaque", ByteBuffer.wrap("y".getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      // Without such attributes there are no overlays either; the list of marks has it, too.
      return;
    }
  }

  /** One process for all of them, since Java can't create devices. */
  private void makeWhiteouts() throws IOException, InterruptedException {
    Map<String, Path> devices = new LinkedHashMap<>();
    for (String whiteout : whiteouts) {
      Path at = parent(parts(whiteout)).resolve(Path.of(whiteout).getFileName());
      if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
        devices.put(whiteout, at);
      }
    }
    if (devices.isEmpty()) {
      return;
    }
    Process process =
        new ProcessBuilder("xargs", "-0", "-n", "1", "sh", "-c", "mknod -m 0 -- \"$0\" c 0 0")
            .redirectErrorStream(true)
            .start();
    try (OutputStream names = process.getOutputStream()) {
      for (Path device : devices.values()) {
        names.write(device.toString().getBytes(StandardCharsets.UTF_8));
        names.write(0);
      }
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(
          "can't create white-outs: " + output.lines().findFirst().orElse("mknod failed"));
    }
  }
}
