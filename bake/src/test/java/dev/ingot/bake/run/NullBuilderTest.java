package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.bake.ssh.SshServerFixture;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What builds promise of machines that exist without them. */
final class NullBuilderTest {
  @TempDir Path folder;
  private BakeSite site;

  @BeforeEach
  void open() throws IOException {
    site = new BakeSite(folder, new FakeMachineBuilder());
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void itsStepsRunEachTimeAndNoVersionIsMade() throws Exception {
    try (SshServerFixture server = SshServerFixture.open(true)) {
      BakeSite _ =
          site.template(
              """
              source "null" "host" {
                ssh_host     = "127.0.0.1"
                ssh_port     = %d
                ssh_username = "%s"
                ssh_password = "%s"
              }
              build {
                sources = ["source.null.host"]
                provisioner "shell" {
                  remote_folder = "%s"
                  inline        = ["echo ran on ${build.Host} $WHO >> %s/log"]
                  env           = { WHO = "ada" }
                }
                post-processor "manifest" {
                  output = "%s/manifest.json"
                }
              }
              """
                  .formatted(
                      server.port(),
                      SshServerFixture.USER,
                      SshServerFixture.PASSWORD,
                      folder,
                      folder,
                      folder));
      assertThat(site.bake()).isInstanceOf(BuildOutcome.Provisioned.class);
      assertThat(site.bake()).isInstanceOf(BuildOutcome.Provisioned.class);
    }
    assertThat(folder.resolve("log")).hasContent("ran on 127.0.0.1 ada\nran on 127.0.0.1 ada\n");
    assertThat(Files.readString(folder.resolve("manifest.json")))
        .contains("\"artifact_id\" : \"Null\"");
    assertThat(site.registry().versions().in("host")).isEmpty();
  }

  private BakeSite restarting(SshServerFixture server, boolean expected) throws IOException {
    return site.template(
        """
        source "null" "host" {
          ssh_host     = "127.0.0.1"
          ssh_port     = %d
          ssh_username = "%s"
          ssh_password = "%s"
        }
        build {
          sources = ["source.null.host"]
          provisioner "shell" {
            remote_folder     = "%s"
            expect_disconnect = %s
            execute_command   = "{{.Path}} # reboot-me"
            inline            = ["sleep 600"]
          }
          provisioner "shell" {
            remote_folder = "%s"
            inline        = ["echo back again"]
          }
        }
        """
            .formatted(
                server.port(),
                SshServerFixture.USER,
                SshServerFixture.PASSWORD,
                folder,
                expected,
                folder));
  }

  private boolean said(String line) {
    return site.events().stream()
        .anyMatch(event -> event instanceof BakeEvent.Output output && output.line().equals(line));
  }

  @Test
  void aScriptThatRestartsTheMachineIsFollowedByTheNext() throws Exception {
    try (SshServerFixture server = SshServerFixture.open(true)) {
      BakeSite _ = restarting(server, true);
      assertThat(site.bake()).isInstanceOf(BuildOutcome.Provisioned.class);
    }
    assertThat(said("back again")).isTrue();
  }

  @Test
  void aConnectionThatNobodyExpectedToEndIsAFailure() throws Exception {
    try (SshServerFixture server = SshServerFixture.open(true)) {
      BakeSite _ = restarting(server, false);
      assertThat(site.bake())
          .isInstanceOfSatisfying(
              BuildOutcome.Failed.class,
              failed ->
                  assertThat(failed.diagnostics().toString()).contains("connection was lost"));
    }
    assertThat(said("back again")).isFalse();
  }

  @Test
  void withoutACommunicatorOnlyStepsOnThisHostRun() throws Exception {
    BakeSite _ =
        site.template(
            """
            source "null" "nothing" {
              communicator = "none"
            }
            build {
              sources = ["source.null.nothing"]
              provisioner "shell-local" {
                inline = ["echo here"]
              }
            }
            """);
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Provisioned.class);
    assertThat(site.events())
        .anyMatch(
            event -> event instanceof BakeEvent.Output output && output.line().equals("here"));
  }

  @Test
  void aStepThatNeedsAMachineSaysThatThereIsNone() throws Exception {
    BakeSite _ =
        site.template(
            """
            source "null" "nothing" {
              communicator = "none"
            }
            build {
              sources = ["source.null.nothing"]
              provisioner "shell" {
                inline = ["true"]
              }
            }
            """);
    assertThat(site.bake())
        .isInstanceOfSatisfying(
            BuildOutcome.Failed.class,
            failed ->
                assertThat(failed.diagnostics().toString()).contains("the build has no machine"));
  }

  @Test
  void whatIsMissingToReachItIsSaidBeforeAnythingRuns() throws Exception {
    BakeSite _ =
        site.template(
            """
            source "null" "host" {
            }
            build {
              sources = ["source.null.host"]
            }
            """);
    Diagnostics diagnostics = new Diagnostics();
    assertThat(site.run(diagnostics, new Cancellation())).isEmpty();
    assertThat(diagnostics.list().toString())
        .contains("Missing host", "Missing login", "Missing user name");
  }
}
