package dev.ingot.bake.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bake.BuildIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries are files of a killed process here: a folder whose lock is free. */
final class KilledBakesTest {
  @TempDir Path folder;

  private final List<String> containers = new ArrayList<>();
  private BakeJournal journal;

  @BeforeEach
  void open() {
    journal = new BakeJournal(folder.resolve("bakes"), "me@host", Clock.systemUTC());
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private static BuildIdentity build() {
    return new BuildIdentity("fake.web", "", "fake", "web", "web", Path.of("/t"), Path.of("/t"));
  }

  /** What another process finds: the journal of this one closed, as a kill closes it. */
  private KilledBakes.Report afterKill() throws InterruptedException {
    journal.close();
    return look();
  }

  private KilledBakes.Report look() throws InterruptedException {
    return new KilledBakes(
            folder.resolve("bakes"),
            (socket, name) -> {
              if (name.equals("refused")) {
                throw new IOException("no engine answers");
              }
              return containers.remove(name);
            })
        .remove();
  }

  private List<Path> entries() throws IOException {
    try (var all = Files.walk(folder.resolve("bakes"))) {
      return all.filter(each -> each.toString().endsWith(".json")).toList();
    }
  }

  @Test
  void whatALivingBakeHasIsLeftAlone() throws Exception {
    Path made = Files.createDirectories(folder.resolve("made"));
    var _ = journal.record(build(), new Creation.Folder(made));
    assertThat(look()).isEqualTo(new KilledBakes.Report(List.of(), List.of()));
    assertThat(made).exists();
  }

  @Test
  void foldersFilesAndContainersOfAKilledBakeAreRemoved() throws Exception {
    Path made = Files.createDirectories(folder.resolve("made"));
    Files.writeString(made.resolve("disk"), "x");
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("kept"), "x");
    Files.createSymbolicLink(made.resolve("link"), elsewhere);
    Path file = Files.writeString(folder.resolve("file"), "x");
    containers.add("ingot-bake.1");
    var _ = journal.record(build(), new Creation.Folder(made));
    var _ = journal.record(build(), new Creation.File(file));
    var _ = journal.record(build(), new Creation.Container(Path.of("/run/x.sock"), "ingot-bake.1"));
    KilledBakes.Report report = afterKill();
    assertThat(report.remaining()).isEmpty();
    assertThat(report.removed()).hasSize(3);
    assertThat(report.removed().getFirst()).startsWith("the container ingot-bake.1 of the build");
    assertThat(made).doesNotExist();
    assertThat(file).doesNotExist();
    assertThat(elsewhere.resolve("kept")).exists();
    assertThat(containers).isEmpty();
    assertThat(folder.resolve("bakes")).isEmptyDirectory();
  }

  @Test
  void whatWasRemovedIsNotLookedForAgain() throws Exception {
    JournalEntry entry = journal.record(build(), new Creation.Folder(folder.resolve("made")));
    entry.removed();
    entry.removed();
    assertThat(entries()).isEmpty();
    assertThat(afterKill().removed()).isEmpty();
    assertThat(folder.resolve("bakes")).isEmptyDirectory();
  }

  @Test
  void aProgramIsFoundByItsProcessId() throws Exception {
    Process sleep = new ProcessBuilder("sleep", "600").start();
    JournalEntry entry = journal.record(build(), new Creation.Program("a virtual machine"));
    entry.started(sleep.pid());
    assertThat(afterKill().removed()).hasSize(1);
    assertThat(sleep.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void aProgramIsFoundByItsMarkIfItsIdWasNeverWritten() throws Exception {
    JournalEntry entry = journal.record(build(), new Creation.Program("a virtual machine"));
    ProcessBuilder builder = new ProcessBuilder("sleep", "600");
    builder.environment().putAll(entry.environment());
    Process sleep = builder.start();
    assertThat(afterKill().removed().getFirst()).startsWith("a virtual machine of the build");
    assertThat(sleep.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void anotherProcessOfTheSameIdIsLeftAlone() throws Exception {
    Process sleep = new ProcessBuilder("sleep", "600").start();
    try {
      JournalEntry entry = journal.record(build(), new Creation.Program("a virtual machine"));
      entry.started(sleep.pid());
      Path file = entries().getFirst();
      Files.writeString(file, Files.readString(file).replaceAll("\"ticks\":[0-9]+", "\"ticks\":1"));
      assertThat(afterKill()).isEqualTo(new KilledBakes.Report(List.of(), List.of()));
      assertThat(sleep.isAlive()).isTrue();
    } finally {
      Process _ = sleep.destroyForcibly();
    }
  }

  @Test
  void whatCanNotBeRemovedIsNamedAgainAndAgain() throws Exception {
    var _ = journal.record(build(), new Creation.Container(Path.of("/run/x.sock"), "refused"));
    assertThat(afterKill().remaining().getFirst())
        .contains("the container refused of the build fake.web", "no engine answers");
    assertThat(look().remaining()).hasSize(1);
  }

  @Test
  void whatOnlyAPersonCanRemoveIsNamedWithAllThatIsKnown() throws Exception {
    JournalEntry entry =
        journal.record(build(), new Creation.Elsewhere("what the plugin amazon 1.3 made"));
    entry.note("region = us-east-1");
    entry.note("Instance ID: i-0123");
    String told = afterKill().remaining().getFirst();
    assertThat(told)
        .contains("what the plugin amazon 1.3 made of the build fake.web (me@host:")
        .contains("region = us-east-1", "Instance ID: i-0123", "then delete " + entries().get(0));
  }

  @Test
  void notesAreLimited() throws Exception {
    JournalEntry entry = journal.record(build(), new Creation.Elsewhere("a machine"));
    for (int i = 0; i < 300; i++) {
      entry.note("line " + i);
    }
    String told = afterKill().remaining().getFirst();
    assertThat(told).contains("line 0\n", "line 299\n");
    assertThat(told.lines().count()).isEqualTo(202);
  }

  @Test
  void aPlaceThatNoBakeCreatesIsNotDeleted() throws Exception {
    var _ = journal.record(build(), new Creation.Folder(folder));
    var _ = journal.record(build(), new Creation.Folder(Path.of("/tmp")));
    assertThat(afterKill().remaining()).hasSize(2);
    assertThat(folder).exists();
  }

  @Test
  void anEntryThatCanNotBeReadIsNamed() throws Exception {
    var _ = journal.record(build(), new Creation.Folder(folder.resolve("made")));
    Path file = entries().getFirst();
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"version\":1", "\"version\":2"));
    assertThat(afterKill().remaining().getFirst()).contains("a newer version of Ingot wrote it");
    Files.writeString(file, text.substring(0, 40));
    assertThat(look().remaining().getFirst()).contains("it is damaged");
    Files.writeString(file, text.replaceAll("\"host\":\"[^\"]*\"", "\"host\":\"elsewhere\""));
    assertThat(look().remaining().getFirst()).contains("on the host elsewhere");
    assertThat(Optional.of(file)).get().satisfies(each -> assertThat(each).exists());
  }
}
