import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The one archive the program runs from: everything in its own archive and its libraries', with
 * plain call sites ({@link PlainCalls}). Opening twenty archives, and unpacking what is read from
 * them, costs each start its time; so classes stand in it uncompressed.
 */
final class ProgramArchive {
  private static final String VERSIONS = "META-INF/versions/";
  private static final String SERVICES = "META-INF/services/";

  /** What speaks of one archive only, and isn't true of a joined one. */
  private static final Set<String> OF_ONE_ARCHIVE =
      Set.of("META-INF/MANIFEST.MF", "META-INF/INDEX.LIST", "module-info.class");

  private static final Set<String> NATIVE = Set.of("so", "dll", "dylib", "jnilib", "a");

  /** The names libraries have for the machine that this is. */
  private static final Set<String> MACHINE =
      System.getProperty("os.arch").equals("amd64")
          ? Set.of("x86_64")
          : Set.of(System.getProperty("os.arch"), "arm64");

  /** Texts each library has under the same name, which have to stay with it. */
  private static final Set<String> LICENSES =
      Set.of(
          "LICENSE",
          "LICENSE.TXT",
          "LICENSE.MD",
          "NOTICE",
          "NOTICE.TXT",
          "NOTICE.MD",
          "DEPENDENCIES");

  private final Map<String, byte[]> entries = new TreeMap<>();
  private final Map<String, String> origins = new LinkedHashMap<>();

  /** Reads archives; none may have what another one has. */
  static ProgramArchive of(List<Path> archives) throws IOException {
    ProgramArchive program = new ProgramArchive();
    for (Path archive : archives) {
      program.add(archive);
    }
    return program;
  }

  private void add(Path archive) throws IOException {
    String name = String.valueOf(archive.getFileName());
    Map<String, byte[]> read = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.isDirectory()) {
          read.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    for (Map.Entry<String, byte[]> entry : ofThisJava(read).entrySet()) {
      String path = entry.getKey();
      if (OF_ONE_ARCHIVE.contains(path) || isSignature(path) || isOfAnotherHost(path)) {
        continue;
      }
      String file = path.substring(path.lastIndexOf('/') + 1).toUpperCase(Locale.ROOT);
      if (path.startsWith("META-INF/") && path.indexOf('/', 9) < 0 && LICENSES.contains(file)) {
        path =
            "META-INF/licenses/" + name.replace(".jar", "") + path.substring("META-INF".length());
      }
      add(path, entry.getValue(), name);
    }
  }

  private void add(String path, byte[] bytes, String archive) throws IOException {
    byte[] known = entries.get(path);
    if (known == null) {
      entries.put(path, bytes);
    } else if (path.startsWith(SERVICES)) {
      ByteArrayOutputStream joined = new ByteArrayOutputStream();
      joined.writeBytes(known);
      joined.write('\n');
      joined.writeBytes(bytes);
      entries.put(path, joined.toByteArray());
    } else if (!Arrays.equals(known, bytes)) {
      throw new IOException(
          path + " stands in " + origins.get(path) + " and, with other content, in " + archive);
    }
    origins.put(path, archive);
  }

  /** What an archive for several versions of Java has for this one, under its plain name. */
  private static Map<String, byte[]> ofThisJava(Map<String, byte[]> read) throws IOException {
    boolean several =
        read.containsKey("META-INF/MANIFEST.MF")
            && "true"
                .equalsIgnoreCase(
                    new Manifest(new ByteArrayInputStream(read.get("META-INF/MANIFEST.MF")))
                        .getMainAttributes()
                        .getValue(Attributes.Name.MULTI_RELEASE));
    Map<String, byte[]> chosen = new LinkedHashMap<>();
    Map<String, Integer> versions = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> entry : read.entrySet()) {
      String path = entry.getKey();
      int version = 0;
      if (path.startsWith(VERSIONS)) {
        int end = path.indexOf('/', VERSIONS.length());
        version = Integer.parseInt(path.substring(VERSIONS.length(), end));
        path = path.substring(end + 1);
        if (!several || version > Runtime.version().feature()) {
          continue;
        }
      }
      if (version >= versions.getOrDefault(path, 0)) {
        versions.put(path, version);
        chosen.put(path, entry.getValue());
      }
    }
    return chosen;
  }

  /**
   * Whether it is machine code that this host doesn't run: the program is packaged where it is
   * used. Of aircompressor none is used.
   */
  private static boolean isOfAnotherHost(String path) {
    String[] folders = path.split("/", -1);
    return NATIVE.contains(path.substring(path.lastIndexOf('.') + 1))
        && !(folders.length > 2
            && folders[folders.length - 3].startsWith("Linux")
            && MACHINE.contains(folders[folders.length - 2]));
  }

  private static boolean isSignature(String path) {
    return path.startsWith("META-INF/")
        && path.indexOf('/', 9) < 0
        && (path.endsWith(".SF")
            || path.endsWith(".RSA")
            || path.endsWith(".DSA")
            || path.endsWith(".EC"));
  }

  /** Has the classes need nothing that the cache cannot hold, or that no command needs. */
  void makeCallsPlain() throws IOException {
    ClassHierarchyResolver hierarchy =
        ClassHierarchyResolver.ofResourceParsing(
                type -> {
                  String descriptor = type.descriptorString();
                  byte[] bytes =
                      entries.get(descriptor.substring(1, descriptor.length() - 1) + ".class");
                  return bytes == null ? null : new ByteArrayInputStream(bytes);
                })
            .orElse(ClassHierarchyResolver.ofResourceParsing(ClassLoader.getPlatformClassLoader()))
            .cached();
    PlainCalls calls = new PlainCalls(hierarchy);
    ClassFile classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(hierarchy));
    LazyDecimals decimals = new LazyDecimals(classFile);
    SqliteStart sqlite = new SqliteStart(classFile);
    List<String> left = new ArrayList<>();
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      if (entry.getKey().endsWith(".class")) {
        entry.setValue(calls.in(entry.getValue()));
        if (entry.getKey().startsWith(LazyDecimals.WHERE)) {
          entry.setValue(decimals.in(entry.getValue()));
        }
        entry.setValue(sqlite.in(entry.getKey(), entry.getValue()));
        left.addAll(calls.left(entry.getValue()));
      }
    }
    if (!left.isEmpty()) {
      throw new IOException(
          "The AOT cache cannot hold what these call. Write it another way, or have PlainCalls"
              + " replace it:\n"
              + "  "
              + String.join("\n  ", left));
    }
  }

  /** The bytes of an entry. */
  Optional<byte[]> entry(String path) {
    return Optional.ofNullable(entries.get(path));
  }

  /**
   * Writes the archive beside its place, then moves it there: what runs from the one before keeps
   * it.
   */
  void write(Path target, String mainClass) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    manifest.write(head);
    Path fresh = target.resolveSibling(target.getFileName() + ".new");
    try (ZipOutputStream out =
        new ZipOutputStream(
            new BufferedOutputStream(Files.newOutputStream(fresh), 1 << 16),
            StandardCharsets.UTF_8)) {
      put(out, "META-INF/MANIFEST.MF", head.toByteArray());
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        put(out, entry.getKey(), entry.getValue());
      }
    }
    Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void put(ZipOutputStream out, String path, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(path);
    entry.setTimeLocal(java.time.LocalDateTime.of(2026, 1, 1, 0, 0));
    // What is large and no class is read rarely, if at all.
    if (bytes.length < 1 << 17 || path.endsWith(".class")) {
      CRC32 sum = new CRC32();
      sum.update(bytes);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(bytes.length);
      entry.setCrc(sum.getValue());
    }
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }
}
