package dev.ingot.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.lang.Diagnostic;
import dev.ingot.provider.process.GoPrograms;
import dev.ingot.provider.process.ProviderProcess;
import dev.ingot.provider.protocol.SchemaCache;
import dev.ingot.state.Change;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectState;
import dev.ingot.state.RawJson;
import dev.ingot.state.StateSession;
import dev.ingot.state.StoredAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine with providers on the real SDKs, each in a process of its own. */
@Timeout(180)
final class GoProvidersTest {
  private static Path things = Path.of("");
  private static Path olds = Path.of("");

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  @Timeout(900)
  static void build() throws Exception {
    things = GoPrograms.build("things");
    olds = GoPrograms.build("olds");
  }

  private Path log() {
    return folder.resolve("calls.log");
  }

  private List<String> calls() throws IOException {
    return Files.exists(log()) ? Files.readAllLines(log()) : List.of();
  }

  private void awaitCall(String call) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!calls().contains(call)) {
      assertThat(System.nanoTime()).as("waiting for " + call).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private Workbench bench(String main, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("THINGS_LOG", log().toString());
    all.put("OLDS_LOG", log().toString());
    Workbench bench = new Workbench();
    bench.clock = Clock.systemUTC();
    return bench
        .file("main.tf", main)
        .file(
            "requirements.tf",
            """
            terraform {
              required_providers {
                things = { source = "example.org/test/things" }
                olds   = { source = "example.org/test/olds" }
              }
              provider_meta "things" {
                module = "root"
              }
              provider_meta "olds" {
                module = "root"
              }
            }
            """)
        .provider(
            "things",
            () ->
                ProviderProcess.of(
                    GoPrograms.program(things, all), SchemaCache.NONE, new Random(1)))
        .provider(
            "olds",
            () ->
                ProviderProcess.of(GoPrograms.program(olds, all), SchemaCache.NONE, new Random(1)));
  }

  private static List<String> errors(List<Diagnostic> diagnostics) {
    return Workbench.texts(diagnostics.stream().filter(Diagnostic::isError).toList());
  }

  private static String thing(String type, int version) {
    return """
    resource "%s" "it" {
      name           = "it"
      secret         = "hush-%d"
      secret_version = %d
      access {
        user     = "root"
        password = "quiet-%d"
      }
      access {
        user = "nobody"
      }
    }
    """
        .formatted(type, version, version, version);
  }

  private static String json(Workbench bench, String address) {
    ObjectState stored =
        bench
            .state()
            .instance(InstanceAddress.parse(address))
            .orElseThrow()
            .current()
            .orElseThrow();
    return stored.attributes() instanceof StoredAttributes.Json(RawJson json) ? json.text() : "";
  }

  @Test
  void writeOnlyAttributesReachAnOldProviderAndAreKeptNowhere() throws Exception {
    Workbench bench = bench(thing("olds_thing", 1), Map.of());
    assertThat(errors(bench.apply().diagnostics())).isEmpty();
    assertThat(calls())
        .contains("create for root", "create secret hush-1", "create password quiet-1");
    assertThat(bench.state().toString()).doesNotContain("hush", "quiet");
    assertThat(json(bench, "olds_thing.it")).contains("\"secret\":null");

    // Another secret alone is no change; another version is.
    bench.file("main.tf", thing("olds_thing", 1).replace("hush-1", "hush-9"));
    assertThat(Workbench.actions(bench.planned())).isEmpty();
    bench.file("main.tf", thing("olds_thing", 2));
    assertThat(errors(bench.apply().diagnostics())).isEmpty();
    assertThat(calls()).contains("update secret hush-2", "update password quiet-2");

    assertThat(errors(bench.apply(PlanOptions.DESTROY).diagnostics())).isEmpty();
    assertThat(calls()).contains("delete it", "delete for root");
    assertThat(bench.stored()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "6"})
  void writeOnlyAttributesReachANewProviderAndAreKeptNowhere(String protocol) throws Exception {
    Workbench bench = bench(thing("things_thing", 1), Map.of("THINGS_PROTOCOL", protocol));
    assertThat(errors(bench.apply().diagnostics())).isEmpty();
    assertThat(String.join("\n", calls())).contains("=hush-1", "=quiet-1", "\"root\"");
    assertThat(bench.state().toString()).doesNotContain("quiet-1");
    assertThat(json(bench, "things_thing.it")).doesNotContain("hush", "quiet");
    assertThat(Workbench.actions(bench.planned())).isEmpty();
    assertThat(errors(bench.apply(PlanOptions.DESTROY).diagnostics())).isEmpty();
  }

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

  @Test
  void functionsOfProvidersStandWhereverExpressionsDo() {
    Workbench bench =
        bench(
            """
            locals {
              names = provider::things::join("-", "a", "b")
            }
            provider "olds" {
              prefix = provider::things::join("", "p", "-")
            }
            resource "olds_thing" "each" {
              for_each = toset([local.names, provider::things::join("+", "c", "d")])
              name     = each.key
              tags     = { all = provider::things::join(null, each.key, "!") }
              lifecycle {
                postcondition {
                  condition     = self.id == provider::things::join("", "p-", self.name)
                  error_message = "no"
                }
              }
            }
            output "id" {
              value = provider::things::join(",", [for each in olds_thing.each : each.id]...)
            }
            """,
            Map.of());
    assertThat(errors(bench.apply().diagnostics())).isEmpty();
    assertThat(bench.stored())
        .containsExactly("olds_thing.each[\"a-b\"]", "olds_thing.each[\"c+d\"]");
    assertThat(bench.state().outputs().toString()).contains("p-a-b,p-c+d");
  }

  @Test
  void objectsAreImportedAndUpgradedAndDataIsRead() {
    Workbench bench =
        bench(
            """
            import {
              to = olds_thing.found
              id = "there"
            }
            resource "olds_thing" "found" {
              name = "there"
            }
            resource "olds_thing" "old" {
              name = "old name"
            }
            data "olds_lookup" "it" {
              name = "x"
            }
            data "things_lookup" "it" {
              name = data.olds_lookup.it.value
            }
            output "found" {
              value = data.things_lookup.it.value
            }
            """,
            Map.of());
    try (StateSession session = bench.open()) {
      session.apply(
          List.of(
              Change.put(
                  InstanceAddress.parse("olds_thing.old"),
                  ProviderConfigAddress.parse("provider[\"example.org/test/olds\"]"),
                  ObjectState.builder(
                          StoredAttributes.json(
                              new RawJson("{\"id\":\"o\",\"title\":\"old name\"}")))
                      .schemaVersion(0)
                      .build())));
      session.commit();
    }
    ApplyResult result = bench.apply();
    assertThat(errors(result.diagnostics())).isEmpty();
    assertThat(bench.stored()).contains("olds_thing.found", "olds_thing.old");
    assertThat(json(bench, "olds_thing.old")).contains("\"name\":\"old name\"");
    assertThat(bench.state().outputs().toString()).contains("value of value of x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"thing", "ephemeral"})
  void aProviderThatDefersWithoutBeingAllowedToIsInError(String what) {
    Workbench bench =
        bench(
            what.equals("thing")
                ? "resource \"things_thing\" \"it\" {\n  name = \"defer\"\n}\n"
                : "ephemeral \"things_token\" \"it\" {\n  name = \"defer\"\n}\n",
            Map.of("THINGS_DEFER", "1"));
    Planner.Result result = bench.plan(PlanOptions.NORMAL);
    assertThat(errors(result.diagnostics()))
        .singleElement()
        .asString()
        .contains("Invalid Deferred Response");
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

  private static String identity(Workbench bench, String address) {
    return bench
        .state()
        .instance(InstanceAddress.parse(address))
        .flatMap(InstanceState::current)
        .flatMap(ObjectState::identity)
        .map(found -> found.schemaVersion() + " " + found.value().text())
        .orElse("none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "6"})
  void identitiesAreKeptAndFoundAgainWhenReading(String protocol) {
    Map<String, String> environment = Map.of("THINGS_PROTOCOL", protocol);
    Workbench bench = bench(thing("things_thing", 1), environment);
    assertThat(errors(bench.apply().diagnostics())).isEmpty();
    assertThat(identity(bench, "things_thing.it")).isEqualTo("0 {\"id\":\"it\"}");
    bench.file("main.tf", thing("things_thing", 2));
    assertThat(errors(bench.apply().diagnostics())).isEmpty();
    assertThat(identity(bench, "things_thing.it")).isEqualTo("0 {\"id\":\"it\"}");

    // A state of a program that keeps none gets them when objects are read again.
    forgetIdentity(bench, "things_thing.it");
    assertThat(errors(bench.apply(PlanOptions.NORMAL.with(PlanMode.REFRESH_ONLY)).diagnostics()))
        .isEmpty();
    assertThat(identity(bench, "things_thing.it")).isEqualTo("0 {\"id\":\"it\"}");
    assertThat(errors(bench.apply(PlanOptions.DESTROY).diagnostics())).isEmpty();
  }

  private static void forgetIdentity(Workbench bench, String address) {
    InstanceAddress it = InstanceAddress.parse(address);
    try (StateSession session = bench.open()) {
      ObjectState stored = session.state().current(it).orElseThrow();
      ProviderConfigAddress provider =
          session.state().resource(it.resource()).orElseThrow().provider();
      session.apply(
          List.of(Change.put(it, provider, stored.toBuilder().identity(Optional.empty()).build())));
      session.commit();
    }
  }

  @Test
  void anOldProvidersIdentityIsKept() {
    Workbench bench = bench(thing("olds_thing", 1), Map.of());
    assertThat(errors(bench.apply().diagnostics())).isEmpty();
    assertThat(identity(bench, "olds_thing.it")).isEqualTo("0 {\"id\":\"it\"}");
  }

  private static final String IMPORTED =
      """
      resource "things_thing" "it" {
        name = "it"
      }
      import {
        to       = things_thing.it
        identity = %s
      }
      """;

  @Test
  void anObjectIsImportedByItsIdentity() {
    Workbench bench = bench(IMPORTED.formatted("{ id = \"it\" }"), Map.of());
    Planner.Result planned = bench.plan(PlanOptions.NORMAL);
    assertThat(errors(planned.diagnostics())).isEmpty();
    assertThat(planned.plan().orElseThrow().changes())
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.importKey()).contains(ImportKey.identity("{\"id\":\"it\"}")));
    assertThat(errors(bench.apply().diagnostics())).isEmpty();
    assertThat(identity(bench, "things_thing.it")).isEqualTo("0 {\"id\":\"it\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|The attribute \"id\" is required.",
        "null|The import identity cannot be null.",
        "\"it\"|An object is required.",
        "{ id = \"it\", more = 1 }|The identity has no attribute \"more\".",
        "{ id = [] }|The attribute \"id\":",
        "{ id = sensitive(\"it\") }|cannot be sensitive",
        "{ id = terraform_data.x.id }|cannot be determined until apply",
      })
  void anIdentityThatCannotBeMeantIsRefused(String identity, String why) {
    Workbench bench =
        bench(IMPORTED.formatted(identity) + "resource \"terraform_data\" \"x\" {}\n", Map.of());
    assertThat(errors(bench.plan(PlanOptions.NORMAL).diagnostics()))
        .singleElement()
        .asString()
        .contains(why);
  }
}
