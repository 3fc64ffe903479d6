package dev.ingot.state.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.state.StateFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** States of the formats before 4; what is expected was recorded with Terraform 1.11.4. */
final class EarlierFormatsTest {
  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(EarlierFormatsTest.class.getResourceAsStream("/earlier/" + name))) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aStateOfAnEarlierFormatIsReadAsTerraformDoes(int format) throws IOException {
    byte[] written =
        StateFile.write(
            StateFile.read(resource("format-" + format + ".tfstate"), "Ingot").writtenBy("1.11.4"));
    assertThat(new String(written, StandardCharsets.UTF_8).strip())
        .isEqualTo(
            new String(resource("format-" + format + ".expected.json"), StandardCharsets.UTF_8)
                .strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{'version':3,'serial':-1}|state has serial less than zero, which is invalid.",
        "{'version':3,'modules':[{'path':['x']}]}|state contains invalid module path",
        "{'version':3,'modules':[{'path':['root','a b']}]}|is not a valid identifier",
        "{'version':3,'modules':[{'path':['root'],'resources':{'a':{}}}]}"
            + "|invalid internal resource address format: a.",
        "{'version':3,'modules':[{'path':['root'],'resources':{'a.b.x':{}}}]}"
            + "|error parsing resource address \"a.b.x\"",
        "{'version':3,'modules':[{'path':['root'],'resources':{'a.b':{'provider':'provider.${x}'}}}]}|this"
            + " alias seems to contain a template interpolation sequence",
        "{'version':2,'modules':7}|\"modules\" has a value of another kind.",
        "{'version':0}|There was never a JSON-based state format zero",
        "{'version':-1}|The version in the state file is number -1.",
        "{'version':'4'}|The version in the state file is string.",
        "tfstate\u0001|The state is stored in a legacy binary format",
        "{'version':4,'terraform_version':'abc'}|Invalid Terraform version string",
      })
  void whatIsWrongIsNamed(String text, String problem) {
    byte[] bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> StateFile.read(bytes, "Ingot"))
        .isInstanceOf(StateFormatException.class)
        .hasMessageContaining(problem);
  }
}
