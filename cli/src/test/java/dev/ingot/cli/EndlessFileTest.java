package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pipe nobody writes to, or a device without an end, in the place of any file that is read. */
class EndlessFileTest {
  private static final long SECONDS = Integer.getInteger("ingot.test.seconds", 20);

  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource({
    "main.tf, validate",
    "main.tf, fmt -check",
    "main.tf.json, validate",
    "main.tftest.hcl, test",
    "terraform.tfvars, plan",
    "x.auto.tfvars.json, plan",
    "values, plan -var-file=values",
    "plan, show plan",
    "plan, apply plan",
    "terraform.tfstate, plan",
    "terraform.tfstate, show",
    "terraform.tfstate, show terraform.tfstate",
    "terraform.tfstate, state list",
    "terraform.tfstate, apply -auto-approve",
    "other.tfstate, plan -state=other.tfstate",
    "other.tfstate, state push other.tfstate",
    "terraform.tfstate.journal, plan",
    "terraform.tfstate.journal, apply -auto-approve",
    ".terraform.tfstate.lock, plan",
    ".terraform.tfstate.lock.info, force-unlock -force x",
    ".terraform.lock.hcl, validate",
    ".terraform.lock.hcl, init",
    ".terraform/terraform.tfstate, plan",
    ".terraform/environment, plan",
    "web.pkr.hcl, validate web.pkr.hcl",
    "web.pkr.json, validate web.pkr.json",
    "web.pkrvars.hcl, validate -var-file=web.pkrvars.hcl .",
    "web.ingot.hcl, validate",
    "../ingot-home/ledger.db, history",
    "../ingot-home/ledger.db.head, audit verify",
    "../ingot-home/registry/ledger.head, audit verify",
    "../ingot-home/registry/registry.db, images",
    "../ingot-home/registry/images/index.json, images"
  })
  void aCommandEndsAndNamesIt(String name, String command) throws Exception {
    for (String kind : List.of("pipe", "/dev/zero")) {
      Path folder = Files.createDirectories(temporary.resolve(kind.replace("/", "")).resolve("f"));
      if (!name.startsWith("main.tf") && !name.startsWith("web.pkr")) {
        Files.writeString(folder.resolve("main.tf"), "resource \"terraform_data\" \"a\" {}\n");
      }
      Path file = folder.resolve(name).normalize();
      Files.createDirectories(file.getParent());
      make(file, kind);
      CompletableFuture<Ran> running = new CompletableFuture<>();
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try {
                  running.complete(Ran.command(folder, command.split(" ")));
                } catch (RuntimeException | Error e) {
                  running.completeExceptionally(e);
                }
              });
      Ran ran = running.get(SECONDS, TimeUnit.SECONDS);
      assertThat(ran.all()).as(kind).doesNotContain("bug in Ingot", "Exception");
      if (ran.code() != 0) {
        // What says who has the lock, and can't be read, is as good as missing.
        String named = name.endsWith(".lock.info") ? "unlock" : String.valueOf(file.getFileName());
        assertThat(ran.all()).as(kind).contains(named);
      }
    }
  }

  private static void make(Path file, String kind) throws IOException, InterruptedException {
    if (kind.equals("pipe")) {
      Process made = new ProcessBuilder("mkfifo", file.toString()).start();
      assumeTrue(made.waitFor() == 0, "skipped: no pipes can be made here");
    } else {
      assumeTrue(Files.exists(Path.of(kind)), "skipped: there is no " + kind);
      Files.createSymbolicLink(file, Path.of(kind));
    }
  }
}
