package dev.ingot.state.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.state.Change;
import dev.ingot.state.ObjectState;
import dev.ingot.state.RawJson;
import dev.ingot.state.StoredAttributes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordCodecTest {
  @Test
  void oneOfSeveralConfigurationsOfAProviderIsNotTakenForABlockByOlderPrograms() {
    ProviderConfigAddress block =
        ProviderConfigAddress.parse("provider[\"registry.terraform.io/acme/mock\"].by");
    ObjectState object = ObjectState.builder(StoredAttributes.json(RawJson.EMPTY_OBJECT)).build();
    JournalRecord record =
        new JournalRecord.Changes(
            List.of(
                Change.put(
                    InstanceAddress.parse("t.n"), block.instance(InstanceKey.of("eu")), object),
                Change.put(InstanceAddress.parse("t.m"), block, object)));
    byte[] encoded = RecordCodec.encode(record);
    assertThat(RecordCodec.decode(encoded)).isEqualTo(record);
    assertThat(new String(encoded, StandardCharsets.UTF_8))
        .contains(
            "\"provider_instance\":\"provider[\\\"registry.terraform.io/acme/mock\\\"].by[\\\"eu")
        .contains("\"provider\":\"provider[\\\"registry.terraform.io/acme/mock\\\"].by\"");
  }
}
