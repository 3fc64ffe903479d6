package dev.ingot.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ephemeral resources of providers on the real SDKs: opened, renewed, closed, and crashed. */
final class GoEphemeralTest extends GoProviders {
  @ParameterizedTest
  @ValueSource(strings = {"5", "6"})
  void ephemeralResourcesConfigureProvidersAndFeedSecrets(String protocol) throws Exception {
    Workbench bench =
        bench(
            """
            ephemeral "things_token" "t" {
              name = "a"
            }
            ephemeral "things_token" "renewed" {
              name  = "b-${ephemeralasnull(ephemeral.things_token.t.token) == null}"
              every = terraform.applying ? 0 : 3600
            }
            provider "olds" {
              token = ephemeral.things_token.t.token
            }
            resource "olds_thing" "it" {
              name   = "it"
              secret = "${ephemeral.things_token.renewed.token}!"
            }
            """,
            Map.of("THINGS_PROTOCOL", protocol));
    assertThat(errors(bench.apply().diagnostics())).isEmpty();
    assertThat(calls())
        .contains("open a", "configure  t0kena", "create secret t0kenb-true!")
        .containsSubsequence("create it", "close \"a\"");
    assertThat(bench.state().toString()).doesNotContain("t0ken");
    int before = calls().size();
    assertThat(errors(bench.apply(PlanOptions.DESTROY).diagnostics())).isEmpty();
    assertThat(calls().subList(before, calls().size()))
        .containsSubsequence("open a", "configure  t0kena", "delete it", "close \"a\"");
  }

  @Test
  void aLeaseIsRenewedWhileAnObjectIsMade() throws Exception {
    Workbench bench =
        bench(
            """
            ephemeral "things_token" "t" {
              name  = "a"
              every = 1
            }
            resource "olds_thing" "it" {
              name   = "hang"
              secret = ephemeral.things_token.t.token
            }
            """,
            Map.of());
    List<String> said = new ArrayList<>();
    Thread applying =
        Thread.ofVirtual().start(() -> said.addAll(errors(bench.apply().diagnostics())));
    awaitCall("hanging");
    awaitCall("renew \"a\"");
    bench.cancellation.cancel();
    assertThat(applying.join(Duration.ofSeconds(90))).isTrue();
    assertThat(calls()).containsSubsequence("stopped", "close \"a\"");
    assertThat(said).anyMatch(text -> text.contains("stopped"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"open panic", "renew panic-renew", "close panic-close"})
  void aCrashInACallAboutAnEphemeralResourceNamesIt(String what) throws Exception {
    String[] parts = what.split(" ", 2);
    Workbench bench =
        bench(
            """
            ephemeral "things_token" "it" {
              name  = "%s"
              every = %d
            }
            resource "terraform_data" "wait" {
              provisioner "local-exec" {
                command = "wait ${ephemeral.things_token.it.token}"
              }
            }
            """
                .formatted(parts[1], parts[0].equals("renew") ? 1 : 3600),
            Map.of());
    List<Diagnostic> said = new ArrayList<>();
    if (parts[0].equals("renew")) {
      said.addAll(renewed(bench));
    } else {
      said.addAll(bench.plan(PlanOptions.NORMAL).diagnostics());
    }
    String verb =
        switch (parts[0]) {
          case "open" -> "opening";
          case "renew" -> "renewing";
          default -> "closing";
        };
    assertThat(Workbench.texts(said))
        .anyMatch(
            text ->
                text.contains(
                        "The provider example.org/test/things, while "
                            + verb
                            + " ephemeral.things_token.it, failed")
                    && text.contains("panic: a token named " + parts[1]));
  }

  private List<Diagnostic> renewed(Workbench bench) throws Exception {
    bench.file(
        "wait.tf",
        """
        resource "olds_thing" "hang" {
          name   = "hang"
          secret = ephemeral.things_token.it.token
        }
        """);
    List<Diagnostic> said = new ArrayList<>();
    Thread applying = Thread.ofVirtual().start(() -> said.addAll(bench.apply().diagnostics()));
    awaitCall("hanging");
    awaitCall("renew \"panic-renew\"");
    bench.cancellation.cancel();
    assertThat(applying.join(Duration.ofSeconds(90))).isTrue();
    return said;
  }
}
