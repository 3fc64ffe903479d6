package dev.ingot.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.ProviderAddress;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.graph.Cancellation;
import dev.ingot.provider.Provider;
import dev.ingot.provider.ProviderFactory;
import dev.ingot.provider.Providers;
import dev.ingot.provider.fake.FakeCloud;
import dev.ingot.provider.fake.FakeProvider;
import dev.ingot.state.State;
import dev.ingot.state.format.StateFile;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Objects that moved statements give to a resource of another type. */
class MovedTypesTest {
  private static final String STATE =
      """
      {"version": 4, "terraform_version": "1.11.4", "serial": 1, "outputs": {},
       "lineage": "5d8bc8b2-4b8c-4d1a-8f0e-5a3c6c0b7f10",
       "resources": [{"mode": "managed", "type": "@TYPE", "name": "a",
         "provider": "provider[\\"registry.terraform.io/hashicorp/@PROVIDER\\"]",
         "instances": [{"schema_version": 0, "sensitive_attributes": [],
           "attributes": {"id": "7", "triggers": {"x": "1"}}}]}]}
      """;

  private static final String CONFIGURATION =
      """
      moved {
        from = @TYPE.a
        to   = terraform_data.a
      }
      resource "terraform_data" "a" {
        triggers_replace = { x = "1" }
      }
      """;

  @Test
  void nullResourcesBecomeData() {
    Planner.Result result = plan("null_resource", "null");
    assertThat(Workbench.texts(result.diagnostics())).isEmpty();
    ResourceChange change = result.plan().orElseThrow().changes().getFirst();
    assertThat(change.action()).isEqualTo(ChangeAction.NO_OP);
    assertThat(change.previousAddress()).hasToString("null_resource.a");
    assertThat(change.address()).hasToString("terraform_data.a");
    assertThat(change.provider().provider()).isEqualTo(ProviderAddress.TERRAFORM);
  }

  @Test
  void otherTypesAreRefusedByTheProviderTheyWouldBelongTo() {
    assertThat(Workbench.texts(plan("other_thing", "null").diagnostics()))
        .singleElement()
        .asString()
        .contains("Unsupported source resource type for move operation");
    assertThat(Workbench.texts(plan("null_resource", "other").diagnostics()))
        .singleElement()
        .asString()
        .contains("Only moving from the official hashicorp/null provider to terraform_data");
  }

  private static Planner.Result plan(String type, String provider) {
    Workbench bench = new Workbench().file("main.tf", CONFIGURATION.replace("@TYPE", type));
    State state =
        StateFile.read(
            STATE
                .replace("@TYPE", type)
                .replace("@PROVIDER", provider)
                .getBytes(StandardCharsets.UTF_8),
            "test");
    Map<ProviderAddress, ProviderFactory> all = new HashMap<>();
    all.put(
        ProviderAddress.TERRAFORM,
        () -> bench.providers().find(ProviderAddress.TERRAFORM).orElseThrow().create());
    all.put(
        ProviderAddress.parse("registry.terraform.io/hashicorp/" + provider),
        MovedTypesTest::somebodyElse);
    return new Planner(new Providers(all), bench.setting())
        .plan(
            bench.configuration(),
            Map.of(),
            state,
            PlanOptions.NORMAL,
            Observer.NONE,
            new Cancellation());
  }

  private static Provider somebodyElse() {
    return new FakeProvider(new FakeCloud());
  }
}
