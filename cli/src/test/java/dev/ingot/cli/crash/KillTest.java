package dev.ingot.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the program with SIGKILL at random moments of an apply and of a destroy, from outside. More
 * kills with {@code -Dingot.kills=200}, the same ones again with {@code -Dingot.kills.seed=...}.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("ingot.kills", 8);
  private static final long SEED = Long.getLong("ingot.kills.seed", System.nanoTime());
  private static final int RESOURCES = 40;
  private static final int MOST_MILLIS = 700;
  private static final long PATIENCE_SECONDS = 60;
  private static final Pattern CREATED =
      Pattern.compile(
          "^(terraform_data\\.r\\[\\d+]): Creation complete after .*\\[id=([^]]+)]$",
          Pattern.MULTILINE);
  private static final Pattern DESTROYED =
      Pattern.compile(
          "^(terraform_data\\.r\\[\\d+]): Destruction complete after ", Pattern.MULTILINE);
  private static final Pattern STORED =
      Pattern.compile("\"index_key\": (\\d+),.*?\"id\": \"([^\"]+)\"", Pattern.DOTALL);

  /** Each provisioner leaves a mark: the proof that its resource was created. */
  private static final String CONFIGURATION =
      """
      resource "terraform_data" "r" {
        count = %d
        input = "value ${count.index}"

        provisioner "local-exec" {
          command = "echo ${self.id} > marks/${count.index}; sleep 0.03"
        }

        provisioner "local-exec" {
          when    = destroy
          command = "sleep 0.01"
        }
      }
      """
          .formatted(RESOURCES);

  @TempDir Path temporary;

  private final Random random = new Random(SEED);
  private int kills;
  private int reported;
  private int samples;
  private int torn;

  @Test
  void whatWasReportedAsCompleteIsThereAfterAnyKill() throws Exception {
    for (int round = 0; kills < KILLS; round++) {
      Path folder = Files.createDirectories(temporary.resolve(Integer.toString(round)));
      Files.writeString(folder.resolve("main.tf"), CONFIGURATION);
      Files.createDirectories(folder.resolve("marks"));
      try (StateSampler sampler = new StateSampler(folder.resolve("terraform.tfstate"))) {
        killAnApply(folder);
        finishIt(folder);
        killADestroy(folder);
        destroyTheRest(folder);
        samples += sampler.samples();
        torn += sampler.torn();
      }
    }
    System.out.printf(
        "kills %d (seed %d), reported as complete %d, lost 0; state read %d times, torn %d%n",
        kills, SEED, reported, samples, torn);
    assertThat(torn).as("samples of the state file that were empty or torn").isZero();
  }

  private void killAnApply(Path folder) throws Exception {
    String printed = killed(folder, "apply");
    Map<String, String> stored = stored(folder);
    Matcher created = CREATED.matcher(printed);
    while (created.find()) {
      reported++;
      assertThat(stored)
          .as("state after a kill, seed %d, printed:%n%s", SEED, printed)
          .containsEntry(created.group(1), created.group(2));
    }
  }

  private void finishIt(Path folder) throws IOException {
    Map<String, String> before = stored(folder);
    Map<String, String> marks = marks(folder);
    Ran next = Ran.command(folder, "apply", "-auto-approve", "-no-color");
    assertThat(next.code()).as(next.all()).isZero();
    marks.forEach(
        (address, id) ->
            assertThat(id.equals(before.get(address)) || next.all().contains(address + ":"))
                .as("%s left a mark, is not in state and is not named:%n%s", address, next.all())
                .isTrue());
    assertThat(stored(folder)).hasSize(RESOURCES).isEqualTo(marks(folder));
  }

  private void killADestroy(Path folder) throws Exception {
    String printed = killed(folder, "destroy");
    Map<String, String> stored = stored(folder);
    Matcher destroyed = DESTROYED.matcher(printed);
    while (destroyed.find()) {
      reported++;
      assertThat(stored)
          .as("state after a kill, seed %d, printed:%n%s", SEED, printed)
          .doesNotContainKey(destroyed.group(1));
    }
  }

  private void destroyTheRest(Path folder) throws IOException {
    Ran next = Ran.command(folder, "destroy", "-auto-approve", "-no-color");
    assertThat(next.code()).as(next.all()).isZero();
    assertThat(stored(folder)).isEmpty();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("files left in the folder")
          .isSubsetOf(
              "main.tf",
              "marks",
              "printed",
              "terraform.tfstate",
              "terraform.tfstate.backup",
              ".terraform.tfstate.lock");
    }
  }

  /** Runs a command as a process of its own, kills it after a random time; what it had printed. */
  private String killed(Path folder, String command) throws Exception {
    Path output = folder.resolve("printed");
    Files.deleteIfExists(output);
    ProcessBuilder builder = Ran.process(folder, command, "-auto-approve", "-no-color");
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = builder.start();
    // Most of the start of the JVM is no moment of interest; the first sign of work is.
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (process.isAlive()
        && System.nanoTime() < until
        && Files.notExists(folder.resolve("terraform.tfstate.journal"))) {
      LockSupport.parkNanos(1_000_000);
    }
    boolean ended = process.waitFor(random.nextInt(MOST_MILLIS), TimeUnit.MILLISECONDS);
    if (!ended) {
      kills++;
      process.destroyForcibly().waitFor();
    }
    return Files.readString(output);
  }

  /** The ids of the resources in state by address. */
  private static Map<String, String> stored(Path folder) {
    Ran pulled = Ran.command(folder, "state", "pull");
    assertThat(pulled.code()).as(pulled.all()).isZero();
    Map<String, String> ids = new TreeMap<>();
    Matcher instances = STORED.matcher(pulled.out());
    while (instances.find()) {
      ids.put(address(instances.group(1)), instances.group(2));
    }
    return ids;
  }

  private static Map<String, String> marks(Path folder) throws IOException {
    Map<String, String> ids = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder.resolve("marks"))) {
      for (Path mark : files.toList()) {
        List<String> lines = Files.readAllLines(mark);
        // A killed shell can leave an empty one.
        if (!lines.isEmpty()) {
          ids.put(address(mark.getFileName().toString()), lines.getFirst());
        }
      }
    }
    return ids;
  }

  private static String address(String index) {
    return "terraform_data.r[" + index + "]";
  }
}
