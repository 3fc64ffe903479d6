package dev.ingot.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProviderAddressTest {
  @ParameterizedTest
  @CsvSource({
    "random, registry.terraform.io/hashicorp/random",
    "Acme/Mock, registry.terraform.io/acme/mock",
    "example.com:8443/a/b-c, example.com:8443/a/b-c",
    "terraform.io/builtin/terraform, terraform.io/builtin/terraform",
    "localhost/a/b, localhost/a/b",
    "host/a/b, host/a/b"
  })
  void shortFormsAreCompleted(String text, String whole) {
    assertThat(ProviderAddress.parse(text)).hasToString(whole);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "a/", "a/b/c/d", "-a", "a-", "a--b", "a b", "a.b:/a/b", "a.b:x/a/b"})
  void whatIsNoAddressIsRefused(String text) {
    assertThatThrownBy(() -> ProviderAddress.parse(text)).isInstanceOf(AddressException.class);
  }

  @Test
  void theProviderOfTheLanguageIsImpliedByItsName() {
    assertThat(ProviderAddress.implied("terraform")).isEqualTo(ProviderAddress.TERRAFORM);
    assertThat(ProviderAddress.TERRAFORM.isBuiltIn()).isTrue();
    assertThat(ProviderAddress.implied("random").shortText()).isEqualTo("hashicorp/random");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "provider[\"registry.terraform.io/acme/mock\"]",
        "provider[\"registry.terraform.io/acme/mock\"].east",
        "provider[\"registry.terraform.io/acme/mock\"].by[\"a.b]\\\"\"]",
        "module.a[\"x\"].module.b.provider[\"terraform.io/builtin/terraform\"]"
      })
  void configurationsAreNamedAsInStates(String text) {
    assertThat(ProviderConfigAddress.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "provider[\"]",
        "",
        "provider",
        "provider[\"a",
        "xprovider[\"a/b\"]",
        "provider[\"a/b\"].",
        "provider[\"a/b\"].[\"x\"]",
        "provider[\"a/b\"].x[\"y\"",
        "provider[\"a/b\"].x[\"y\"].z",
        "provider.",
        "provider.aws.",
        "provider.aws.a.b",
        "xprovider.aws"
      })
  void whatNamesNoConfigurationIsRefused(String text) {
    assertThatThrownBy(() -> ProviderConfigAddress.parse(text))
        .isInstanceOf(AddressException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "provider.aws,provider[\"registry.terraform.io/-/aws\"]",
    "provider.aws.east,provider[\"registry.terraform.io/-/aws\"].east",
    "module.a.provider.aws,module.a.provider[\"registry.terraform.io/-/aws\"]",
    "provider.terraform,provider[\"terraform.io/builtin/terraform\"]"
  })
  void oldStatesNameConfigurationsWithoutNamespace(String text, String meaning) {
    assertThat(ProviderConfigAddress.parse(text)).hasToString(meaning);
    assertThat(ProviderConfigAddress.parse(meaning)).hasToString(meaning);
  }
}
