package dev.ingot.cli;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The table in docs/architecture.md, held. */
class ArchitectureTest {
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| ([^|]+) \\|");
  private static final String ROOT = "dev.ingot.";
  private static final String USES = "## Allowed dependencies";
  private static final String PUBLIC = "## Public packages";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.ingot");

  /** The rows of the table below a heading, by the names of the modules. */
  private static Map<String, String> rows(String heading) throws IOException {
    Map<String, String> rows = new LinkedHashMap<>();
    boolean within = false;
    for (String line : Files.readAllLines(Path.of("../docs/architecture.md"))) {
      within = line.startsWith("## ") ? line.equals(heading) : within;
      Matcher row = ROW.matcher(line);
      if (within && row.find()) {
        rows.put(row.group(1), row.group(2).strip());
      }
    }
    return rows;
  }

  private static Map<String, List<String>> table() throws IOException {
    Map<String, List<String>> table = new LinkedHashMap<>();
    rows(USES)
        .forEach(
            (module, uses) ->
                table.put(
                    module,
                    uses.equals("–")
                        ? List.of()
                        : uses.equals("all of the above")
                            ? List.copyOf(table.keySet())
                            : List.of(uses.split(", "))));
    return table;
  }

  @Test
  void everyModuleUsesOnlyWhatItsRowNames() throws IOException {
    Map<String, List<String>> table = table();
    assertThat(table).containsKeys("lang", "deploy", "cli");
    table.forEach(
        (module, uses) -> {
          List<String> forbidden = new ArrayList<>(table.keySet());
          forbidden.remove(module);
          forbidden.removeAll(uses);
          ArchRuleDefinition.noClasses()
              .that()
              .resideInAPackage("dev.ingot." + module + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(
                  forbidden.stream()
                      .map(other -> "dev.ingot." + other + "..")
                      .toArray(String[]::new))
              .allowEmptyShould(true)
              .check(CLASSES);
        });
  }

  @Test
  void noModulesDependOnEachOtherInACircle() {
    slices().matching("dev.ingot.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    slices().matching("dev.ingot.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void otherModulesUseOnlyThePackagesThatAreListedAsPublic() throws IOException {
    Map<String, String> listed = rows(PUBLIC);
    Set<String> wrong = new TreeSet<>();
    for (JavaClass user : CLASSES) {
      String from = module(user.getPackageName());
      for (Dependency each : user.getDirectDependenciesFromSelf()) {
        String used = each.getTargetClass().getBaseComponentType().getPackageName();
        if (!used.startsWith(ROOT) || module(used).equals(from)) {
          continue;
        }
        String below =
            used.substring(Math.min(used.length(), ROOT.length() + module(used).length() + 1));
        boolean isPublic =
            below.isEmpty()
                || List.of(listed.getOrDefault(module(used), "").split(", "))
                    .contains("`" + below + "`");
        if (!isPublic) {
          wrong.add(user.getName() + " uses " + used);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static String module(String packageName) {
    String below = packageName.substring(Math.min(packageName.length(), ROOT.length()));
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }

  @Test
  void onlyCommandsKnowATerminalAndExitCodes() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideOutsideOfPackage("dev.ingot.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jline..", "dev.ingot.cli..")
        .orShould()
        .haveSimpleName("Terminal")
        .orShould()
        .haveSimpleName("ExitCode")
        .check(CLASSES);
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAnyPackage("dev.ingot.cli.view..", "dev.ingot.cli.terminal..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.ingot.cli.command..", "dev.ingot.cli.invocation..")
        .check(CLASSES);
  }

  @Test
  void everyFolderOfTheReactorIsInTheTable() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of(".."))) {
      List<String> modules =
          folders
              .filter(folder -> Files.exists(folder.resolve("pom.xml")))
              .filter(folder -> Files.isDirectory(folder.resolve("src/main/java")))
              .map(folder -> folder.toAbsolutePath().normalize().getFileName().toString())
              .toList();
      assertThat(table().keySet())
          .containsAll(modules.stream().filter(name -> !name.equals("bench")).toList());
    }
  }

  @Test
  void everyPackageSaysWhatItIsAndHasNoNulls() {
    JavaPackage root = CLASSES.getPackage("dev.ingot");
    List<String> unmarked =
        root.getSubpackagesInTree().stream()
            .filter(one -> !one.getClasses().isEmpty())
            .filter(one -> !one.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .toList();
    assertThat(unmarked).isEmpty();
  }

  @Test
  void deployCallsProvidersThroughOneDoor() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAPackage("dev.ingot.deploy..")
        .and()
        .resideOutsideOfPackage("dev.ingot.deploy.call")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("dev.ingot.provider.Provider")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("dev.ingot.provider.ProviderFactory")
        .check(CLASSES);
  }

  @Test
  void namesSayWhatAThingIs() {
    ArchRuleDefinition.noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
        .check(CLASSES);
  }
}
