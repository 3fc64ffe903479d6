package dev.ingot.state.encryption;

import dev.ingot.state.StateCipher;
import java.util.Map;

/**
 * How states and plans are encrypted.
 *
 * @param state the own state
 * @param plan saved plans
 * @param remoteDefault the states that {@code terraform_remote_state} reads
 * @param remote those of some of these data sources, by their addresses
 */
public record Encryptions(
    StateCipher state,
    StateCipher plan,
    StateCipher remoteDefault,
    Map<String, StateCipher> remote) {
  /** Nothing is encrypted. */
  public static final Encryptions NONE =
      new Encryptions(StateCipher.NONE, StateCipher.NONE, StateCipher.NONE, Map.of());

  private static final String DATA = "data.terraform_remote_state.";
  private static final String MODULE = "module.";

  public Encryptions {
    remote = Map.copyOf(remote);
  }

  /**
   * The content of a file that is named as a state: decrypted where it is encrypted.
   *
   * @throws dev.ingot.state.StateFormatException if it can't be decrypted
   */
  public byte[] stateFile(byte[] stored) {
    return Envelope.read(stored).isPresent() ? state.open(stored).content() : stored;
  }

  /** Whether a file is an encrypted plan. */
  public static boolean isPlan(byte[] stored) {
    return Envelope.read(stored).filter(Envelope::isPart).isPresent();
  }

  /**
   * How the state is encrypted that a data source reads.
   *
   * @param address of the instance of the data source, such as {@code
   *     module.a.data.terraform_remote_state.b[0]}, which a configuration calls {@code a.b[0]}
   */
  public StateCipher remoteState(String address) {
    int data = address.indexOf(DATA);
    String name =
        data < 0 ? address : address.substring(0, data) + address.substring(data + DATA.length());
    return remote.getOrDefault(
        name.startsWith(MODULE) ? name.substring(MODULE.length()) : name, remoteDefault);
  }
}
