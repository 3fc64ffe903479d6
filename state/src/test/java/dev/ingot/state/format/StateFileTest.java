package dev.ingot.state.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.state.State;
import dev.ingot.state.StateFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class StateFileTest {
  private static byte[] recorded() throws IOException {
    try (InputStream in =
        StateFileTest.class.getResourceAsStream("written-by-terraform-1.11.4.tfstate")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  private static State read(String text) {
    return StateFile.read(text.getBytes(StandardCharsets.UTF_8), "Ingot 1");
  }

  @Test
  void aFileOfTerraformIsWrittenByteByByteAsItWas() throws IOException {
    State state = StateFile.read(recorded(), "Ingot 1");
    assertThat(new String(StateFile.write(state), StandardCharsets.UTF_8))
        .isEqualTo(new String(recorded(), StandardCharsets.UTF_8));
    assertThat(state.instances())
        .contains(InstanceAddress.parse("module.z[\"é\"].terraform_data.a"));
  }

  @Test
  void fieldsNotKnownAreKept() {
    String text =
        """
        {"version":4,"terraform_version":"1.9.0","serial":3,"lineage":"l","outputs":{},
         "resources":[{"mode":"managed","type":"t","name":"n","future":{"a":[1.50]},
           "provider":"provider[\\"x.io/y/z\\"]","instances":[
             {"index_key":"k","status":"tainted","schema_version":2,"attributes":{"b":"<"},
              "sensitive_attributes":[],"private":"AAE=","future":7,
              "identity_schema_version":1,"identity":{"id":"x"},"create_before_destroy":true},
             {"index_key":"k","deposed":"0123abcd","schema_version":2,
              "attributes_flat":{"a.#":"1"}}]}],
         "check_results":null,"more":true}\
        """;
    State state = read(text);
    String written = new String(StateFile.write(state), StandardCharsets.UTF_8);
    assertThat(read(written)).isEqualTo(state);
    assertThat(written)
        .contains("\"future\": 7", "1.50", "\"more\": true", "\"b\": \"\\u003c\"")
        .contains("\"deposed\": \"0123abcd\"", "\"attributes_flat\": {", "\"private\": \"AAE=\"");
  }

  @Test
  void instancesNameTheirProviderWhereABlockMakesSeveralConfigurations() {
    String text =
        """
        {"version":4,"terraform_version":"1.12.0","serial":3,"lineage":"l","outputs":{},
         "resources":[{"mode":"managed","type":"t","name":"n","instances":[
             {"index_key":"k","provider":"provider[\\"x.io/y/z\\"].by[\\"e\\\\\\"u\\"]",
              "schema_version":0,"attributes":{},"sensitive_attributes":[]},
             {"index_key":"l","provider":"provider[\\"x.io/y/z\\"].by[\\"us\\"]",
              "schema_version":0,"attributes":{},"sensitive_attributes":[]}]}],
         "check_results":null}\
        """;
    State state = read(text);
    String written = new String(StateFile.write(state), StandardCharsets.UTF_8);
    assertThat(read(written)).isEqualTo(state);
    assertThat(written)
        .contains("\"provider\": \"provider[\\\"x.io/y/z\\\"].by[\\\"us\\\"]\",")
        .containsOnlyOnce("us");
    assertThat(state.resources().values().iterator().next().provider(InstanceKey.of("k")))
        .hasToString("provider[\"x.io/y/z\"].by[\"e\\\"u\"]");
    assertThatThrownBy(() -> read(text.replace(".by[\\\"us", ".other[\\\"us")))
        .hasMessageContaining("has instances with different provider addresses");
    assertThatThrownBy(
            () ->
                read(
                    text.replace("\"name\":\"n\",", "\"name\":\"n\",\"provider\":\"provider.z\",")))
        .hasMessageContaining("Resource t.n has a provider address provider.z, as well as");
  }

  @Test
  void aFileCutOffSaysWhere() {
    assertThatThrownBy(() -> read("{\"version\": 4, \"serial\": \n"))
        .isInstanceOf(StateFormatException.class)
        .hasMessage(
            """
            2 problems:

            - Unsupported state file format: The state file could not be parsed as JSON: syntax\
             error at byte offset 26.
            - Unsupported state file format: The state file does not have a "version" attribute,\
             which is required to identify the format version.\
            """);
  }

  @Test
  void aFileOfTheFutureIsRefused() {
    assertThatThrownBy(
            () -> read("{\"version\":99,\"terraform_version\":\"9.9.9\",\"resources\":{}}"))
        .hasMessage(
            "Unsupported state file format: The state file uses format version 99, which is not"
                + " supported by Ingot 1. This state file was created by Terraform 9.9.9.");
  }

  @Test
  void anEncryptedFileOfOpenTofuIsRecognised() {
    assertThatThrownBy(
            () ->
                read(
                    "{\"serial\":1,\"lineage\":\"l\",\"meta\":{},\"encrypted_data\":\"AA\","
                        + "\"encryption_version\":\"v0\"}"))
        .hasMessageContaining("encrypted by OpenTofu");
  }

  @Test
  void whatIsMisshapenIsNamed() {
    assertThatThrownBy(() -> read("{\"version\":4,\"serial\":\"x\"}"))
        .hasMessage(
            "Invalid state file: The state file is misshapen: \"serial\" must be a whole number.");
    assertThatThrownBy(() -> read("[]")).isInstanceOf(StateFormatException.class);
    assertThatThrownBy(() -> read("{\"version\":4,\"resources\":[{\"mode\":\"managed\"}]}"))
        .hasMessageContaining("no \"type\"");
    assertThatThrownBy(
            () ->
                read(
                    "{\"version\":4,\"resources\":[{\"mode\":\"managed\",\"type\":\"t\","
                        + "\"name\":\"n\",\"provider\":\"nonsense\",\"instances\":[{}]}]}"))
        .hasMessageContaining("t.n: \"nonsense\" is not the address of a provider configuration");
    assertThatThrownBy(() -> read("{\"version\":4} x")).isInstanceOf(StateFormatException.class);
    assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(StateFormatException.class);
  }
}
