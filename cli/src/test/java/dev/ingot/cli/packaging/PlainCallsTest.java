package dev.ingot.cli.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.cli.Comparators;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;
import tools.jackson.core.json.JsonFactory;

/** What packaging makes of classes; its sources are compiled here as the build runs them. */
final class PlainCallsTest {
  @TempDir private Path folder = Path.of("/");
  private Class<?> programArchive = Object.class;

  @BeforeEach
  void compilePackaging() throws Exception {
    Path classes = Files.createDirectories(folder.resolve("packaging"));
    List<String> words = new ArrayList<>(List.of("-d", classes.toString()));
    try (Stream<Path> sources = Files.list(Path.of("src/main/packaging"))) {
      sources.map(Path::toString).forEach(words::add);
    }
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, words.toArray(String[]::new)))
        .isZero();
    programArchive =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}).loadClass("ProgramArchive");
  }

  /** Joins archives as packaging does. */
  private Path join(Path... archives) throws Exception {
    Path target = folder.resolve("joined.jar");
    try {
      Object archive = method("of", List.class).invoke(null, List.of(archives));
      method("makeCallsPlain").invoke(archive);
      method("write", Path.class, String.class).invoke(archive, target, "some.Main");
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
    return target;
  }

  private Method method(String name, Class<?>... parameters) throws NoSuchMethodException {
    Method method = programArchive.getDeclaredMethod(name, parameters);
    method.setAccessible(true);
    return method;
  }

  private Path jar(String name, Map<String, byte[]> entries) throws IOException {
    Path file = folder.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return file;
  }

  private static Map<String, byte[]> entries(Path jar) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  /** A class of this package and those within it. */
  private static Map<String, byte[]> classes(Class<?> type) throws Exception {
    Path root = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    Map<String, byte[]> classes = new TreeMap<>();
    Path inPackage = root.resolve(type.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(inPackage)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        String binary = type.getName().substring(type.getPackageName().length() + 1);
        if (name.equals(binary + ".class") || name.startsWith(binary + "$")) {
          classes.put(root.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return classes;
  }

  /** Without anything that a cache cannot hold. */
  private static boolean isPlain(MethodModel method) {
    return method
        .code()
        .map(
            code ->
                code.elementStream()
                    .noneMatch(
                        element ->
                            switch (element) {
                              case InvokeDynamicInstruction site ->
                                  !site.bootstrapMethod()
                                      .owner()
                                      .displayName()
                                      .equals("LambdaMetafactory");
                              case InvokeInstruction call ->
                                  call.owner().asInternalName().startsWith("java/")
                                      && call.name().stringValue().matches("(then)?[cC]omparing.*");
                              default -> false;
                            }))
        .orElse(true);
  }

  /** What a class answers that was packaged, in a loader that knows nothing but its archive. */
  private static Object packaged(Path archive, Class<?> type) throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {archive.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      return ((Supplier<?>) loader.loadClass(type.getName()).getDeclaredConstructor().newInstance())
          .get();
    }
  }

  @Test
  void recordsSwitchesAndComparatorsAnswerAsBefore() throws Exception {
    Path joined =
        join(
            jar("some.jar", classes(CallSites.class)), jar("more.jar", classes(Comparators.class)));
    assertThat(packaged(joined, CallSites.class)).isEqualTo(new CallSites().get());
  }

  @Test
  void theParserComparesWithItsLimitsAsBefore() throws Exception {
    Path parser =
        Path.of(JsonFactory.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path joined = join(jar("some.jar", classes(ParserLimits.class)), parser);
    assertThat(packaged(joined, ParserLimits.class)).isEqualTo(new ParserLimits().get());
    String base = "tools/jackson/core/base/ParserMinimalBase.class";
    assertThat(decimalsMadeAtFirst(entries(parser).get(base))).isTrue();
    assertThat(decimalsMadeAtFirst(entries(joined).get(base))).isFalse();
  }

  private static boolean decimalsMadeAtFirst(byte @Nullable [] type) {
    return ClassFile.of().parse(Objects.requireNonNull(type)).methods().stream()
        .filter(method -> method.methodName().equalsString("<clinit>"))
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .anyMatch(
            element ->
                element instanceof NewObjectInstruction made
                    && made.className().asInternalName().equals("java/math/BigDecimal"));
  }

  @Test
  void theDatabaseStartsWithoutLookingForWhatIsNotThere() throws Exception {
    Path driver = Path.of(JDBC.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path joined = join(driver);
    String loggers = "org/sqlite/util/LoggerFactory.class";
    String loader = "org/sqlite/SQLiteJDBCLoader.class";
    assertThat(calls(driver, loggers, "<clinit>")).isPositive();
    assertThat(calls(driver, loader, "cleanup")).isPositive();
    assertThat(calls(joined, loggers, "<clinit>")).isZero();
    assertThat(calls(joined, loader, "cleanup")).isZero();
    assertThat(calls(joined, loader, "initialize")).isEqualTo(calls(driver, loader, "initialize"));
  }

  private static long calls(Path archive, String type, String method) throws IOException {
    return ClassFile.of()
        .parse(Objects.requireNonNull(entries(archive).get(type)))
        .methods()
        .stream()
        .filter(each -> each.methodName().equalsString(method))
        .flatMap(each -> each.code().stream())
        .flatMap(code -> code.elementStream())
        .filter(element -> element instanceof InvokeInstruction)
        .count();
  }

  @Test
  void nothingElseIsChanged() throws Exception {
    Map<String, byte[]> before = classes(CallSites.class);
    Map<String, byte[]> after = entries(join(jar("some.jar", before)));
    int kept = 0;
    int rewritten = 0;
    for (Map.Entry<String, byte[]> entry : before.entrySet()) {
      ClassModel old = ClassFile.of().parse(entry.getValue());
      ClassModel plain = ClassFile.of().parse(after.getOrDefault(entry.getKey(), new byte[0]));
      assertThat(plain.flags().flagsMask()).isEqualTo(old.flags().flagsMask());
      assertThat(plain.fields().toString()).isEqualTo(old.fields().toString());
      assertThat(plain.attributes().stream().map(Object::toString))
          .containsExactlyInAnyOrderElementsOf(
              old.attributes().stream().map(Object::toString).toList());
      List<MethodModel> methods =
          plain.methods().stream()
              .filter(method -> !method.methodName().stringValue().startsWith("typeSwitch$"))
              .toList();
      assertThat(methods).hasSameSizeAs(old.methods());
      for (int i = 0; i < methods.size(); i++) {
        MethodModel was = old.methods().get(i);
        MethodModel is = methods.get(i);
        assertThat(is.toString()).isEqualTo(was.toString());
        assertThat(is.flags().flagsMask()).isEqualTo(was.flags().flagsMask());
        assertThat(isPlain(is)).isTrue();
        if (isPlain(was)) {
          assertThat(code(is)).isEqualTo(code(was));
          kept++;
        } else {
          rewritten++;
        }
      }
    }
    assertThat(kept).isGreaterThan(20);
    assertThat(rewritten).isGreaterThan(20);
  }

  private static byte[] code(MethodModel method) {
    return method
        .code()
        .map(code -> code instanceof CodeAttribute attribute ? attribute.codeArray() : new byte[0])
        .orElseGet(() -> new byte[0]);
  }

  @Test
  void aCallTheCacheCannotHoldEndsTheBuild() throws Exception {
    assertThatThrownBy(() -> join(jar("some.jar", classes(LeftOver.class))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "dev.ingot.cli.packaging.PlainCallsTest$LeftOver.told: SwitchBootstraps.typeSwitch");
  }

  @Test
  void archivesAreJoinedAsTheJvmWouldReadThem() throws Exception {
    byte[] several =
        "Manifest-Version: 1.0\nMulti-Release: true\n\n".getBytes(StandardCharsets.UTF_8);
    Path one =
        jar(
            "one.jar",
            new TreeMap<>(
                Map.of(
                    "META-INF/MANIFEST.MF",
                    several,
                    "a.txt",
                    bytes("8"),
                    "META-INF/versions/17/a.txt",
                    bytes("17"),
                    "META-INF/versions/9/a.txt",
                    bytes("9"),
                    "META-INF/versions/99/a.txt",
                    bytes("99"),
                    "META-INF/services/some.Service",
                    bytes("one.Service"),
                    "META-INF/LICENSE",
                    bytes("of one"),
                    "META-INF/KEY.SF",
                    bytes("signed"))));
    Path two =
        jar(
            "two.jar",
            Map.of(
                "META-INF/services/some.Service",
                bytes("two.Service"),
                "META-INF/LICENSE",
                bytes("of two"),
                "module-info.class",
                bytes("a module")));
    Map<String, byte[]> joined = entries(join(one, two));
    assertThat(joined.keySet())
        .containsExactlyInAnyOrder(
            "META-INF/MANIFEST.MF",
            "META-INF/licenses/one/LICENSE",
            "META-INF/licenses/two/LICENSE",
            "META-INF/services/some.Service",
            "a.txt");
    assertThat(joined.get("a.txt")).isEqualTo(bytes("17"));
    assertThat(new String(joined.get("META-INF/services/some.Service"), StandardCharsets.UTF_8))
        .isEqualTo("one.Service\ntwo.Service");
  }

  @Test
  void twoArchivesWithOneNameForDifferentThingsAreRefused() throws Exception {
    Path one = jar("one.jar", Map.of("some/Type.txt", bytes("1")));
    Path two = jar("two.jar", Map.of("some/Type.txt", bytes("2")));
    assertThatThrownBy(() -> join(one, two))
        .hasMessageContaining("some/Type.txt")
        .hasMessageContaining("one.jar")
        .hasMessageContaining("two.jar");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A switch over constants of an enum beside types. */
  static final class LeftOver {
    sealed interface Answer permits Word, Text {}

    enum Word implements Answer {
      YES,
      NO
    }

    record Text(String text) implements Answer {}

    private LeftOver() {}

    static String told(Answer answer) {
      return switch (answer) {
        case Word.YES -> "yes";
        case Word.NO -> "no";
        case Text(String text) -> text;
      };
    }
  }
}
