package dev.ingot.bake.layer;

import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Hashes inputs to a {@link LayerKey}. Each input enters with its kind and its length, so that no
 * two different sequences of inputs hash alike. Inputs can't be recovered from it.
 */
public final class InputHash {
  private final MessageDigest digest;

  /**
   * @param purpose the purpose, so that hashes for different purposes never collide
   */
  public InputHash(String purpose) {
    this.digest = sha256();
    text(purpose);
  }

  /** Adds a text. */
  public InputHash text(String text) {
    return bytes('t', text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a whole number. */
  public InputHash number(long number) {
    return bytes('n', ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  /** Adds a boolean. */
  public InputHash flag(boolean flag) {
    return number(flag ? 1 : 0);
  }

  /** Adds another key. */
  public InputHash key(LayerKey key) {
    return bytes('k', HexFormat.of().parseHex(key.text()));
  }

  /** Adds texts, in order. */
  public InputHash texts(List<String> texts) {
    start('l', texts.size());
    texts.forEach(this::text);
    return this;
  }

  /** Adds named texts, in the order of their names. */
  public InputHash texts(SortedMap<String, String> texts) {
    start('m', texts.size());
    texts.forEach((name, text) -> text(name).text(text));
    return this;
  }

  /**
   * Adds a value of the language: its type and content. A sensitive part enters as a separate hash.
   */
  public InputHash value(Value value) {
    if (value.marks().sensitive()) {
      InputHash own = new InputHash("sensitive");
      own.value(value.unmarked());
      start('s', 1);
      return key(own.key());
    }
    switch (value.unmarked()) {
      case Value.StringValue(String text) -> text(text);
      case Value.NumberValue number ->
          bytes('f', number.number().toString().getBytes(StandardCharsets.UTF_8));
      case Value.BoolValue(boolean truth) -> bytes('b', new byte[] {(byte) (truth ? 1 : 0)});
      case Value.NullValue absent -> start('0', 0);
      case Value.UnknownValue unknown -> start('u', 0);
      case Value.ListValue(Type element, List<Value> elements) -> values('l', elements);
      case Value.SetValue(Type element, List<Value> elements) -> values('e', elements);
      case Value.TupleValue(List<Value> elements) -> values('l', elements);
      case Value.MapValue(Type element, SortedMap<String, Value> entries) -> values(entries);
      case Value.ObjectValue(SortedMap<String, Value> attributes) -> values(attributes);
      case Value.MarkedValue marked -> value(marked.inner());
    }
    return this;
  }

  /**
   * Adds the content of a file or directory of this host: names, types, permissions, contents.
   * Times and owners are ignored.
   *
   * @throws IOException also when an entry is neither a file, a directory nor a link
   */
  public InputHash content(Path path) throws IOException {
    number(permissions(path));
    if (!Files.isDirectory(path)) {
      requireFile(path, false);
      return file(path);
    }
    try (Stream<Path> below = Files.walk(path)) {
      for (Path each : (Iterable<Path>) below::iterator) {
        requireFile(each, true);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (TreeEntry entry :
        new TreeScan(TreeScan.Ownership.ROOT, TreeScan.OpaqueMark.NEVER, List.of()).scan(path)) {
      entry(entry);
    }
    return this;
  }

  private static long permissions(Path path) throws IOException {
    return Files.getAttribute(path, "unix:mode") instanceof Integer mode ? mode & 0777 : 0;
  }

  /** A pipe or a device may never end, and a socket can't be read. */
  private static void requireFile(Path path, boolean below) throws IOException {
    BasicFileAttributes attributes =
        below
            ? Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
            : Files.readAttributes(path, BasicFileAttributes.class);
    if (attributes.isOther()) {
      throw new FileSystemException(
          path.toString(), null, "it is a pipe, a device or a socket, not a file");
    }
  }

  /** Adds an entry of a tree with its mode, owners and content. */
  public InputHash entry(TreeEntry entry) throws IOException {
    text(entry.archivePath());
    switch (entry) {
      case TreeEntry.Directory(String path, TreeEntry.Access access) -> kind('d').access(access);
      case TreeEntry.RegularFile(
              String path,
              TreeEntry.Access access,
              TreeEntry.Content content) -> {
        kind('f').access(access);
        switch (content) {
          case TreeEntry.Content.Text(String text) ->
              bytes('c', text.getBytes(StandardCharsets.UTF_8));
          case TreeEntry.Content.OnDisk(Path file) -> file(file);
        }
      }
      case TreeEntry.SymbolicLink(String path, TreeEntry.Access access, String target) ->
          kind('s').text(target);
      case TreeEntry.HardLink(String path, String target) -> kind('h').text(target);
      case TreeEntry.Pipe(String path, TreeEntry.Access access) -> kind('p').access(access);
      case TreeEntry.Device(
              String path,
              TreeEntry.Access access,
              boolean block,
              int major,
              int minor) ->
          kind('v').access(access).flag(block).number(major).number(minor);
      case TreeEntry.Whiteout whiteout -> kind('w');
      case TreeEntry.OpaqueDirectory directory -> kind('o');
    }
    return this;
  }

  /** The key of everything added; nothing can be added afterwards. */
  public LayerKey key() {
    return new LayerKey(HexFormat.of().formatHex(digest.digest()));
  }

  private InputHash kind(char kind) {
    start(kind, 0);
    return this;
  }

  private InputHash access(TreeEntry.Access access) {
    return number(access.mode())
        .number(access.uid())
        .number(access.gid())
        .texts(access.attributes());
  }

  private InputHash file(Path file) throws IOException {
    start('c', Files.size(file));
    byte[] buffer = new byte[64 * 1024];
    long length = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        length += read;
      }
    }
    start('.', length);
    return this;
  }

  private void values(char kind, List<Value> elements) {
    start(kind, elements.size());
    elements.forEach(this::value);
  }

  private void values(SortedMap<String, Value> entries) {
    start('m', entries.size());
    for (Map.Entry<String, Value> entry : entries.entrySet()) {
      text(entry.getKey()).value(entry.getValue());
    }
  }

  private InputHash bytes(char kind, byte[] bytes) {
    start(kind, bytes.length);
    digest.update(bytes);
    return this;
  }

  private void start(char kind, long length) {
    digest.update(ByteBuffer.allocate(9).put((byte) kind).putLong(length).flip());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
