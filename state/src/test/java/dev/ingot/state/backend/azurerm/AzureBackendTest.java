package dev.ingot.state.backend.azurerm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.Environments;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendSettings;
import dev.ingot.state.program.Programs.Ended;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Arguments, and where blobs are. */
final class AzureBackendTest {
  private final TreeMap<String, Value> arguments = new TreeMap<>();
  private final TreeMap<String, String> variables = new TreeMap<>();
  private final AzureBackendType type = new AzureBackendType(_ -> new Ended(1, "", ""));

  @BeforeEach
  void usual() {
    arguments.put("storage_account_name", Value.of("account1"));
    arguments.put("container_name", Value.of("states"));
    arguments.put("key", Value.of("app.tfstate"));
  }

  private BackendPlace place() {
    return new BackendPlace(
        Path.of("/c"), Path.of("/c/.terraform"), Environments.fixed(), variables);
  }

  private List<String> problems() {
    return type.problems(new BackendSettings("azurerm", arguments), place()).stream()
        .map(Diagnostic::summary)
        .toList();
  }

  @Test
  void statesAreWhereTerraformLooksForThem() {
    variables.put("ARM_ACCESS_KEY", "a2V5");
    assertThat(
            type.open(new BackendSettings("azurerm", arguments), place()).store("blue").location())
        .isEqualTo("states/app.tfstateenv:blue");
  }

  @Test
  void oneOfFourWaysToTheAccountIsNeeded() {
    assertThat(problems()).containsExactly("Missing credentials of the storage account");
    variables.put("ARM_USE_AZUREAD", "true");
    assertThat(problems()).isEmpty();
    variables.clear();
    variables.put("ARM_SAS_TOKEN", "?sv=1");
    assertThat(problems()).isEmpty();
    variables.clear();
    arguments.put("resource_group_name", Value.of("group"));
    assertThat(problems()).isEmpty();
  }

  @Test
  void whatCannotBeRightIsSaid() {
    arguments.put("storage_account_name", Value.of("Account_1"));
    arguments.put("container_name", Value.of("a--b"));
    arguments.put("environment", Value.of("german"));
    arguments.put("access_key", Value.of("not base64!"));
    arguments.remove("key");
    assertThat(problems())
        .containsExactly(
            "Missing required argument",
            "invalid storage account name",
            "invalid storage container name",
            "unknown environment",
            "invalid access key");
  }

  @Test
  void variablesThatCannotBeReadAndOldArgumentsAreNamed() {
    variables.put("ARM_ACCESS_KEY", "a2V5");
    variables.put("ARM_USE_OIDC", "maybe");
    arguments.put("endpoint", Value.of("https://x"));
    assertThat(problems()).containsExactly("Deprecated argument", "Invalid environment variable");
    arguments.put("use_oidc", Values.FALSE);
    assertThat(problems()).containsExactly("Deprecated argument");
  }
}
