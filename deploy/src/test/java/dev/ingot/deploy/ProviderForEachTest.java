package dev.ingot.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.value.Value;
import dev.ingot.state.ResourceState;
import dev.ingot.state.State;
import dev.ingot.state.StateSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Provider blocks with {@code for_each}. Rules: the behaviour of OpenTofu 1.12. */
final class ProviderForEachTest {
  private static final String PROVIDER =
      """
      variable "regions" {
        type    = set(string)
        default = ["eu", "us"]
      }
      variable "used" {
        type    = set(string)
        default = ["eu", "us"]
      }
      provider "fake" {
        alias    = "by"
        for_each = var.regions
        region   = each.key
      }
      """;

  private static final String THINGS =
      """
      resource "fake_thing" "t" {
        for_each = var.used
        provider = fake.by[each.key]
        name     = each.key
      }
      """;

  private static Workbench bench(String text) {
    return new Workbench().fake(PROVIDER + text);
  }

  private static Value texts(String... texts) {
    return new Value.SetValue(
        dev.ingot.lang.value.Type.STRING, List.of(texts).stream().map(Value::of).toList());
  }

  /** Each instance with the configuration it belongs to. */
  private static List<String> stored(Workbench bench) {
    State state;
    try (StateSession session = bench.open()) {
      state = session.state().snapshot();
    }
    List<String> found = new ArrayList<>();
    for (ResourceState resource : state.resources().values()) {
      resource
          .instances()
          .keySet()
          .forEach(
              key ->
                  found.add(
                      resource.address().instance(key)
                          + " "
                          + resource.provider(key).toString().replace("example.org/test/", "")));
    }
    return found;
  }

  @Test
  void eachInstanceUsesTheConfigurationItsKeyNames() {
    Workbench bench = bench(THINGS);
    bench.apply();
    assertThat(bench.cloud.events()).contains("configure eu", "configure us");
    assertThat(stored(bench))
        .containsExactly(
            "fake_thing.t[\"eu\"] provider[\"fake\"].by[\"eu\"]",
            "fake_thing.t[\"us\"] provider[\"fake\"].by[\"us\"]");
    assertThat(Workbench.actions(bench.planned())).isEmpty();
  }

  @Test
  void aModuleIsGivenOneOfTheConfigurationsForEachOfItsInstances() {
    Workbench bench =
        bench(
                """
                module "m" {
                  for_each  = var.used
                  source    = "./m"
                  providers = {
                    fake       = fake.by[each.key]
                    fake.other = fake.by["us"]
                  }
                }
                """)
            .file(
                "m/main.tf",
                """
                terraform {
                  required_providers {
                    fake = {
                      source                = "example.org/test/fake"
                      configuration_aliases = [fake.other]
                    }
                  }
                }
                resource "fake_thing" "own" {
                  name = "own"
                }
                resource "fake_thing" "other" {
                  provider = fake.other
                  name     = "other"
                }
                module "n" {
                  source = "./n"
                }
                """)
            .file(
                "m/n/main.tf",
                """
                terraform {
                  required_providers {
                    fake = { source = "example.org/test/fake" }
                  }
                }
                resource "fake_thing" "deep" {
                  name = "deep"
                }
                """);
    bench.apply();
    assertThat(stored(bench))
        .containsExactlyInAnyOrder(
            "module.m[\"eu\"].fake_thing.other provider[\"fake\"].by[\"us\"]",
            "module.m[\"eu\"].fake_thing.own provider[\"fake\"].by[\"eu\"]",
            "module.m[\"eu\"].module.n.fake_thing.deep provider[\"fake\"].by[\"eu\"]",
            "module.m[\"us\"].fake_thing.other provider[\"fake\"].by[\"us\"]",
            "module.m[\"us\"].fake_thing.own provider[\"fake\"].by[\"us\"]",
            "module.m[\"us\"].module.n.fake_thing.deep provider[\"fake\"].by[\"us\"]");
    assertThat(Workbench.actions(bench.planned())).isEmpty();
  }

  @Test
  void whatIsNoLongerConfiguredIsDestroyedByTheConfigurationItWasMadeWith() {
    Workbench bench = bench(THINGS);
    bench.apply();
    bench.set("used", texts("us"));
    assertThat(Workbench.actions(bench.planned()))
        .containsExactly("fake_thing.t[\"eu\"] DELETE delete_because_each_key");
    bench.apply();
    assertThat(bench.cloud.events()).contains("delete eu");
    assertThat(stored(bench)).containsExactly("fake_thing.t[\"us\"] provider[\"fake\"].by[\"us\"]");
  }

  @Test
  void aConfigurationThatGoesBeforeItsObjectsIsMissed() {
    Workbench bench = bench(THINGS);
    bench.apply();
    bench.set("used", texts("us")).set("regions", texts("us"));
    assertThat(Workbench.texts(bench.plan(PlanOptions.NORMAL).diagnostics()))
        .singleElement()
        .asString()
        .contains(
            "Provider instance not present",
            "fake_thing.t[\"eu\"]",
            "provider[\"example.org/test/fake\"].by[\"eu\"] is required, but it has been removed");
  }

  @Test
  void aKeyWithoutAConfigurationIsAnError() {
    Workbench bench = bench(THINGS);
    bench.set("used", texts("eu", "asia"));
    assertThat(Workbench.texts(bench.plan(PlanOptions.NORMAL).diagnostics()))
        .singleElement()
        .asString()
        .contains("Provider instance not present", ".by[\"asia\"]");
  }

  @Test
  void everythingIsDestroyedByTheStateWhereKeysNoLongerEvaluate() {
    Workbench bench = bench(THINGS);
    bench.apply();
    bench.fake(PROVIDER + THINGS.replace("fake.by[each.key]", "fake.by[file(\"gone\")]"));
    bench.apply(PlanOptions.DESTROY);
    assertThat(stored(bench)).isEmpty();
  }

  @Test
  void anotherConfigurationForAnUnchangedObjectIsRemembered() {
    Workbench bench = bench(THINGS);
    bench.apply();
    bench.fake(PROVIDER + THINGS.replace("fake.by[each.key]", "fake.by[\"us\"]"));
    assertThat(Workbench.actions(bench.planned())).isEmpty();
    bench.apply();
    assertThat(stored(bench))
        .containsExactly(
            "fake_thing.t[\"eu\"] provider[\"fake\"].by[\"us\"]",
            "fake_thing.t[\"us\"] provider[\"fake\"].by[\"us\"]");
  }

  @Test
  void aSavedPlanKeepsWhichConfigurationsItUses() {
    Workbench bench = bench(THINGS);
    ResourceChange change = bench.planned().changes().getFirst();
    assertThat(change.provider().toString()).endsWith(".by[\"eu\"]");
  }

  private static List<String> refused(String text) {
    return bench(text).found().stream()
        .filter(Diagnostic::isError)
        .map(found -> found.summary() + ": " + found.detail())
        .distinct()
        .toList();
  }

  @Test
  void whatCannotBeMeantIsRefusedAsOpenTofuDoes() {
    assertThat(
            refused("resource \"fake_thing\" \"t\" {\n  provider = fake.by\n  name = \"x\"\n}\n"))
        .containsExactly(
            "Invalid resource provider configuration: A reference to a provider configuration which"
                + " uses for_each requires an instance key. Passing a collection of provider"
                + " instances into a child module is not allowed.");
    assertThat(
            refused(
                "resource \"fake_thing\" \"t\" {\n"
                    + "  provider = fake.no[\"eu\"]\n"
                    + "  name = \"x\"\n"
                    + "}\n"))
        .first()
        .asString()
        .isEqualTo(
            "Invalid resource provider configuration: This module doesn't declare a provider"
                + " \"fake\" block with alias = \"no\", which is required for use with for_each.");
    assertThat(
            refused(
                "provider \"fake\" {\n  alias = \"one\"\n}\n"
                    + "resource \"fake_thing\" \"t\" {\n  provider = fake.one[\"eu\"]\n"
                    + "  name = \"x\"\n}\n"))
        .containsExactly(
            "Invalid resource provider configuration: An instance key can be specified only for a"
                + " provider configuration that uses for_each.");
    assertThat(
            refused(
                "resource \"fake_thing\" \"t\" {\n  provider = fake[\"eu\"]\n  name = \"x\"\n}\n"))
        .containsExactly(
            "Invalid provider configuration reference: Provider name must either stand alone or be"
                + " followed by a period and then a configuration alias.");
    assertThat(refused("provider \"fake\" {\n  for_each = var.used\n}\n"))
        .containsExactly(
            "Alias required when using \"for_each\": The for_each argument is allowed only for"
                + " provider configurations with an alias.");
    assertThat(
            refused(
                "resource \"fake_thing\" \"t\" {\n  name = \"x\"\n}\nprovider \"fake\" {\n"
                    + "  alias = \"late\"\n  for_each = toset([fake_thing.t.id])\n}\n"
                    + "resource \"fake_thing\" \"u\" {\n  name = \"x\"\n"
                    + "  provider = fake.late[\"a\"]\n}\n"))
        .singleElement()
        .asString()
        .startsWith("Dynamic value in static context: ");
  }

  @Test
  void keysThatAreSecretOrNullOrUnknownAreRefused() {
    String things =
        "resource \"fake_thing\" \"t\" {\n  provider = fake.by[%s]\n  name = \"x\"\n}\n";
    assertThat(planned(things.formatted("sensitive(\"eu\")"))).contains("a sensitive value");
    assertThat(planned(things.formatted("null"))).contains("must not be null");
    assertThat(
            planned(
                "resource \"terraform_data\" \"d\" {}\n" + things.formatted("terraform_data.d.id")))
        .contains("cannot be determined until apply");
  }

  private static String planned(String text) {
    return Workbench.texts(bench(text).plan(PlanOptions.NORMAL).diagnostics()).toString();
  }

  @Test
  void theSameCollectionForBothIsWarnedOf() {
    assertThat(
            bench(THINGS.replace("var.used", "var.regions")).found().stream()
                .map(Diagnostic::summary))
        .containsExactly("Provider configuration for_each matches resource");
  }

  @Test
  void jsonNamesConfigurationsInTexts() {
    Workbench bench =
        bench("")
            .file(
                "things.tf.json",
                """
                {"resource": {"fake_thing": {"t": {
                  "for_each": "${var.used}", "provider": "fake.by[each.key]", "name": "x"}}}}
                """);
    bench.apply();
    assertThat(Set.copyOf(stored(bench)))
        .contains("fake_thing.t[\"eu\"] provider[\"fake\"].by[\"eu\"]");
  }
}
