package dev.ingot.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.state.Change;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectState;
import dev.ingot.state.StateSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Identities of objects of providers on the real SDKs. */
final class GoIdentityTest extends GoProviders {
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
