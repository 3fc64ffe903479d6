package dev.ingot.cli.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole sessions recorded from Terraform 1.11.4. What is as recorded must stay so: the level
 * reached by each group stands in {@code recorded/levels.txt}.
 */
class RecordedConfigurationsTest {
  private record Tally(int sessions, int perfect, int good, int total) {
    Tally with(Session.Score score) {
      return new Tally(
          sessions + 1,
          perfect + (score.isPerfect() ? 1 : 0),
          good + score.good(),
          total + score.total());
    }

    String line(String group) {
      return String.format(
          Locale.ROOT,
          "%-22s %3d/%-3d sessions  %4d/%-4d parts",
          group,
          perfect,
          sessions,
          good,
          total);
    }
  }

  @Test
  void sessionsThatWentAsRecordedStillDo(@TempDir Path folder) throws IOException {
    Archive archive = Archive.read();
    Map<String, Tally> tallies = new TreeMap<>();
    List<String> differences = new ArrayList<>();
    int number = 0;
    for (String name : archive.names()) {
      if (Session.needsAnotherProcess(archive.document(name, "case.json"))) {
        System.out.println("Skipped " + name + ": it needs another process that holds a lock.");
        continue;
      }
      Path top = Files.createDirectory(folder.resolve("session-" + number++));
      Session.Score score = new Session(archive, name, top).run();
      differences.addAll(score.differences());
      tallies.merge(
          name.substring(0, name.indexOf('/')),
          new Tally(0, 0, 0, 0).with(score),
          (sum, one) -> sum.with(score));
    }
    tallies.forEach((group, tally) -> System.out.println(tally.line(group)));
    Files.write(Path.of("target", "recorded-differences.txt"), differences);
    Map<String, Integer> levels = levels();
    List<String> fallen = new ArrayList<>();
    tallies.forEach(
        (group, tally) -> {
          if (tally.good() < levels.getOrDefault(group, 0)) {
            fallen.add(tally.line(group) + ", but the level is " + levels.get(group));
          }
        });
    assertThat(fallen).as("see target/recorded-differences.txt").isEmpty();
  }

  private static Map<String, Integer> levels() throws IOException {
    Map<String, Integer> levels = new TreeMap<>();
    try (InputStream in =
        RecordedConfigurationsTest.class.getResourceAsStream("/recorded/levels.txt")) {
      if (in != null) {
        new String(in.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.split(" ", 2))
            .forEach(words -> levels.put(words[0], Integer.parseInt(words[1])));
      }
    }
    return levels;
  }
}
