package dev.ingot.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a module says in {@code provider_meta} reaches its provider with every call. */
final class ModuleMetadataTest {
  private static Workbench bench(String meta) {
    return new Workbench()
        .fake(
            """
            resource "fake_thing" "outer" {
              name = "outer"
            }
            data "fake_lookup" "outer" {
              name = "x"
            }
            module "inner" {
              source = "./inner"
              count  = 2
            }
            """)
        .file("inner/main.tf", meta);
  }

  private static final String INNER =
      """
      terraform {
        required_providers {
          fake = { source = "example.org/test/fake" }
        }
        provider_meta "fake" {
          module = "inner"
        }
      }
      resource "fake_thing" "it" {
        name = "it"
      }
      data "fake_lookup" "it" {
        name = "it"
      }
      """;

  private static List<String> told(Workbench bench) {
    return bench.cloud.events().stream().filter(event -> event.contains(" for ")).toList();
  }

  @Test
  void eachCallIsToldWhatTheModuleOfTheObjectSays() {
    Workbench bench = bench(INNER);
    bench.apply();
    assertThat(told(bench))
        .containsOnly("lookup for inner", "plan for inner", "create for inner")
        .hasSize(2 + 4 + 2);
    bench.apply(PlanOptions.DESTROY);
    assertThat(told(bench)).contains("read for inner", "delete for inner");
  }

  @Test
  void whatTheProviderDoesNotTakeIsAnError() {
    Workbench bench = bench(INNER.replace("module = \"inner\"", "modul = 1"));
    assertThat(Workbench.texts(bench.plan(PlanOptions.NORMAL).diagnostics()))
        .anyMatch(text -> text.contains("An argument named \"modul\" is not expected here."));
  }

  @Test
  void aProviderThatTakesNothingIsNamed() {
    Workbench bench =
        new Workbench()
            .file(
                "main.tf",
                """
                terraform {
                  provider_meta "terraform" {
                    module = "x"
                  }
                }
                resource "terraform_data" "it" {}
                """);
    assertThat(Workbench.texts(bench.plan(PlanOptions.NORMAL).diagnostics()))
        .singleElement()
        .asString()
        .contains("doesn't support provider_meta", "terraform_data.it");
  }
}
