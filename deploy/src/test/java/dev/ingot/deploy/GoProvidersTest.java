package dev.ingot.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.state.Change;
import dev.ingot.state.ObjectState;
import dev.ingot.state.RawJson;
import dev.ingot.state.StateSession;
import dev.ingot.state.StoredAttributes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine with providers on the real SDKs, each in a process of its own. */
final class GoProvidersTest extends GoProviders {
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
}
