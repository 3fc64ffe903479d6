package dev.ingot.state.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.storage.Damage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What damages the snapshot of a state, and what it gives:
 *
 * <pre>
 *   cut, at any length           a message
 *   zeros, written twice         a message
 *   blocks swapped               a message, or what stands there then
 *   a flipped bit of structure   a message
 *   a flipped bit within a text  what stands there then: the file may be edited by hand and by other
 *                                programs, and its format has no checksum. While a journal continues
 *                                it, the journal's digest of it stops everything instead
 * </pre>
 */
final class DamagedStateFileTest {
  private static final byte[] WHOLE =
      """
      {
        "version": 4,
        "terraform_version": "1.11.4",
        "serial": 3,
        "lineage": "11111111-2222-3333-4444-555555555555",
        "outputs": { "o": { "value": [1, "two"], "type": ["tuple", ["number", "string"]] } },
        "resources": [
          {
            "mode": "managed", "type": "terraform_data", "name": "a",
            "provider": "provider[\\"terraform.io/builtin/terraform\\"]",
            "instances": [
              {
                "index_key": 0, "schema_version": 0,
                "attributes": { "id": "an-id", "input": { "value": "x", "type": "string" } },
                "sensitive_attributes": [[{ "type": "get_attr", "value": "input" }]],
                "private": "bnVsbA==", "dependencies": ["terraform_data.b"]
              }
            ]
          }
        ],
        "check_results": [
          { "object_kind": "var", "config_addr": "var.v", "status": "pass",
            "objects": [{ "object_addr": "var.v", "status": "pass" }] }
        ]
      }
      """
          .getBytes(StandardCharsets.UTF_8);

  /** Whether it is refused with a message; otherwise it can be written and read again. */
  private static boolean refused(Damage damage) {
    State state;
    try {
      state = StateFile.read(damage.content(), "test");
    } catch (StateException e) {
      assertThat(e.getMessage()).as(damage.what()).isNotBlank();
      return true;
    }
    byte[] again = StateFile.write(state);
    assertThat(StateFile.write(StateFile.read(again, "test"))).as(damage.what()).isEqualTo(again);
    return false;
  }

  @Test
  void undamagedItIsRead() {
    assertThat(StateFile.read(WHOLE, "test").instances().count()).isEqualTo(1);
  }

  @Test
  void everyDamageIsRefusedOrReadAsWhatStandsThere() {
    int refused = 0;
    List<Damage> all = Damage.all(WHOLE);
    for (Damage damage : all) {
      refused += refused(damage) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(all.size() / 2);
  }

  @Test
  void everyCutIsRefused() {
    List<String> read = new ArrayList<>();
    for (Damage damage : Damage.cuts(WHOLE)) {
      // Without its last line break it is whole.
      if (damage.content().length < WHOLE.length - 1 && !refused(damage)) {
        read.add(damage.what());
      }
    }
    assertThat(read).isEmpty();
  }
}
