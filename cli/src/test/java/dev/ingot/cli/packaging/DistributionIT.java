package dev.ingot.cli.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was packaged, run from a copy as a user may have it: moved, with a cache that doesn't fit,
 * read-only.
 */
@Timeout(300)
final class DistributionIT {
  private static final Path DISTRIBUTION = Path.of("target/ingot");

  @TempDir private Path temporary = Path.of("/");
  private Path script = Path.of("/");
  private Path build = Path.of("/");
  private Path configuration = Path.of("/");

  @BeforeEach
  void copyDistribution() throws IOException {
    Path copy = Files.createDirectories(temporary.resolve("moved/cli/target/ingot"));
    script = Files.copy(Path.of("../ingot"), temporary.resolve("moved/ingot"));
    String launch = Files.readString(DISTRIBUTION.resolve("launch"));
    Files.writeString(copy.resolve("launch"), launch);
    build = Files.createDirectory(copy.resolve(buildOf(launch)));
    try (Stream<Path> files = Files.list(packaged())) {
      for (Path file : files.toList()) {
        // Not copies of 90 MB: a test that changes a file replaces it.
        Files.createLink(build.resolve(file.getFileName()), file.toAbsolutePath());
      }
    }
    configuration = Files.createDirectory(temporary.resolve("configuration"));
    Files.writeString(
        configuration.resolve("main.tf"),
        """
        resource "terraform_data" "r" {
          count = 10
          input = "value ${count.index}"
        }
        """);
  }

  private static String buildOf(String launch) {
    return launch
        .lines()
        .filter(line -> line.startsWith("build="))
        .map(line -> line.substring("build='".length(), line.length() - 1))
        .findFirst()
        .orElseThrow();
  }

  private static Path packaged() throws IOException {
    return DISTRIBUTION.resolve(buildOf(Files.readString(DISTRIBUTION.resolve("launch"))));
  }

  private record Ran(int code, String out, String err) {}

  private Ran run(String... words) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(script.toString());
    builder.command().addAll(List.of(words));
    builder.environment().put("INGOT_HOME", temporary.resolve("home").toString());
    builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    Path err = temporary.resolve("err");
    Process process = builder.directory(configuration.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), out, Files.readString(err));
  }

  private void works() throws Exception {
    Ran ran = run("plan", "-no-color");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("Plan: 10 to add, 0 to change, 0 to destroy.");
  }

  /** The classes a command loads from elsewhere than the cache. */
  private Set<String> loadedElsewhere(String... words) throws Exception {
    Path log = temporary.resolve("classes");
    Path original = script;
    script = original.resolveSibling("logging");
    String text = Files.readString(original);
    assertThat(text).contains("-Xlog:disable");
    Files.writeString(script, text.replace("-Xlog:disable", "-Xlog:class+load:file=" + log));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    assertThat(run(words).code()).isZero();
    script = original;
    Set<String> elsewhere = new TreeSet<>();
    for (String line : Files.readAllLines(log)) {
      if (!line.contains("source: shared objects file")) {
        elsewhere.add(line.replaceAll("^(\\[[^]]*])*\\s*(\\S+).*$", "$2"));
      }
    }
    return elsewhere;
  }

  @Test
  void holdsOneArchiveAndACacheForEachFamily() throws Exception {
    try (Stream<Path> files = Files.list(packaged())) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder(
              "ingot.jar",
              "libsqlitejdbc.so",
              "version.aot",
              "version.training.log",
              "plan.aot",
              "plan.training.log",
              "core.aot",
              "core.training.log",
              "providers.aot",
              "providers.training.log",
              "rest.aot",
              "rest.training.log");
    }
  }

  @Test
  void holdsNoCallSiteThatACacheCannotHold() throws Exception {
    Set<String> bootstraps = new TreeSet<>();
    try (ZipFile archive = new ZipFile(packaged().resolve("ingot.jar").toFile())) {
      for (ZipEntry entry : Collections.list(archive.entries())) {
        if (entry.getName().endsWith(".class")) {
          assertThat(entry.getMethod()).as(entry.getName()).isEqualTo(ZipEntry.STORED);
          try (InputStream in = archive.getInputStream(entry)) {
            for (MethodModel method : ClassFile.of().parse(in.readAllBytes()).methods()) {
              bootstraps.addAll(bootstraps(method));
            }
          }
        }
      }
      assertThat(archive.stream().map(ZipEntry::getName))
          .noneMatch(name -> name.startsWith("META-INF/versions/"))
          .noneMatch(name -> name.endsWith("module-info.class"))
          .noneMatch(name -> name.contains("junit") || name.contains("assertj"))
          .noneMatch(name -> name.matches(".*\\.(dll|dylib|jnilib|a)"))
          .filteredOn(name -> name.endsWith(".so"))
          .isNotEmpty()
          .allMatch(name -> name.contains("/Linux"));
    }
    assertThat(bootstraps).containsExactlyInAnyOrder("LambdaMetafactory", "StringConcatFactory");
  }

  private static List<String> bootstraps(MethodModel method) {
    List<String> found = new ArrayList<>();
    method
        .code()
        .ifPresent(
            code -> {
              for (CodeElement element : code) {
                if (element instanceof InvokeDynamicInstruction site) {
                  found.add(site.bootstrapMethod().owner().displayName());
                }
              }
            });
    return found;
  }

  @Test
  void aCommandLoadsNearlyEverythingFromItsCacheWhereverTheFolderIs() throws Exception {
    assertThat(loadedElsewhere("version")).hasSizeLessThan(5);
    assertThat(loadedElsewhere("validate")).hasSizeLessThan(15);
    assertThat(loadedElsewhere("plan")).hasSizeLessThan(25);
    assertThat(loadedElsewhere("apply", "-auto-approve")).hasSizeLessThan(30);
    assertThat(loadedElsewhere("history")).hasSizeLessThan(25);
  }

  @Test
  void withoutACacheItWorksToo() throws Exception {
    Files.delete(build.resolve("core.aot"));
    works();
  }

  @Test
  void aDamagedCacheOnlyCostsTime() throws Exception {
    Path cache = build.resolve("core.aot");
    byte[] whole = Files.readAllBytes(cache);
    for (byte[] damaged :
        List.of(new byte[0], Arrays.copyOf(whole, whole.length / 3), new byte[whole.length])) {
      replace(cache, damaged);
      works();
    }
    Files.delete(cache);
    Files.createDirectory(cache);
    works();
  }

  @Test
  void aCacheOfAnotherBuildOfTheJvmOnlyCostsTime() throws Exception {
    Path cache = build.resolve("core.aot");
    byte[] bytes = Files.readAllBytes(cache);
    String text = new String(bytes, 0, 4096, StandardCharsets.ISO_8859_1);
    int version = text.indexOf("(25.");
    assertThat(version).as("the JVM names itself in the cache").isPositive();
    bytes[version + 1] = '9';
    replace(cache, bytes);
    works();
  }

  @Test
  void anArchiveWithAnotherTimeOnlyCostsTime() throws Exception {
    Path archive = build.resolve("ingot.jar");
    replace(archive, Files.readAllBytes(archive));
    Files.setLastModifiedTime(archive, FileTime.fromMillis(1));
    works();
  }

  @Test
  void nothingIsWrittenWhereTheProgramIs() throws Exception {
    List<Path> before = tree();
    List<Path> folders = before.stream().filter(Files::isDirectory).toList();
    for (Path path : folders) {
      assertThat(path.toFile().setWritable(false)).isTrue();
    }
    works();
    assertThat(tree()).isEqualTo(before);
    for (Path path : folders) {
      assertThat(path.toFile().setWritable(true)).isTrue();
    }
  }

  private static void replace(Path file, byte[] content) throws IOException {
    Files.delete(file);
    Files.write(file, content);
  }

  private List<Path> tree() throws IOException {
    try (Stream<Path> all = Files.walk(temporary.resolve("moved"))) {
      return all.sorted().toList();
    }
  }
}
